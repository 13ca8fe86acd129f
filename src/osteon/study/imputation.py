"""DATE-01: how many dates were known only to their month or year, and what was made of them."""

from collections import defaultdict

from osteon.concepts import CONCEPTS
from osteon.dictionary import ENTITIES
from osteon.protocol import StudyProtocol
from osteon.snapshot import Snapshot
from osteon.study.results import GuardFinding

DAY_OF_RULE = {
    "earliest": "its first day",
    "midpoint": "the day in its middle",
    "latest": "its last day",
}


def find_imputed_dates(protocol: StudyProtocol, snapshot: Snapshot) -> tuple[GuardFinding, ...]:
    """Return one finding that lists each field with partial dates; none where all are exact."""
    numbers = {
        f"{table}.{field}": n
        for table, fields in sorted(_fields_used(protocol).items())
        for field, n in _count_partial(snapshot, table, fields).items()
        if n
    }
    if not numbers:
        return ()
    listed = ", ".join(f"{field} {n}" for field, n in sorted(numbers.items()))
    day = DAY_OF_RULE[protocol.settings.partial_dates]
    return (
        GuardFinding(
            code="DATE-01",
            analysis="",
            message=f"Dates known only to their month or year stand for {day}: {listed}.",
            hint="Run the study with another rule of `partial_dates` to see what it changes.",
        ),
    )


def _fields_used(protocol: StudyProtocol) -> dict[str, set[str]]:
    """Return the partial dates that the protocol's variables rest on, by table."""
    used: dict[str, set[str]] = defaultdict(set)
    for variable in protocol.variables.values():
        selection = variable.selection
        if variable.column is not None:
            table, _, field = variable.column.partition(".")
            used[table].add(field)
        elif selection is not None:
            used[selection.table] |= {str(selection.date), str(selection.value)}
        elif variable.concept is not None:
            for table in CONCEPTS[variable.concept].tables:
                used[table] |= {field.name for field in ENTITIES[table].fields}
    used["patient"].discard("birth")  # the year by rule, not a day that was lost
    return used


def _count_partial(snapshot: Snapshot, table: str, used: set[str]) -> dict[str, int]:
    fields = [
        field.name
        for field in ENTITIES[table].fields
        if field.kind == "partial_date" and field.name in used
    ]
    if not fields:
        return {}
    rows = snapshot.table(table)
    sums = {
        field: (rows[f"{field}_lo"] < rows[f"{field}_hi"]).ifelse(1, 0).sum() for field in fields
    }
    counted = rows.aggregate(**sums).to_pyarrow().to_pylist()[0]
    return {field: int(n or 0) for field, n in counted.items()}
