"""The page of a visit: several records filled in together and saved in one transaction."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from osteon.dictionary import ENTITIES, check_rows
from osteon.errors import RecordError
from osteon.registry import actions, reading
from osteon.registry.actions import KeptForm
from osteon.registry.errors import UnknownRecordError
from osteon.registry.policies import Actor, Permission, require
from osteon.registry.states import RecordState
from osteon.web.records.draft_pages import VISIT
from osteon.web.records.form import Row
from osteon.web.records.inputs import FormPart
from osteon.web.records.problems import FieldProblem, translate_problems
from osteon.web.records.record_pages import as_sent, asked_state
from osteon.web.records.showing import UNPROCESSABLE, go_on, wanted_page
from osteon.web.records.submission import sent_key, sent_language
from osteon.web.records.visit_form import Block, VisitForm, build_visit
from osteon.web.records.visits import VISITS
from osteon.web.request import actor, now
from osteon.web.words import render_label, render_title

Problems = dict[str, list[FieldProblem]]
"""What stands against the blocks of a visit, by their prefix."""


@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, patient_id: str, name: str) -> HttpResponse:
    """Show a visit to be filled in, or save what was typed: all of it, or nothing."""
    if name not in VISITS:
        raise Http404(_("There is no such visit."))
    by = actor(request)
    centre_id = str(reading.read_record("patient", patient_id, by=by).row["centre_id"])
    require(by, Permission.ENTER, centre_id)
    kept = _kept(by, patient_id, name, request)
    sent = as_sent(kept) if kept and "kept" in request.GET else request.POST
    form = build_visit(
        VISITS[name], patient_id, sent, language=sent_language(sent), by=by
    )  # fmt: skip
    key = sent_key(sent)
    if request.method != "POST" or "_more" in sent:
        return _show(request, form, key, {}, kept=kept)
    state = asked_state(sent)
    rows, problems = _read(form, centre_id, state)
    if not rows:
        problems.setdefault("", []).append(FieldProblem("", _("Nothing was filled in.")))
    if any(problems.values()):
        return _show(request, form, key, problems)
    try:
        actions.enter_records(rows, by=by, at=now(), state=state)
    except RecordError as error:
        if not all(_is_there(table, row, by) for table, row in rows):
            return _show(request, form, key, {"": translate_problems(error.problems, ())})
    actions.drop_form(f"{VISIT}{name}", key, by=by)
    saved = ngettext("%(count)d record was saved.", "%(count)d records were saved.", len(rows))
    messages.success(request, saved % {"count": len(rows)})
    return go_on(request, "patient", patient_id=patient_id)


def _read(
    form: VisitForm, centre_id: str, state: RecordState
) -> tuple[list[tuple[str, Row]], Problems]:
    rows: list[tuple[str, Row]] = []
    problems: Problems = {}
    for block in form.used():
        row, found = form.read(block, centre_id=centre_id, state=state)
        rows.append((block.part.table, row))
        if found:
            problems[block.prefix] = found
    return rows, problems


def _is_there(table: str, row: Row, by: Actor) -> bool:
    """Return whether just this record was entered before, as by a form sent twice."""
    try:
        stored = reading.read_record(table, str(row["id"]), by=by)
    except UnknownRecordError:
        return False
    return check_rows(table, [row], drafts=True).accepted == [stored.facts]


def _show(
    request: HttpRequest, form: VisitForm, key: str, problems: Problems, *,
    kept: KeptForm | None = None,
) -> HttpResponse:  # fmt: skip
    drawn = form.draw(problems)
    if request.method == "GET" and "kept" not in request.GET:
        key = str(uuid4())
    groups = [
        {
            "place": place,
            "title": render_title(part.table),
            "cards": _cards(form, drawn, place),
            "times": _count(form, place),
            "may_grow": not part.beside and _count(form, place) < part.most,
        }
        for place, part in enumerate(form.visit.parts)
        if not part.beside
    ]
    context = {
        "form": form, "groups": groups, "key": key, "kept": kept,
        "kind": f"{VISIT}{form.visit.name}",
        "listed": _listed(form.blocks, problems), "next": wanted_page(request),
    }  # fmt: skip
    status = UNPROCESSABLE if any(problems.values()) else 200
    return render(request, "records/visit.html", context, status=status)


def _count(form: VisitForm, place: int) -> int:
    return sum(block.part is form.visit.parts[place] for block in form.blocks)


def _cards(
    form: VisitForm, drawn: list[tuple[Block, FormPart]], place: int
) -> list[list[tuple[Block, FormPart]]]:
    """Return the blocks of a part, each with those of the parts that stand beside it."""
    parts = [form.visit.parts[place]]
    for part in form.visit.parts[place + 1 :]:
        if not part.beside:
            break
        parts.append(part)
    blocks = [[item for item in drawn if item[0].part is part] for part in parts]
    return [[found[number] for found in blocks] for number in range(len(blocks[0]))]


def _listed(blocks: tuple[Block, ...], problems: Problems) -> list[tuple[str, str, FieldProblem]]:
    """Return the problems with the address of their input and what it is called."""
    listed = [("", "", found) for found in problems.get("", ())]
    for block in blocks:
        specs = ENTITIES[block.part.table].by_name
        for found in problems.get(block.prefix, ()):
            label = render_label(specs[found.name]) if found.name in specs else ""
            named = f"{block.title}, {label}" if label else block.title
            listed.append((f"{block.prefix}{found.name}", named, found))
    return listed


def _kept(by: Actor, patient_id: str, name: str, request: HttpRequest) -> KeptForm | None:
    asked = request.GET.get("kept")
    for left in actions.kept_forms(by=by, patient_id=patient_id):
        if left.entity == f"{VISIT}{name}" and asked in {None, left.record_id}:
            return left
    return None
