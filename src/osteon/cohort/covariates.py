"""Follow-up or an outcome counted by covariates, some of which change during follow-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import TypedDict

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, IntegerValue, Table, Value

from osteon.cohort.build import Cohort
from osteon.cohort.compute import KNOWN
from osteon.cohort.conditions import FALSE, TRUE
from osteon.cohort.counts import EndpointCounts, describe_counts, sort_table
from osteon.cohort.endpoints import CENSORED
from osteon.cohort.follow_up import columns_to_follow, follow
from osteon.cohort.rows import members, printable
from osteon.protocol import Endpoint

COVARIATE = "x_"
"""Before the name of a covariate, so that no variable takes the name of another column."""
SWITCH = "on_"
CLUSTER = "cluster"
HELD, NOT_HELD = "true", "false"


@dataclass(frozen=True, slots=True)
class CovariateTable:
    """Counts by covariates, and who could not be counted for want of one.

    Parameters
    ----------
    counted : EndpointCounts
        Its table has a column ``x_<name>`` for each covariate (a number, or the text of a level;
        of a truth value ``true`` or ``false``) and ``n``. Of an endpoint also ``time``,
        ``status``, and ``entry`` where patients may enter late or change; there ``is_first`` says
        whether the row is the first of its patients. Of an outcome ``event``. ``cluster``, a number
        without meaning for each patient, where asked for: it then has rows for single patients.
    n_missing : mapping of str to int
        Of those who could be followed, how many lack each covariate.
    n_incomplete : int
        How many of them lack any, and are left out.
    n_complete : int
        How many of them lack none.
    n_entered : mapping of str to int
        By covariate that changes: for how many it held at some time under observation.
    """

    counted: EndpointCounts
    n_missing: Mapping[str, int]
    n_incomplete: int
    n_complete: int
    n_entered: Mapping[str, int] = field(default_factory=dict)


class _Completeness(TypedDict):
    n_missing: dict[str, int]
    n_incomplete: int
    n_complete: int


def count_covariates(
    cohort: Cohort,
    population: str,
    endpoint: Endpoint,
    covariates: Sequence[str],
    *,
    switching: Sequence[str] = (),
    is_clustered: bool = False,
) -> CovariateTable:
    """Count follow-up by covariates; see `CovariateTable`.

    Parameters
    ----------
    cohort : Cohort
        One row a unit of analysis.
    population : str
        Whom to count.
    endpoint : Endpoint
        What ends the time.
    covariates : sequence of str
        Variables as they are, whenever that became known.
    switching : sequence of str
        Truth values that hold from the day after they became known; who has one since no known day
        lacks it. A patient contributes a row for each span between two such days, censored at the
        end of all but the last; an event on the day of a switch belongs to the span before it, and
        follow-up of no day has no span. Only with them is there an ``is_first``.
    is_clustered : bool
        Whether to count each patient apart.
    """
    known = (f"{name}{KNOWN}" for name in switching)
    inside = members(
        cohort,
        population,
        "patient_id",
        *columns_to_follow(cohort, endpoint),
        *covariates,
        *switching,
        *known,
    )
    values = {f"{COVARIATE}{name}": printable(inside, name, cohort) for name in covariates}
    known_on: dict[str, Value] = {}
    for name in switching:
        is_placed = ~inside[name] | inside[f"{name}{KNOWN}"].notnull()
        values[f"{COVARIATE}{name}"] = is_placed.ifelse(
            printable(inside, name, cohort), ibis.null("string")
        )
        known_on[f"{SWITCH}{name}"] = inside[name].ifelse(
            inside[f"{name}{KNOWN}"], ibis.null("int64")
        )
    rows = follow(
        cohort,
        inside,
        endpoint,
        **values,
        **known_on,
        **{CLUSTER: inside.patient_id},
    )
    rows = rows.mutate(**{day: rows[day] - rows.origin for day in known_on})
    kept = rows.filter(~rows.left_out)
    whole = _number_clusters(kept.filter(_is_complete(kept, values)))
    spans = _split(whole, list(values), list(known_on)) if switching else whole
    late = ["entry", "is_first"] if switching else ["entry"] if endpoint.entry else []
    columns = [*values, *late, "time", "status", *([CLUSTER] if is_clustered else [])]
    return CovariateTable(
        describe_counts(rows, _count(spans, columns)),
        **_completeness(kept, values),
        n_entered=_entered(whole, switching),
    )


def count_outcome(
    cohort: Cohort,
    population: str,
    outcome: str,
    covariates: Sequence[str],
    *,
    is_clustered: bool = False,
) -> CovariateTable:
    """Count a truth value by covariates; who lacks the outcome is missing to begin with."""
    inside = members(cohort, population, "patient_id", *covariates, outcome)
    values = {f"{COVARIATE}{name}": printable(inside, name, cohort) for name in covariates}
    held = inside[outcome]
    event = ibis.cases((held, 1), (~held, 0), else_=ibis.null("int64"))
    rows = inside.select(**values, event=event, **{CLUSTER: inside.patient_id})
    kept = rows.filter(rows.event.notnull())
    whole = _number_clusters(kept.filter(_is_complete(kept, values)))
    columns = [*values, "event", *([CLUSTER] if is_clustered else [])]
    n_population, n_known = (_size(each) for each in (rows, kept))
    counted = EndpointCounts(_count(whole, columns), n_population, n_population - n_known, 0, 0)
    return CovariateTable(counted, **_completeness(kept, values))


def _is_complete(rows: Table, values: Mapping[str, Value]) -> BooleanValue:
    return reduce(and_, (rows[name].notnull() for name in values))


def _number_clusters(rows: Table) -> Table:
    return rows.mutate(**{CLUSTER: ibis.dense_rank().over(order_by=rows[CLUSTER])})


def _split(rows: Table, columns: Sequence[str], switches: Sequence[str]) -> Table:
    """Return the spans between the days on which a covariate switches, for each patient."""
    kept = [*columns, CLUSTER]
    spans = [_span(rows, kept, switches, rows.entry).mutate(is_first=TRUE)]
    for place, switch in enumerate(switches):
        begins = (rows[switch] > rows.entry) & (rows[switch] < rows.time)
        for earlier in switches[:place]:  # two switches on one day begin one span
            begins = begins & (rows[earlier] != rows[switch]).fill_null(TRUE)
        starting = rows.filter(begins)
        spans.append(_span(starting, kept, switches, starting[switch]).mutate(is_first=FALSE))
    together = reduce(Table.union, spans)
    return together.filter(together.time > together.entry)


def _span(rows: Table, kept: Sequence[str], switches: Sequence[str], start: IntegerValue) -> Table:
    """Return the span that begins at a day, until the next switch or the end of follow-up."""
    ends = [
        (rows[day] > start).ifelse(ibis.least(rows[day], rows.time), rows.time) for day in switches
    ]
    end = ibis.least(rows.time, *ends)
    held = {
        f"{COVARIATE}{day.removeprefix(SWITCH)}": (rows[day] <= start).ifelse(HELD, NOT_HELD)
        for day in switches
    }
    return rows.select(
        **{name: rows[name] for name in kept if name not in held},
        **held,
        entry=start,
        time=end,
        status=(end == rows.time).ifelse(rows.status, CENSORED),
    )


def _count(rows: Table, columns: Sequence[str]) -> pa.Table:
    counted = rows.group_by(list(columns)).aggregate(n=rows.count()).to_pyarrow()
    return sort_table(counted, columns)


def _completeness(rows: Table, values: Mapping[str, Value]) -> _Completeness:
    """Return how many lack each covariate, how many lack any, and how many none."""
    sums = {name: rows[name].isnull().ifelse(1, 0).sum() for name in values}
    whole = _is_complete(rows, values).ifelse(1, 0).sum()
    found = rows.aggregate(**sums, whole=whole, everyone=rows.count()).to_pyarrow().to_pylist()[0]
    n = {name: int(number or 0) for name, number in found.items()}
    return {
        "n_missing": {name.removeprefix(COVARIATE): n[name] for name in values},
        "n_incomplete": n["everyone"] - n["whole"],
        "n_complete": n["whole"],
    }


def _entered(rows: Table, switching: Sequence[str]) -> dict[str, int]:
    """Return for how many each covariate held before the end of follow-up."""
    if not switching:
        return {}
    sums = {
        f"{SWITCH}{name}": (rows[f"{SWITCH}{name}"] < rows.time).fill_null(FALSE).ifelse(1, 0).sum()
        for name in switching
    }
    found = rows.filter(rows.time > rows.entry).aggregate(**sums).to_pyarrow().to_pylist()[0]
    return {name.removeprefix(SWITCH): int(number or 0) for name, number in found.items()}


def _size(rows: Table) -> int:
    return int(rows.count().to_pyarrow().as_py())
