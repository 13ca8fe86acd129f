"""From a snapshot and a protocol to one row a unit, with populations and their attrition."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from osteon.cohort.attrition import AttritionStep, count_attrition, population_flags
from osteon.cohort.branches import BranchCounts, count_branches
from osteon.cohort.compute import compute_variable, names_below
from osteon.cohort.concepts import derive_concept
from osteon.cohort.conditions import EPOCH
from osteon.cohort.endpoints import follow_up_values
from osteon.cohort.episodes import derive_episodes
from osteon.cohort.joining import join_derived
from osteon.cohort.kinds import CohortVariable, describe_variable
from osteon.cohort.layers import layer_names
from osteon.cohort.variables import PATIENT, Derived, derive_variable, has_row_of_unit, window_of
from osteon.concepts import CONCEPTS
from osteon.errors import Problem, StudyError
from osteon.protocol import UNIT_TABLES, DateRule, Endpoint, EventRows, StudyProtocol, Variable
from osteon.snapshot import Snapshot, hold

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
    follow_up : mapping of str
        The name under which the table holds the follow-up to each endpoint of the protocol; see
        `part_names`.
    episodes : mapping of EventRows to ibis Table
        Of each recurrent event the days on which it counts, with their ``unit_id``.
    tallies : dict of Arrow table
        Counts that were asked for, by what was asked.
    """

    table: Table
    variables: Mapping[str, CohortVariable]
    attrition: tuple[AttritionStep, ...]
    branches: tuple[BranchCounts, ...]
    data_cutoff: int
    snapshot: Snapshot
    follow_up: Mapping[Endpoint, str] = field(default_factory=dict)
    episodes: Mapping[EventRows, Table] = field(default_factory=dict)
    tallies: dict[Hashable, pa.Table] = field(default_factory=dict, repr=False, compare=False)


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
        table = hold(_derive_all(protocol, dates, snapshot, table))
    table = _derive_all(protocol, protocol.variable, snapshot, table, watched=WATCHED)
    data_cutoff = (snapshot.data_cutoff - EPOCH).days
    flags = population_flags(protocol, table)
    followed = follow_up_values(table, protocol.endpoint, data_cutoff=data_cutoff)
    flagged = hold(table.mutate(**flags, **followed))
    return Cohort(
        table=flagged,
        variables={name: describe_variable(protocol, name) for name in protocol.variables},
        attrition=count_attrition(protocol, flagged),
        branches=count_branches(protocol, flagged),
        data_cutoff=data_cutoff,
        snapshot=snapshot,
        follow_up={endpoint: name for name, endpoint in protocol.endpoint.items()},
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


def _derive_watched(snapshot: Snapshot, concept: str, rule: DateRule) -> Derived:
    """Return a day that guards ask for; nobody has one where the snapshot has no table for it."""
    if not set(CONCEPTS[concept].tables) <= set(snapshot.tables):
        patients = snapshot.table("patient")
        never = ibis.null("int64")
        return Derived(patients.select("patient_id", value=never, known_on=never), PATIENT)
    found = derive_concept(snapshot, concept, {"partial_dates": rule})
    days = found.select("patient_id", value=found.value, known_on=found.value)
    return Derived(days, PATIENT)


def layer_dates(dates: Mapping[str, Variable]) -> list[dict[str, Variable]]:
    """Return dates in layers, in each of which a window looks at dates of earlier layers only."""
    layers: list[dict[str, Variable]] = [{}]
    for name, variable in dates.items():
        if variable.selection is not None and window_of(variable.selection) & layers[-1].keys():
            layers.append({})
        layers[-1][name] = variable
    return layers


def _derive_all(
    protocol: StudyProtocol,
    declared: Mapping[str, Variable],
    snapshot: Snapshot,
    known: Table,
    *,
    watched: Mapping[str, str] = MappingProxyType({}),
) -> Table:
    """Join what comes from records, then compute what follows from other columns."""
    derived = {
        name: derive_variable(protocol, variable, snapshot, known)
        for name, variable in declared.items()
    }
    found = {name: one for name, one in derived.items() if one is not None}
    rule = protocol.settings.partial_dates
    found |= {name: _derive_watched(snapshot, concept, rule) for name, concept in watched.items()}
    table = join_derived(known, found)
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
