"""Where entering begins: a new patient, or what is to be entered for one."""

from collections.abc import Sequence
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from osteon.dictionary import ENTITIES
from osteon.registry import actions, reading
from osteon.registry.actions import KeptForm
from osteon.registry.policies import Actor, Permission, refusal
from osteon.registry.reading import CentreSummary
from osteon.web.records.addresses import FORMS
from osteon.web.records.choices import record_label
from osteon.web.records.draft_pages import VISIT, kept_title
from osteon.web.records.inputs import Sheet, draw_part
from osteon.web.records.problems import FieldProblem, describe
from osteon.web.records.record_pages import as_sent, asked_state, kept_new
from osteon.web.records.saving import Outcome, save_new
from osteon.web.records.showing import UNPROCESSABLE, list_problems, show_outcome
from osteon.web.records.submission import Submission, read_submission, sent_key
from osteon.web.records.visits import VISITS
from osteon.web.records.words import form_language
from osteon.web.request import actor, now
from osteon.web.words import render_title

PSEUDONYM_LENGTH = 8
LONGEST_PSEUDONYM = 100


@require_GET
def choose(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Show what can be entered for a patient, and which forms were left unsaved."""
    by = actor(request)
    patient = reading.read_record("patient", patient_id, by=by)
    tables = [(name, render_title(name)) for name in FORMS if name != "patient"]
    kept = [
        {
            "title": kept_title(left.entity),
            "visit": left.entity.removeprefix(VISIT) if left.entity.startswith(VISIT) else "",
            "form": left,
        }
        for left in actions.kept_forms(by=by, patient_id=patient_id)
    ]
    context = {
        "patient_id": patient_id,
        "tables": sorted(tables, key=lambda table: table[1].casefold()),
        "visits": VISITS.values(),
        "kept": kept,
        "drafts": _drafts(patient_id, by),
        "may_enter": by.may(Permission.ENTER, str(patient.row["centre_id"])),
    }
    return render(request, "records/choose.html", context)


@require_http_methods(["GET", "POST"])
def new_patient(request: HttpRequest) -> HttpResponse:
    """Show an empty form for a patient, or enter the patient."""
    by = actor(request)
    centres = reading.known_centres(by=by, permission=Permission.ENTER)
    if not centres:
        raise refusal(Permission.ENTER)
    if request.method == "POST":
        return _enter(request, centres, by)
    kept = kept_new(by, request, "patient", "")
    if kept is not None and "kept" in request.GET:
        form, key = _sent(as_sent(kept)), kept.record_id
    else:
        suggested = uuid4().hex[:PSEUDONYM_LENGTH].upper()
        first, table = centres[0].code, ENTITIES["patient"]
        form, key = Submission(table, suggested, first, suggested, None, form_language(), {}), ""
    return _show(request, form, centres, key=key, kept=kept)


def _enter(request: HttpRequest, centres: list[CentreSummary], by: Actor) -> HttpResponse:
    form, key = _sent(request.POST), sent_key(request.POST)
    problems = _key_problems(form, centres)
    outcome = Outcome(problems)
    if not problems:
        outcome = save_new(form, state=asked_state(request.POST), by=by, at=now())
    if outcome.problems:
        return _show(request, form, centres, key=key, problems=outcome.problems)
    if outcome.is_saved:
        actions.drop_form(form.table.name, key, by=by)
    return show_outcome(request, form, outcome, by)


def _sent(sent: QueryDict) -> Submission:
    pseudonym = sent.get("patient_id", "").strip()
    centre_id = sent.get("centre_id", "")
    return read_submission(
        sent, ENTITIES["patient"], patient_id=pseudonym, centre_id=centre_id, key=pseudonym
    )


def _key_problems(form: Submission, centres: list[CentreSummary]) -> list[FieldProblem]:
    problems = []
    if not form.key or len(form.key) > LONGEST_PSEUDONYM or not form.key.isprintable():
        found = describe(_("no pseudonym, or one that is too long"), _("one of its own"))
        problems.append(FieldProblem("patient_id", found))
    if form.centre_id not in {centre.code for centre in centres}:
        found = describe(_("another centre"), _("one of those shown"))
        problems.append(FieldProblem("centre_id", found))
    return problems


def _show(
    request: HttpRequest, form: Submission, centres: list[CentreSummary], *, key: str,
    problems: Sequence[FieldProblem] = (), kept: KeptForm | None = None,
) -> HttpResponse:  # fmt: skip
    part = draw_part(form.table, form.typed, Sheet(form.language, {}), list(problems))
    context = {
        "form": form,
        "part": part,
        "centres": centres,
        "listed": list_problems(form.table, problems),
        "kept": kept,
        "key": key or str(uuid4()),
    }
    status = UNPROCESSABLE if problems else 200
    return render(request, "records/new_patient.html", context, status=status)


def _drafts(patient_id: str, by: Actor) -> list[dict[str, str]]:
    return [
        {
            "entity": name,
            "key": record.key,
            "title": render_title(name),
            "label": record_label(ENTITIES[name], record.row),
        }
        for name in FORMS
        for record in reading.records_of(patient_id, name, by=by)
        if record.state == "draft"
    ]
