"""From one source row to its records, with all that stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from osteon.dictionary import check_rows, entity
from osteon.errors import Problem
from osteon.exchange.tabular.blocks import SHARED_KEYS, Block
from osteon.exchange.tabular.cells import CellError, SourceRow
from osteon.exchange.tabular.entries import evaluate_entry
from osteon.exchange.tabular.mapping import TableMapping
from osteon.exchange.tabular.row_view import Draft, FollowOnError, Record, RowView

IMPORT_SOURCE = "import_tabular"


@dataclass(frozen=True, slots=True)
class RowRecords:
    """What one source row gave.

    Parameters
    ----------
    row : SourceRow
        The row.
    patient_id : str
        The patient that it belongs to; empty where it does not say.
    claims : list of (str, str)
        Entity and key of every record that it would give.
    records : list of (str, dict)
        Entity and typed row, in the order of the mapping.
    problems : list of Problem
        Why the row is rejected; empty where it is not.
    """

    row: SourceRow
    patient_id: str = ""
    claims: list[tuple[str, str]] = field(default_factory=list)
    records: list[tuple[str, Record]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def is_left_out(row: SourceRow, mapping: TableMapping) -> bool:
    """Return whether the mapping says that a row is none of a patient, such as a total.

    A row that cannot be read is kept, so that it is rejected with its reason.
    """
    view = RowView(row, mapping.source)
    try:
        return any(view.holds(condition) for condition in mapping.source.leave_out)
    except CellError:
        return False


def make_records(row: SourceRow, mapping: TableMapping, blocks: Sequence[Block]) -> RowRecords:
    """Return the records that a source row gives, and every problem that it has."""
    view = RowView(row, mapping.source)
    problems = list(row.problems)
    for key in SHARED_KEYS if not problems else ():
        try:
            view.keys[key] = view.fill(getattr(mapping, key))
        except CellError as error:
            problems.append(_problem(row, key, error))
    made = RowRecords(row, view.keys.get("patient_id", ""), problems=problems)
    for block in blocks if view.keys.keys() == set(SHARED_KEYS) else ():
        try:
            is_there = all(view.holds(condition) for condition in block.record.where)
        except CellError as error:
            problems.append(_problem(row, f"condition of '{block.name}'", error))
        else:
            if is_there:
                _make_record(block, view, made)
    return made


def _make_record(block: Block, view: RowView, made: RowRecords) -> None:
    described = entity(block.record.entity)
    keys = {key: word for key, word in view.keys.items() if key in described.by_name}
    draft = Draft({"source": IMPORT_SOURCE, **keys})
    view.drafts[block.name, block.n] = draft
    for name, entry in block.entries.items():
        try:
            draft.values.update(evaluate_entry(described.by_name[name], entry, block, view))
        except FollowOnError:
            draft.unread.add(name)
        except CellError as error:
            draft.unread.add(name)
            place = f"{described.name}.{name}"
            made.problems.append(_problem(view.row, place, error, entry.column or ""))
    if described.key in draft.values:
        made.claims.append((described.name, str(draft.values[described.key])))
    checked = check_rows(described.name, [draft.values], first_row=view.row.number)
    made.records.extend((described.name, typed) for typed in checked.accepted)
    made.problems.extend(
        problem
        for problem in checked.problems
        if problem.where.rpartition(".")[2] not in draft.unread  # a field has its problem already
    )


def _problem(row: SourceRow, place: str, error: CellError, column: str = "") -> Problem:
    where = f"row {row.number}, {place}" + (f" (column '{column}')" if column else "")
    return Problem(where, error.found, error.permitted, error.hint)
