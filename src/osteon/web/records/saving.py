"""A form saved as a record: read, checked, written; or what stands against it."""

import datetime as dt
from dataclasses import dataclass, field

from osteon.dictionary import check_rows
from osteon.errors import RecordError
from osteon.registry import actions, reading
from osteon.registry.errors import StaleRecordError, UnknownRecordError
from osteon.registry.policies import Actor
from osteon.registry.reading import StoredRecord
from osteon.registry.states import RecordState
from osteon.web.records.choices import References, references_of
from osteon.web.records.form import GIVEN, Row, find_problems, read_row
from osteon.web.records.problems import FieldProblem, translate_problems
from osteon.web.records.submission import Submission


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form.

    Parameters
    ----------
    problems : list of FieldProblem
        What stands against it; nothing was written then.
    conflict : StoredRecord or None
        The record as somebody else has changed it meanwhile; nothing was written then.
    """

    problems: list[FieldProblem] = field(default_factory=list)
    conflict: StoredRecord | None = None

    @property
    def is_saved(self) -> bool:
        """Whether the record was written."""
        return not self.problems and self.conflict is None


def save_new(form: Submission, *, state: RecordState, by: Actor, at: dt.datetime) -> Outcome:
    """Enter a new record; the same form sent twice enters it once."""
    references = _references(form, by)
    row, found = read_row(form.table, form.typed, form.language, references=references)
    row |= {"centre_id": form.centre_id, "source": "manual", "patient_id": form.patient_id}
    row[form.table.key] = form.key
    problems = find_problems(form.table, row, state, found)
    if problems:
        return Outcome(problems)
    try:
        actions.enter_record(form.table.name, row, by=by, at=at, state=state)
    except RecordError as error:
        return _entered_before(form, row, error, by)
    actions.drop_form(form.table.name, form.key, by=by)
    return Outcome()


def save_change(
    form: Submission, stored: StoredRecord, *, state: RecordState, by: Actor, at: dt.datetime
) -> Outcome:
    """Change a record, and complete it where that is asked; or hand back what it has become."""
    if form.version != stored.version:
        return Outcome(conflict=stored)
    row, problems = read_change(form, stored, state=state, by=by)
    if problems:
        return Outcome(problems)
    try:
        if row != stored.facts:
            actions.change_record(
                form.table.name, row, version=stored.version, by=by, at=at, reason=form.reason
            )  # fmt: skip
        if state is not stored.state:
            actions.move_record(form.table.name, form.key, state, by=by, at=at)
    except StaleRecordError:
        return Outcome(conflict=reading.read_record(form.table.name, form.key, by=by))
    except RecordError as error:
        return Outcome(_translate(form, error))
    actions.drop_form(form.table.name, form.key, by=by)
    return Outcome()


def read_change(
    form: Submission, stored: StoredRecord, *, state: RecordState, by: Actor
) -> tuple[Row, list[FieldProblem]]:
    """Return the row that a form makes of a record, and what stands against it."""
    base = stored.facts
    references = _references(form, by)
    row, found = read_row(
        form.table, form.typed, form.language, base=base, references=references
    )  # fmt: skip
    row |= {name: base[name] for name in GIVEN if name in base}
    return row, find_problems(form.table, row, state, found)


def _references(form: Submission, by: Actor) -> References:
    if form.table.name == "patient":
        return {}
    return references_of(form.table, form.patient_id, by=by, leaving_out=form.key)


def _entered_before(form: Submission, row: Row, error: RecordError, by: Actor) -> Outcome:
    """Judge a form whose record may be there already, as when it is sent a second time."""
    try:
        stored = reading.read_record(form.table.name, form.key, by=by)
    except UnknownRecordError:
        return Outcome(_translate(form, error))
    accepted = check_rows(form.table.name, [row], drafts=True).accepted
    same = accepted == [stored.facts]
    return Outcome() if same else Outcome(conflict=stored)


def _translate(form: Submission, error: RecordError) -> list[FieldProblem]:
    return translate_problems(error.problems, [spec.name for spec in form.table.fields])
