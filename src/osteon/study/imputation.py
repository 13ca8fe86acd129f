"""DATE-01: how many dates were known to their month or year only, or are estimates."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Inexact:
    """How many dates of a field are partial, and how many are estimates."""

    partial: int
    estimated: int


def find_imputed_dates(protocol: StudyProtocol, snapshot: Snapshot) -> tuple[GuardFinding, ...]:
    """Return one finding that lists each field with such dates; none where all are exact."""
    numbers = {
        f"{table}.{field}": n
        for table, fields in sorted(_fields_used(protocol).items())
        for field, n in _count_inexact(snapshot, table, fields).items()
    }
    day = DAY_OF_RULE[protocol.settings.partial_dates]
    partial = _list({field: n.partial for field, n in numbers.items()})
    estimated = _list({field: n.estimated for field, n in numbers.items()})
    sentences = []
    if partial:
        sentences.append(f"Dates known only to their month or year stand for {day}: {partial}.")
    if estimated:
        sentences.append(f"Dates that were estimated count as if they were known: {estimated}.")
    if not sentences:
        return ()
    return (
        GuardFinding(
            code="DATE-01",
            analysis="",
            message=" ".join(sentences),
            hint="Run the study with another rule of `partial_dates` to see what it changes, and "
            "look up what was estimated.",
            key="settings.partial_dates",
        ),
    )


def _list(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{field} {n}" for field, n in sorted(numbers.items()) if n)


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


def _count_inexact(snapshot: Snapshot, table: str, used: set[str]) -> dict[str, Inexact]:
    fields = [
        field.name
        for field in ENTITIES[table].fields
        if field.kind == "partial_date" and field.name in used
    ]
    if not fields:
        return {}
    rows = snapshot.table(table)
    sums = {}
    for field in fields:
        sums[f"{field} partial"] = (rows[f"{field}_lo"] < rows[f"{field}_hi"]).ifelse(1, 0).sum()
        sums[f"{field} estimated"] = rows[f"{field}_estimated"].ifelse(1, 0).sum()
    counted = rows.aggregate(**sums).to_pyarrow().to_pylist()[0]
    n = {name: int(number or 0) for name, number in counted.items()}
    return {field: Inexact(n[f"{field} partial"], n[f"{field} estimated"]) for field in fields}
