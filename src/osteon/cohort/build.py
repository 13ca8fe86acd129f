"""From a snapshot and a protocol to one row a patient, with populations and their attrition."""

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
from ibis.expr.types import IntegerValue, Table, Value

from osteon.cohort.attrition import AttritionStep, count_attrition, flag_populations
from osteon.cohort.conditions import EPOCH
from osteon.cohort.kinds import CohortVariable, describe_variable
from osteon.cohort.variables import derive_from_column, derive_from_concept, derive_from_rows
from osteon.errors import Problem, StudyError
from osteon.protocol import DAYS_PER_UNIT, Bands, Duration, StudyProtocol, Variable
from osteon.snapshot import Snapshot

KNOWN = "__known"


@dataclass(frozen=True, slots=True)
class Cohort:
    """One row a patient: values, when each was known, and who is in which population.

    Parameters
    ----------
    table : ibis Table
        Columns ``patient_id``; a column for each date and variable; ``<variable>__known``, the day
        on which the value was known; ``in_<population>``, a boolean without nulls. Days are
        integers since 1970-01-01.
    variables : mapping of CohortVariable
        By name, dates included.
    attrition : tuple of AttritionStep
        One entry a step, parents first.
    data_cutoff : int
        The last day of the data, in days since 1970-01-01.
    """

    table: Table
    variables: Mapping[str, CohortVariable]
    attrition: tuple[AttritionStep, ...]
    data_cutoff: int


def build_cohort(protocol: StudyProtocol, snapshot: Snapshot) -> Cohort:
    """Derive every date, variable and population of a protocol from a snapshot.

    Parameters
    ----------
    protocol : StudyProtocol
        What is asked.
    snapshot : Snapshot
        Of what is recorded.

    Returns
    -------
    Cohort
        Held by the snapshot's engine; nothing but counts leaves it.

    Raises
    ------
    StudyError
        A `column` comes from a table that has several rows for some patient.
    """
    _check_one_row_a_patient(protocol, snapshot)
    spine = snapshot.table("patient").select("patient_id")
    with_dates = _derive_all(protocol, protocol.date, snapshot, spine, spine).cache()
    with_variables = _derive_all(protocol, protocol.variable, snapshot, with_dates, with_dates)
    flagged = flag_populations(protocol, with_variables).cache()
    return Cohort(
        table=flagged,
        variables={name: describe_variable(protocol, name) for name in protocol.variables},
        attrition=count_attrition(protocol, flagged),
        data_cutoff=(snapshot.data_cutoff - EPOCH).days,
    )


def _derive_all(
    protocol: StudyProtocol,
    declared: Mapping[str, Variable],
    snapshot: Snapshot,
    spine: Table,
    dates: Table,
) -> Table:
    """Join what comes from records, then compute what follows from other columns."""
    joined = spine
    names = []
    for name, variable in declared.items():
        derived = _derive(protocol, variable, snapshot, dates)
        if derived is None:
            continue
        names.append(name)
        right = derived.select(
            **{f"{name}__patient": derived.patient_id, name: derived.value,
               f"{name}{KNOWN}": derived.known_on.cast("int64")}
        )  # fmt: skip
        joined = joined.left_join(right, joined.patient_id == right[f"{name}__patient"])
    table = joined.select(*spine.columns, *(c for n in names for c in (n, f"{n}{KNOWN}")))
    table = _fill_absent(table, declared)
    for name, variable in declared.items():
        table = _compute(table, name, variable)
    return table


def _derive(
    protocol: StudyProtocol, variable: Variable, snapshot: Snapshot, dates: Table
) -> Table | None:
    rule = protocol.settings.partial_dates
    if variable.column is not None:
        return derive_from_column(snapshot, variable.column, rule)
    if variable.concept is not None:
        return derive_from_concept(snapshot, variable, protocol)
    selection = variable.first or variable.last or variable.any or variable.count
    if selection is not None:
        return derive_from_rows(snapshot, variable.source, selection, dates, rule)
    return None


def _fill_absent(table: Table, declared: Mapping[str, Variable]) -> Table:
    """Write down that there was no row, where a variable asks whether or how many there are."""
    filled = {
        name: table[name].fill_null(0 if variable.count is not None else False)
        for name, variable in declared.items()
        if variable.any is not None or variable.count is not None
    }
    return table.mutate(**filled) if filled else table


def _compute(table: Table, name: str, variable: Variable) -> Table:
    if variable.duration is not None:
        return _mutate(table, name, *_duration(table, variable.duration))
    if variable.first_known is not None:
        day = ibis.coalesce(*(table[date] for date in variable.first_known))
        return _mutate(table, name, day, day)
    if variable.bands is not None:
        value = _band(table[variable.bands.of], variable.bands)
        return _mutate(table, name, value, table[f"{variable.bands.of}{KNOWN}"])
    if variable.known is not None:
        return _mutate(table, name, table[name], table[variable.known])
    return table


def _mutate(table: Table, name: str, value: Value, known_on: IntegerValue) -> Table:
    return table.mutate(**{name: value, f"{name}{KNOWN}": known_on})


def _duration(table: Table, duration: Duration) -> tuple[Value, IntegerValue]:
    days = table[duration.end] - table[duration.start]
    if duration.unit == "days":
        return days, table[duration.end]
    return days.cast("float64") / DAYS_PER_UNIT[duration.unit], table[duration.end]


def _band(value: Value, bands: Bands) -> Value:
    branches = [
        (value < limit, label) for limit, label in zip(bands.limits, bands.labels, strict=False)
    ]
    return ibis.cases((value.isnull(), ibis.null("string")), *branches, else_=bands.labels[-1])


def _check_one_row_a_patient(protocol: StudyProtocol, snapshot: Snapshot) -> None:
    columns = [v.column for v in protocol.variables.values() if v.column is not None]
    problems = [
        Problem(
            where=f"table '{table}'",
            found="several rows for some patients",
            permitted="one row a patient, where a variable takes a `column` of it",
            hint="Choose a row with `first` or `last` instead.",
        )
        for table in sorted({column.partition(".")[0] for column in columns})
        if _has_several_rows(snapshot.table(table))
    ]
    if problems:
        raise StudyError("The protocol cannot be answered from this snapshot.", problems)


def _has_several_rows(rows: Table) -> bool:
    counts = rows.aggregate(n=rows.count(), patients=rows.patient_id.nunique()).to_pyarrow()
    return bool(counts["n"][0].as_py() != counts["patients"][0].as_py())
