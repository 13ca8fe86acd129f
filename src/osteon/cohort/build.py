"""From a snapshot and a protocol to one row a unit, with populations and their attrition."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import ibis
from ibis.expr.types import Table

from osteon.cohort.attrition import AttritionStep, count_attrition, flag_populations
from osteon.cohort.branches import BranchCounts, count_branches
from osteon.cohort.compute import KNOWN, compute_variable, names_below
from osteon.cohort.concepts import derive_concept
from osteon.cohort.conditions import EPOCH
from osteon.cohort.episodes import derive_episodes
from osteon.cohort.kinds import CohortVariable, describe_variable
from osteon.cohort.layers import layer_names
from osteon.cohort.variables import derive_variable, has_row_of_unit, window_of
from osteon.concepts import CONCEPTS
from osteon.errors import Problem, StudyError
from osteon.protocol import UNIT_TABLES, EventRows, StudyProtocol, Variable
from osteon.snapshot import Snapshot

FIRST_SEEN = "_first_seen_at_centre"
DIED = "_died"
"""No variable of a protocol begins with a line, so that none has these names."""
WATCHED: Mapping[str, str] = {FIRST_SEEN: "first_referral", DIED: "death"}
"""Days that guards ask for whether or not the protocol does, and the concepts they are."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """One row a unit of analysis: values, when each was known, who is in which population.

    Parameters
    ----------
    table : ibis Table
        Columns ``unit_id`` and ``patient_id``, the same where the unit is the patient; a column
        for each date and variable; ``<variable>__known``, the day on which the value was known;
        ``in_<population>``, a boolean without nulls. Days are integers since 1970-01-01.
    variables : mapping of CohortVariable
        By name, dates included.
    attrition : tuple of AttritionStep
        One entry a step, parents first.
    branches : tuple of BranchCounts
        One entry for each declaration of branches.
    data_cutoff : int
        The last day of the data, in days since 1970-01-01.
    snapshot : Snapshot
        The records, for what is counted in rows of other tables.
    episodes : mapping of EventRows to ibis Table
        Of each recurrent event the days on which it counts, with their ``unit_id``.
    """

    table: Table
    variables: Mapping[str, CohortVariable]
    attrition: tuple[AttritionStep, ...]
    branches: tuple[BranchCounts, ...]
    data_cutoff: int
    snapshot: Snapshot
    episodes: Mapping[EventRows, Table] = field(default_factory=dict)


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
    table = spine = _spine(protocol, snapshot)
    for dates in layer_dates(protocol.date):
        table = _derive_all(protocol, dates, snapshot, table).cache()
    table = _derive_all(protocol, protocol.variable, snapshot, table)
    flagged = flag_populations(protocol, _add_watched(protocol, snapshot, table)).cache()
    return Cohort(
        table=flagged,
        variables={name: describe_variable(protocol, name) for name in protocol.variables},
        attrition=count_attrition(protocol, flagged),
        branches=count_branches(protocol, flagged),
        data_cutoff=(snapshot.data_cutoff - EPOCH).days,
        snapshot=snapshot,
        episodes=_derive_recurrent(protocol, snapshot, spine),
    )


def _spine(protocol: StudyProtocol, snapshot: Snapshot) -> Table:
    """Return one row a unit of analysis, with its patient."""
    rows = snapshot.table(UNIT_TABLES[protocol.unit])
    key = rows.patient_id if protocol.unit == "patient" else rows.id
    return rows.select(unit_id=key, patient_id=rows.patient_id)


def _derive_recurrent(
    protocol: StudyProtocol, snapshot: Snapshot, spine: Table
) -> dict[EventRows, Table]:
    """Return the counted days of every recurrent event of the protocol."""
    rule = protocol.settings.partial_dates
    declared = (endpoint.recurrent for endpoint in protocol.endpoint.values())
    return {
        events: derive_episodes(events, snapshot, spine, rule=rule)
        for events in declared
        if events is not None
    }


def _add_watched(protocol: StudyProtocol, snapshot: Snapshot, table: Table) -> Table:
    """Add the days that guards ask for; missing where the snapshot has no table for them."""
    for name, concept in WATCHED.items():
        tables = CONCEPTS[concept].tables
        if not set(tables) <= set(snapshot.tables):
            table = table.mutate(**{f"{name}{KNOWN}": ibis.null("int64")})
            continue
        rule = {"partial_dates": protocol.settings.partial_dates}
        found = derive_concept(snapshot, concept, rule)
        key = f"{name}__patient"
        known = found.select(**{key: found.patient_id, f"{name}{KNOWN}": found.value})
        table = table.left_join(known, table.patient_id == known[key]).drop(key)
    return table


def layer_dates(dates: Mapping[str, Variable]) -> list[dict[str, Variable]]:
    """Return dates in layers, in each of which a window looks at dates of earlier layers only."""
    layers: list[dict[str, Variable]] = [{}]
    for name, variable in dates.items():
        if variable.selection is not None and window_of(variable.selection) & layers[-1].keys():
            layers.append({})
        layers[-1][name] = variable
    return layers


def _derive_all(
    protocol: StudyProtocol, declared: Mapping[str, Variable], snapshot: Snapshot, known: Table
) -> Table:
    """Join what comes from records, then compute what follows from other columns."""
    joined = known
    columns: list[str] = []
    for name, variable in declared.items():
        derived = derive_variable(protocol, variable, snapshot, known)
        if derived is None:
            continue
        columns += [name, f"{name}{KNOWN}"]
        rows = derived.rows
        right = rows.select(
            **{f"{name}__key": rows[derived.key], name: rows.value,
               f"{name}{KNOWN}": rows.known_on.cast("int64")}
        )  # fmt: skip
        joined = joined.left_join(right, joined[derived.key] == right[f"{name}__key"])
    table = joined.select(*known.columns, *columns)
    for layer in layer_names({name: names_below(one) for name, one in declared.items()}):
        columns_of = (compute_variable(table, name, declared[name]) for name in layer)
        computed = {name: value for each in columns_of for name, value in each.items()}
        table = table.mutate(**computed) if computed else table
    return table


def _check_one_row_a_patient(protocol: StudyProtocol, snapshot: Snapshot) -> None:
    columns = [v.column for v in protocol.variables.values() if v.column is not None]
    tables = {column.partition(".")[0] for column in columns}
    problems = [
        Problem(
            where=f"table '{table}'",
            found="several rows for some patients",
            permitted="one row a patient, where a variable takes a `column` of it",
            hint="Choose a row with `first` or `last` instead.",
        )
        for table in sorted(tables)
        if not has_row_of_unit(protocol, table) and _has_several_rows(snapshot.table(table))
    ]
    if problems:
        raise StudyError("The protocol cannot be answered from this snapshot.", problems)


def _has_several_rows(rows: Table) -> bool:
    counts = rows.aggregate(n=rows.count(), patients=rows.patient_id.nunique()).to_pyarrow()
    return bool(counts["n"][0].as_py() != counts["patients"][0].as_py())
