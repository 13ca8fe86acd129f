"""What must hold between the rows of a source: one row a key, and no row without its patient."""

from collections import defaultdict
from collections.abc import Sequence

from osteon.errors import Problem
from osteon.exchange.tabular.records import RowRecords


def reject_repeated_keys(rows: Sequence[RowRecords]) -> None:
    """Reject all rows that claim one key, since none of them is known to be the right one."""
    claimants: defaultdict[tuple[str, str], list[RowRecords]] = defaultdict(list)
    for row in rows:
        for claim in row.claims:
            claimants[claim].append(row)
    for (entity_name, _), claiming in claimants.items():
        if len(claiming) > 1:
            numbers = [row.row.number for row in claiming]
            for row in {row.row.number: row for row in claiming}.values():
                row.problems.append(_repeated(entity_name, row.row.number, numbers))


def reject_orphans(rows: Sequence[RowRecords]) -> None:
    """Reject the further rows of a patient whose own row is rejected."""
    rejected = {
        key for row in rows if row.problems for name, key in row.claims if name == "patient"
    }
    for row in rows:
        if not row.problems and row.patient_id in rejected:
            found = "a patient whose own row is rejected"
            hint = "Mend that row first."
            where = f"row {row.row.number}, patient_id"
            row.problems.append(Problem(where, found, "a patient who is accepted", hint))


def _repeated(entity_name: str, number: int, numbers: Sequence[int]) -> Problem:
    others = [str(other) for other in dict.fromkeys(numbers) if other != number]
    found = f"the key of row {', '.join(others)}" if others else "one key for two of its records"
    hint = "Keep one of the rows, or make the template of the key tell them apart."
    return Problem(f"row {number}, {entity_name}", found, "a key that no other record has", hint)
