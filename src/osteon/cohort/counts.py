"""Count tables: what leaves the cohort, and all that estimators ever see."""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import IntegerValue, Table

from osteon.cohort.build import Cohort
from osteon.cohort.compute import KNOWN
from osteon.cohort.conditions import FALSE
from osteon.cohort.follow_up import columns_to_follow, follow
from osteon.cohort.rows import members, printable
from osteon.cohort.tallies import REASONS, sum_up, tally_follow_up
from osteon.protocol import Endpoint
from osteon.snapshot import pick_columns


@dataclass(frozen=True, slots=True)
class EndpointCounts:
    """Follow-up as counts, and who could not be counted.

    Parameters
    ----------
    table : Arrow table
        Columns ``group`` (text, empty where there is no group), ``time`` (days), ``status``
        (0 censored, 1 the event, 2.. competing), ``n``; and ``entry`` where the endpoint has one.
    n_population : int
        Patients before anything was left out.
    n_missing : int
        Left out: no origin, no end, or no group.
    n_before_origin : int
        Left out: the time ended before the origin, or before observation began.
    n_prevalent : int
        Event at or before the origin; left out where the endpoint says so.
    n_before_landmark : int
        Left out: the event or the censoring came before the landmark.
    n_short : int
        Left out: observed for less than the endpoint's `minimum_follow_up`, without any event.
    """

    table: pa.Table
    n_population: int
    n_missing: int
    n_before_origin: int
    n_prevalent: int
    n_before_landmark: int = 0
    n_short: int = 0


@dataclass(frozen=True, slots=True)
class LateKnowledge:
    """What a grouping knew only after time zero."""

    n_patients: int
    person_days: int


def count_values(cohort: Cohort, populations: Sequence[str], variable: str) -> pa.Table:
    """Count each value of a variable in each of several populations.

    Parameters
    ----------
    cohort : Cohort
        One row a patient.
    populations : sequence of str
        They may overlap; each is counted for itself.
    variable : str
        Name of a variable.

    Returns
    -------
    Arrow table
        Columns ``group`` (the population), ``value`` (null where missing), ``n``. A boolean is
        counted as the text ``true`` or ``false``.
    """
    flags = [f"in_{name}" for name in populations]
    rows = pick_columns(cohort.table, [*flags, variable])
    rows = rows.select(*flags, value=printable(rows, variable, cohort))
    counted = rows.group_by([*flags, "value"]).aggregate(n=rows.count()).to_pyarrow()
    parts = []
    for name, flag in zip(populations, flags, strict=True):
        inside = counted.filter(counted[flag]).group_by("value").aggregate([("n", "sum")])
        parts.append(
            pa.table(
                {
                    "group": pa.array([name] * len(inside), pa.string()),
                    "value": inside["value"],
                    "n": inside["n_sum"].cast(pa.int64()),
                }
            )
        )
    return sort_table(pa.concat_tables(parts), ["group", "value"])


def count_pairs(cohort: Cohort, population: str, group: str, outcome: str) -> pa.Table:
    """Count each pair of values of two variables; columns ``group``, ``level``, ``n``."""
    inside = members(cohort, population, group, outcome)
    rows = inside.select(
        group=printable(inside, group, cohort), level=printable(inside, outcome, cohort)
    )
    counted = rows.group_by(["group", "level"]).aggregate(n=rows.count()).to_pyarrow()
    return sort_table(counted, ["group", "level"])


def count_endpoint(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str | None = None
) -> EndpointCounts:
    """Count follow-up by group, time and status; see `EndpointCounts`."""
    tally = tally_follow_up(cohort, population, endpoint, group)
    columns = ["group", "time", "status", *(["entry"] if endpoint.entry else [])]
    return describe_tally(tally, sum_up(tally.filter(pc.invert(tally["left_out"])), columns))


def describe_counts(rows: Table, table: pa.Table) -> EndpointCounts:
    """Return a count table beside the numbers of those who could not be counted."""
    return describe_tally(rows.group_by(REASONS).aggregate(n=rows.count()).to_pyarrow(), table)


def describe_tally(by_reason: pa.Table, table: pa.Table) -> EndpointCounts:
    """Return a count table beside those who could not be counted, from a tally with reasons."""
    missing, early, prevalent, short = (by_reason[name] for name in REASONS[:4])
    is_usable = pc.invert(pc.or_(pc.or_(missing, early), short))

    def number(mask: pa.ChunkedArray) -> int:
        return pc.sum(by_reason["n"].filter(mask)).as_py() or 0

    return EndpointCounts(
        table=table,
        n_population=pc.sum(by_reason["n"]).as_py() or 0,
        n_missing=number(missing),
        n_before_origin=number(pc.and_not(early, missing)),
        n_prevalent=number(pc.and_(prevalent, is_usable)),
        n_short=number(short),
    )


def count_late_knowledge(
    cohort: Cohort, population: str, group: str, endpoint: Endpoint
) -> LateKnowledge:
    """Count patients whose group was known only after time zero, and the time that gave them.

    Time zero is the origin, or the later day from which a patient was observed. Only those whom
    the analysis counts are looked at.
    """
    if cohort.variables[group].kind in {"category", "boolean"}:
        tally = tally_follow_up(cohort, population, endpoint, group)
        late, days = (pc.sum(tally[name]).as_py() or 0 for name in ("late", "late_days"))
        return LateKnowledge(n_patients=late, person_days=days)
    known = f"{group}{KNOWN}"
    inside = members(cohort, population, *columns_to_follow(cohort, endpoint), group, known)
    rows = follow(cohort, inside, endpoint, group=inside[group], known=inside[known])
    counted = rows.filter(~rows.left_out)
    start = counted.origin + counted.entry
    return _sum_late(counted, start, counted.known, ibis.least(counted.known, counted.end))


def count_late_values(cohort: Cohort, population: str, group: str, origin: str) -> LateKnowledge:
    """As `count_late_knowledge` where there is an origin but no endpoint."""
    inside = members(cohort, population, group, f"{group}{KNOWN}", origin)
    known = inside[f"{group}{KNOWN}"]
    rows = inside.filter(inside[group].notnull())
    return _sum_late(rows, rows[origin], known, known)


def count_members(cohort: Cohort, population: str) -> int:
    """Return how many units a population has, as the attrition has counted them."""
    steps = [step for step in cohort.attrition if step.population == population]
    return steps[-1].n_after


def count_overlap(cohort: Cohort, left: str, right: str) -> int:
    """Count the patients that two populations share."""
    both = cohort.table[f"in_{left}"] & cohort.table[f"in_{right}"]
    shared = cohort.table.aggregate(n=both.ifelse(1, 0).sum()).to_pyarrow()
    return int(shared["n"][0].as_py() or 0)


def _sum_late(
    rows: Table, start: IntegerValue, known: IntegerValue, until: IntegerValue
) -> LateKnowledge:
    late = (known > start).fill_null(FALSE)
    days = late.ifelse(until - start, 0)
    sums = rows.aggregate(n=late.ifelse(1, 0).sum(), days=days.sum())
    row = sums.to_pyarrow().to_pylist()[0]
    return LateKnowledge(n_patients=int(row["n"] or 0), person_days=int(row["days"] or 0))


def sort_table(table: pa.Table, keys: Sequence[str]) -> pa.Table:
    """Return a count table in order of its keys, so that it is the same at every run."""
    return table.sort_by([(key, "ascending") for key in keys])
