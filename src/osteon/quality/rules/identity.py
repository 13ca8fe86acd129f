"""Rules about keys, absent values and what identifies a case: H-01, H-02, H-07."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from osteon.dictionary import ENTITIES, Entity, FieldSpec, Requirement, entity
from osteon.quality.chart import Chart, Registry, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switches

REASON = "_null"
WITHOUT_SPECIMEN = frozenset({"tumour_marker", "imaging", "clinical"})
"""Bases of a diagnosis that leave no morphology."""


def find_broken_keys(registry: Registry, _: Switches) -> Iterator[Flaw]:
    """Yield keys that are not unique, and references without a parent of the same patient."""
    references = [
        (table, field, field.references)
        for table in registry.records
        for field in entity(table).fields
        if field.references is not None
    ]
    parents = {
        table: {(row.get(entity(table).key), row.get("patient_id")) for row in rows}
        for table, rows in registry.records.items()
        if any(table == parent for _, _, parent in references)
    }
    for table, rows in registry.records.items():
        yield from _repeated_keys(entity(table), rows)
    for table, field, parent in references:
        yield from _orphans(table, field, registry.records[table], parents.get(parent, set()))


def _repeated_keys(table: Entity, rows: Sequence[Row]) -> Iterator[Flaw]:
    uses = Counter(row.get(table.key) for row in rows)
    if len(uses) == len(rows):
        return
    for row in rows:
        if uses[row.get(table.key)] > 1:
            yield Flaw(table.name, row, (table.key,), "Another row of the table has the same key.")


def _orphans(
    table: str, field: FieldSpec, rows: Sequence[Row], parents: set[tuple[object, object]]
) -> Iterator[Flaw]:
    for row in rows:
        value = row.get(field.name)
        if value is None:
            continue
        patient_id = row.get("patient_id")
        if isinstance(value, list):
            is_orphan = any((key, patient_id) not in parents for key in value)
        else:
            is_orphan = (value, patient_id) not in parents
        if is_orphan:
            message = "The record referred to does not exist, or is another patient's."
            yield Flaw(table, row, (field.name,), message)


@cache
def _reasons(table: str) -> Mapping[str, str]:
    """Return the field that each reason of a table stands beside."""
    return {f"{field.name}{REASON}": field.name for field in entity(table).fields}


@cache
def _required(table: str) -> tuple[tuple[str, str], ...]:
    """Return the required fields of a table, each with its reason."""
    fields = entity(table).by_name
    return tuple(
        (name, reason)
        for reason, name in _reasons(table).items()
        if fields[name].requirement is Requirement.REQUIRED
    )


def find_value_and_reason(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield required fields with neither value nor reason, and fields with both."""
    for table, rows in chart.tables.items():
        required, reasons = _required(table), _reasons(table)
        for row in rows:
            for name, reason in required:
                if row.get(name) is None and row.get(reason) is None:
                    message = "The field needs a value, or the reason for its absence."
                    yield Flaw(table, row, (name,), message)
            for reason in reasons.keys() & row.keys():
                if row[reason] is not None and row.get(reasons[reason]) is not None:
                    message = "A value and a reason for its absence stand side by side."
                    yield Flaw(table, row, (reasons[reason],), message)


def find_unidentified_cases(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield patients without sex, tumours without topography or without a morphology."""
    for row in chart.rows("patient"):
        if row.get("sex") is None:
            yield Flaw("patient", row, ("sex",), "The sex is missing.")
    for row in chart.rows("tumour"):
        if row.get("topography") is None:
            message = "The topography is missing, and with it the site of the primary."
            yield Flaw("tumour", row, ("topography",), message)
        yield from _without_morphology(chart, row)


def _without_morphology(chart: Chart, tumour: Row) -> Iterator[Flaw]:
    if tumour.get("basis_of_dx") is None or tumour["basis_of_dx"] in WITHOUT_SPECIMEN:
        return
    specimens = chart.referring("pathology", "tumour_id", tumour["id"])
    if all(row.get("morphology") is None for row in specimens):
        message = "The tumour was diagnosed from a specimen, and no specimen states a morphology."
        yield Flaw("tumour", tumour, ("basis_of_dx",), message)


RULES = (
    QualityRule(
        code="H-01",
        severity=Severity.HARD,
        scope=Scope.REGISTRY,
        title="Keys are unique; every row has its parents",
        help="Compares the key of every row with those of its table, and every reference with the "
        "keys of the table it points to. The parent has to belong to the same patient. A table "
        "that is not given has no rows.",
        reads={
            name: tuple(field.name for field in table.fields if field.references)
            for name, table in ENTITIES.items()
        },
        find_across=find_broken_keys,
    ),
    QualityRule(
        code="H-02",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="A value, or the reason for its absence, never both",
        help="Looks at every field for a value beside a reason, and at every required field for "
        "neither.",
        reads={
            name: tuple(field.name for field in table.fields if field.may_be_absent)
            for name, table in ENTITIES.items()
        },
        find=find_value_and_reason,
    ),
    QualityRule(
        code="H-07",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="Sex, topography and morphology are known",
        help="A reason for the absence does not help: without these the case belongs to no site "
        "and no group. A morphology is asked for where the diagnosis rests on histology or "
        "cytology; one specimen of the tumour that states it is enough.",
        reads={
            "patient": ("sex",),
            "tumour": ("topography", "basis_of_dx"),
            "pathology": ("morphology", "tumour_id"),
        },
        find=find_unidentified_cases,
    ),
)
