"""The pages of a form: as it stands, or beside what somebody else made of the record."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from osteon.dictionary import Entity
from osteon.registry import reading
from osteon.registry.actions import KeptForm
from osteon.registry.errors import UnknownRecordError
from osteon.registry.policies import Actor, Permission
from osteon.registry.reading import StoredRecord
from osteon.registry.states import OPEN_STATES, TRANSITIONS, RecordState
from osteon.web.records.choices import record_label, references_of
from osteon.web.records.form import show_row
from osteon.web.records.inputs import FormPart, Sheet, draw_part
from osteon.web.records.merging import compare_versions
from osteon.web.records.problems import FieldProblem
from osteon.web.records.saving import Outcome
from osteon.web.records.submission import NEXT, Submission
from osteon.web.words import render_label, render_title

UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What the template of a record needs.

    Parameters
    ----------
    form : Submission
        The form as it stands.
    part : FormPart
        Its inputs.
    problems : list of FieldProblem
        What stands against it.
    stored : StoredRecord or None
        The record as it stands; None where it is a new one.
    may_enter : bool
        Whether the person may save it.
    kept : KeptForm or None
        A form of this record that the person left unsaved.
    """

    form: Submission
    part: FormPart
    problems: list[FieldProblem]
    stored: StoredRecord | None
    may_enter: bool
    kept: KeptForm | None

    @property
    def title(self) -> str:
        """What kind of record it is."""
        return render_title(self.form.table.name)

    @property
    def label(self) -> str:
        """By what people know the record."""
        return record_label(self.form.table, self.stored.row) if self.stored else ""

    @property
    def is_draft(self) -> bool:
        """Whether it may lack what is required."""
        return self.stored is None or self.stored.state is RecordState.DRAFT

    @property
    def listed(self) -> list[tuple[str, FieldProblem]]:
        """The problems with the label of their field."""
        return list_problems(self.form.table, self.problems)


def show_form(
    request: HttpRequest,
    form: Submission,
    by: Actor,
    *,
    problems: list[FieldProblem] | None = None,
    stored: StoredRecord | None = None,
    kept: KeptForm | None = None,
) -> HttpResponse:
    """Return the page of a form with what was typed, and all that stands against it."""
    found = problems or []
    references = references_of(form.table, form.patient_id, by=by, leaving_out=form.key)
    part = draw_part(form.table, form.typed, Sheet(form.language, references), found)
    is_open = stored is None or stored.state in OPEN_STATES
    may_enter = is_open and by.may(Permission.ENTER, form.centre_id)
    context = {
        "page": RecordPage(form, part, found, stored, may_enter, kept),
        "next": wanted_page(request),
        **_surroundings(stored, form.centre_id, by),
    }
    status = UNPROCESSABLE if found else 200
    return render(request, "records/record.html", context, status=status)


def show_merge(
    request: HttpRequest, form: Submission, theirs: StoredRecord, by: Actor
) -> HttpResponse:
    """Return the page with mine, theirs and what both began with, a choice for each field."""
    base = _base_of(form, by)
    lines = compare_versions(
        form.table,
        base=show_row(form.table, base, form.language),
        mine=form.typed,
        theirs=show_row(form.table, theirs.facts, form.language),
        references=references_of(form.table, form.patient_id, by=by),
        chosen=request.POST,
    )
    context = {
        "form": form, "lines": lines, "theirs": theirs, "title": render_title(form.table.name),
        "label": record_label(form.table, theirs.row), "next": wanted_page(request),
        "save": request.POST.get("_save", ""),
    }  # fmt: skip
    return render(request, "records/merge.html", context, status=CONFLICT)


def show_outcome(
    request: HttpRequest,
    form: Submission,
    outcome: Outcome,
    by: Actor,
    *,
    stored: StoredRecord | None = None,
) -> HttpResponse:
    """Return where a person goes after a form was sent: on, back to it, or to the merge."""
    if outcome.conflict is not None:
        return show_merge(request, form, outcome.conflict, by)
    if not outcome.is_saved:
        return show_form(request, form, by, problems=outcome.problems, stored=stored)
    messages.success(request, _("Saved: %(title)s.") % {"title": render_title(form.table.name)})
    return go_on(request, "records:record", entity=form.table.name, key=form.key)


def list_problems(
    table: Entity, problems: Iterable[FieldProblem]
) -> list[tuple[str, FieldProblem]]:
    """Return problems with the label of the field each is at."""
    specs = table.by_name
    return [
        (render_label(specs[found.name]) if found.name in specs else "", found)
        for found in problems
    ]


def wanted_page(request: HttpRequest) -> str:
    """Return where a person wants to go afterwards, if it is a page of this registry."""
    given = request.POST.get(NEXT) or request.GET.get("next") or ""
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(given, hosts, require_https=request.is_secure())
    return given if safe else ""


def go_on(request: HttpRequest, name: str, **names: str) -> HttpResponse:
    """Return the way to the page that a person wanted afterwards; to the named one if none."""
    address = wanted_page(request) or reverse(name, kwargs=names)
    return HttpResponseRedirect(address, status=303)


def _base_of(form: Submission, by: Actor) -> dict[str, object]:
    if form.version is None:
        return {}
    try:
        return reading.read_version(form.table.name, form.key, form.version, by=by)
    except UnknownRecordError:
        return {}


def _surroundings(stored: StoredRecord | None, centre_id: str, by: Actor) -> dict[str, object]:
    if stored is None:
        return {}
    steps = [
        step
        for step in TRANSITIONS
        if step.start is stored.state and by.may(step.permission, centre_id)
    ]
    twice = {known.code for known in reading.known_centres(by=by) if known.double_entry}
    return {
        "steps": steps,
        "queries": reading.list_queries(by=by, entity_name=stored.entity, record_id=stored.key),
        "may_ask": by.may(Permission.ASK, centre_id),
        "may_answer": by.may(Permission.ANSWER, centre_id),
        "may_remove": by.may(Permission.REMOVE, centre_id) and stored.state in OPEN_STATES,
        "double_entry": centre_id in twice,
        "second_entry": reading.second_entry_of(stored.entity, stored.key, by=by),
        "by_me": stored.row.get("author") == by.name,
    }
