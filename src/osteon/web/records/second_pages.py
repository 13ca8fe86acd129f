"""Double entry: a record typed again without sight of the first, compared, and settled."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from osteon.dictionary import ENTITIES
from osteon.errors import Problem
from osteon.registry import actions, reading
from osteon.registry.errors import RegistryError
from osteon.registry.policies import Permission, require
from osteon.registry.reading import SecondReading, StoredRecord
from osteon.registry.states import RecordState
from osteon.web.records.choices import references_of
from osteon.web.records.form import GIVEN, find_problems, read_row, show_row
from osteon.web.records.inputs import Sheet, draw_part
from osteon.web.records.merging import CHOICE, MergeLine, compare_versions, merge_versions
from osteon.web.records.problems import FieldProblem
from osteon.web.records.showing import UNPROCESSABLE, list_problems
from osteon.web.records.submission import REASON, read_typed, sent_language, sent_version
from osteon.web.records.words import form_language
from osteon.web.request import actor, now
from osteon.web.words import render_title


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, entity: str, key: str) -> HttpResponse:
    """Show an empty form for a record that is there, or compare what was typed with it."""
    by, table = actor(request), ENTITIES[entity]
    stored = reading.read_record(entity, key, by=by)
    require(by, Permission.ENTER, str(stored.row["centre_id"]))
    _require_other(stored, by.name)
    references = references_of(table, str(stored.row["patient_id"]), by=by, leaving_out=key)
    typed = read_typed(request.POST, table)
    language = sent_language(request.POST) if request.method == "POST" else form_language()
    problems: list[FieldProblem] = []
    if request.method == "POST":
        row, found = read_row(table, typed, language, references=references)
        row |= {name: stored.row[name] for name in GIVEN if name in stored.row}
        problems = find_problems(table, row, RecordState.COMPLETE, found)
        if not problems:
            differing = actions.enter_again(entity, row, by=by, at=now())
            if differing:
                return redirect("records:settle", entity=entity, key=key)
            messages.success(request, _("Both entries agree: the record is verified."))
            return redirect("records:record", entity=entity, key=key)
    part = draw_part(table, typed, Sheet(language, references), problems)
    context = {
        "stored": stored, "part": part, "listed": list_problems(table, problems),
        "title": render_title(entity), "language": language,
    }  # fmt: skip
    status = UNPROCESSABLE if problems else 200
    return render(request, "records/again.html", context, status=status)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, entity: str, key: str) -> HttpResponse:
    """List the fields in which two entries differ, or save what was chosen of them."""
    by, table = actor(request), ENTITIES[entity]
    stored = reading.read_record(entity, key, by=by)
    second = _second(entity, reading.second_entry_of(entity, key, by=by))
    language = form_language()
    first_shown = show_row(table, stored.facts, language)
    second_shown = show_row(table, second.row, language)
    lines = compare_versions(
        table, base={}, mine=second_shown, theirs=first_shown,
        references=references_of(table, str(stored.row["patient_id"]), by=by),
        chosen=request.POST,
    )  # fmt: skip
    is_open = any(f"{CHOICE}{line.name}" not in request.POST for line in lines)
    if request.method == "POST" and not is_open:
        return _save_settled(request, stored, second_shown, lines)
    context = {
        "stored": stored, "second": second, "lines": lines, "title": render_title(entity),
    }  # fmt: skip
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "records/settle.html", context, status=status)


def _save_settled(
    request: HttpRequest, stored: StoredRecord, second: dict[str, list[str]], lines: list[MergeLine]
) -> HttpResponse:
    table, base, language = ENTITIES[stored.entity], stored.facts, form_language()
    first = show_row(table, base, language)
    merged = merge_versions(table, mine=second, theirs=first, lines=lines)
    row, _found = read_row(table, merged, language, base=base)
    row |= {name: base[name] for name in GIVEN if name in base}
    version = sent_version(request.POST) or stored.version
    actions.settle_entries(
        stored.entity, row, version=version, by=actor(request), at=now(),
        reason=request.POST.get(REASON, ""),
    )  # fmt: skip
    messages.success(request, _("The entries are settled: the record is verified."))
    return redirect("records:record", entity=stored.entity, key=stored.key)


def _require_other(stored: StoredRecord, name: str) -> None:
    if stored.row.get("author") == name:
        problem = Problem("author", "the same person", "somebody else")
        raise RegistryError("A second entry is made by somebody else.", [problem])


def _second(entity: str, found: SecondReading | None) -> SecondReading:
    if found is None or not found.differing:
        problem = Problem(entity, "no second entry that differs", "one that does")
        raise RegistryError("There is nothing to settle.", [problem])
    return found
