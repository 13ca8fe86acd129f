"""Counts that guards ask for: who was known too late, died before, or has no end yet."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, Table

from osteon.cohort.build import DIED, Cohort
from osteon.cohort.compute import KNOWN
from osteon.cohort.conditions import FALSE, TRUE
from osteon.cohort.counts import LateKnowledge, count_late, members
from osteon.cohort.endpoints import CENSORED, EVENT, follow
from osteon.protocol import Endpoint, StudyProtocol, ancestry

AFTER = "known__"


@dataclass(frozen=True, slots=True)
class OpenSpans:
    """Of those whose span of time has begun, how many have reached its end, and how many not."""

    n_ended: int
    n_open: int


@dataclass(frozen=True, slots=True)
class EndpointFaults:
    """Units whose follow-up or predictors do not fit the endpoint they are counted for.

    Parameters
    ----------
    n_early_counted : int
        The event came on the day of the origin, and counts.
    n_early_left_out : int
        The event came at the origin or before, and the unit is left out.
    n_died_without : int
        Followed to a censoring, and dead by the cut-off without the event.
    n_short : int
        Followed for less than the endpoint asks for, without any event, and left out.
    n_known_after : mapping of int
        By predictor: the event came before the predictor was known.
    """

    n_early_counted: int
    n_early_left_out: int
    n_died_without: int
    n_short: int
    n_known_after: Mapping[str, int]


def count_endpoint_faults(
    cohort: Cohort, population: str, endpoint: Endpoint, predictors: Collection[str] = ()
) -> EndpointFaults:
    """Count, in one pass, what guards ask about a population, an endpoint and its predictors."""
    inside = members(cohort, population)
    known = {f"{AFTER}{name}": inside[f"{name}{KNOWN}"] for name in predictors}
    rows = follow(
        inside,
        endpoint,
        data_cutoff=cohort.data_cutoff,
        group=TRUE,
        died=inside[f"{DIED}{KNOWN}"],
        **known,
    )
    early = rows.prevalent & ~rows.missing
    has_event = ~rows.left_out & (rows.status == EVENT)
    is_censored = ~rows.left_out & (rows.status == CENSORED)
    counted = _count(
        rows,
        counted=early & ~rows.left_out,
        left_out=early & rows.left_out,
        died=is_censored & (rows.died <= cohort.data_cutoff),
        short=rows.short,
        **{name: has_event & (rows[name] > rows.end) for name in known},
    )
    return EndpointFaults(
        n_early_counted=counted["counted"],
        n_early_left_out=counted["left_out"],
        n_died_without=counted["died"],
        n_short=counted["short"],
        n_known_after={name: counted[f"{AFTER}{name}"] for name in predictors},
    )


def count_known_after_outcome(cohort: Cohort, population: str, variable: str, outcome: str) -> int:
    """Count for whom an outcome came true before a variable of theirs was known."""
    rows = members(cohort, population)
    is_late = rows[f"{variable}{KNOWN}"] > rows[f"{outcome}{KNOWN}"]
    return _count(rows, n=rows[outcome] & is_late & rows[variable].notnull())["n"]


def count_open_spans(cohort: Cohort, population: str, start: str, end: str) -> OpenSpans:
    """Count who has the date that a span begins with, by whether it has ended."""
    rows = members(cohort, population)
    begun = rows[start].notnull()
    counted = _count(rows, ended=begun & rows[end].notnull(), open=begun & rows[end].isnull())
    return OpenSpans(n_ended=counted["ended"], n_open=counted["open"])


def count_left_out_later(
    cohort: Cohort, protocol: StudyProtocol, population: str, endpoint: Endpoint
) -> LateKnowledge:
    """Count who is not in a population for what became known only after time zero.

    Until then they were like its members; whom the parents of the population left out in this way
    counts as well.
    """
    table = cohort.table
    left = list(_left_out(table, protocol, population))
    is_left = FALSE
    for is_out, _ in left:
        is_left = is_left | is_out
    known = ibis.cases(*left, else_=ibis.null("int64")) if left else ibis.null("int64")
    rows = table.mutate(left_on=known).filter(is_left)
    return count_late(cohort, rows, endpoint, known=rows.left_on, group=TRUE)


def _left_out(
    table: Table, protocol: StudyProtocol, population: str
) -> Iterator[tuple[BooleanValue, IntegerValue]]:
    """Yield who is left out by a population or one it is part of, and when that was known."""
    for name in ancestry(protocol.population, population):
        declared = protocol.population[name]
        before = table[f"in_{declared.parent}"] if declared.parent else TRUE
        decisive = declared.without or name
        known = f"in_{decisive}{KNOWN}"
        if known in table.columns:
            yield before & ~table[f"in_{name}"], table[known]


def _count(rows: Table, **conditions: BooleanValue) -> dict[str, int]:
    """Return how many rows meet each of several conditions, unknown being no."""
    sums = {name: it.fill_null(FALSE).ifelse(1, 0).sum() for name, it in conditions.items()}
    (counted,) = rows.aggregate(**sums).to_pyarrow().to_pylist()
    return {name: int(counted[name] or 0) for name in conditions}
