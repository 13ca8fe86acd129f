"""Counts that guards ask for: who was known too late, died before, or has no end yet."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, IntegerValue, Table

from osteon.cohort.build import DIED, FIRST_SEEN, Cohort
from osteon.cohort.compute import KNOWN
from osteon.cohort.conditions import FALSE, TRUE
from osteon.cohort.counts import LateKnowledge
from osteon.cohort.endpoints import CENSORED, EVENT
from osteon.cohort.follow_up import columns_to_follow, follow
from osteon.cohort.rows import members
from osteon.cohort.tallies import ask_once, find_late
from osteon.protocol import Endpoint, StudyProtocol, ancestry
from osteon.snapshot import pick_columns

AFTER = "known__"


@dataclass(frozen=True, slots=True)
class OpenSpans:
    """Of those whose span of time has begun, how many have reached its end, and how many not."""

    n_ended: int
    n_open: int


@dataclass(frozen=True, slots=True)
class EndpointFaults:
    """Units whose observation, follow-up or predictors do not fit the endpoint they count for.

    Parameters
    ----------
    members_later : LateKnowledge
        In the population by what became known after time zero.
    leavers_later : LateKnowledge
        Not in it, or not in what it is part of, for what became known after time zero.
    unseen : LateKnowledge
        Members first seen at the centre after time zero.
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

    members_later: LateKnowledge
    leavers_later: LateKnowledge
    unseen: LateKnowledge
    n_early_counted: int
    n_early_left_out: int
    n_died_without: int
    n_short: int
    n_known_after: Mapping[str, int]


def count_endpoint_faults(
    cohort: Cohort,
    protocol: StudyProtocol,
    population: str,
    endpoint: Endpoint,
    predictors: Collection[str] = (),
) -> EndpointFaults:
    """Count, in one pass, what guards ask about a population, an endpoint and its predictors."""

    def ask() -> pa.Table:
        return _count_faults(cohort, protocol, population, endpoint, predictors)

    question = ("faults", population, endpoint, tuple(predictors))
    n = _whole_numbers(ask_once(cohort, question, ask))
    return EndpointFaults(
        members_later=LateKnowledge(n["members"], n["members_days"]),
        leavers_later=LateKnowledge(n["leavers"], n["leavers_days"]),
        unseen=LateKnowledge(n["unseen"], n["unseen_days"]),
        n_early_counted=n["early_counted"],
        n_early_left_out=n["early_left_out"],
        n_died_without=n["died"],
        n_short=n["short"],
        n_known_after={name: n[f"{AFTER}{name}"] for name in predictors},
    )


def _count_faults(
    cohort: Cohort,
    protocol: StudyProtocol,
    population: str,
    endpoint: Endpoint,
    predictors: Collection[str],
) -> pa.Table:
    rows = _follow_all(cohort, protocol, population, endpoint, predictors)
    member, counted = rows.member, rows.member & ~rows.left_out
    early = member & rows.prevalent & ~rows.missing
    has_event = counted & (rows.status == EVENT)
    is_censored = counted & (rows.status == CENSORED)
    return _sum(
        rows,
        **_late("members", rows, counted, rows.joined_on),
        **_late("leavers", rows, ~member & ~rows.left_out, rows.left_on),
        **_late("unseen", rows, counted, rows.first_seen),
        early_counted=early & ~rows.left_out,
        early_left_out=early & rows.left_out,
        died=is_censored & (rows.died <= cohort.data_cutoff),
        short=member & rows.short,
        **{f"{AFTER}{p}": has_event & (rows[f"{AFTER}{p}"] > rows.end) for p in predictors},
    )


def _follow_all(
    cohort: Cohort,
    protocol: StudyProtocol,
    population: str,
    endpoint: Endpoint,
    predictors: Collection[str],
) -> Table:
    """Return the follow-up of everybody: members or not, and left out since when."""
    table = _columns_for(cohort, protocol, population, endpoint, predictors)
    left = list(_left_out(table, protocol, population))
    never = ibis.null("int64")
    joined_on = f"in_{population}{KNOWN}"
    return follow(
        cohort,
        table,
        endpoint,
        member=table[f"in_{population}"],
        joined_on=table[joined_on] if joined_on in table.columns else never,
        left_on=ibis.cases(*left, else_=never) if left else never,
        first_seen=table[f"{FIRST_SEEN}{KNOWN}"],
        died=table[f"{DIED}{KNOWN}"],
        **{f"{AFTER}{name}": table[f"{name}{KNOWN}"] for name in predictors},
    )


def _columns_for(
    cohort: Cohort,
    protocol: StudyProtocol,
    population: str,
    endpoint: Endpoint,
    predictors: Collection[str],
) -> Table:
    names = [*columns_to_follow(cohort, endpoint)]
    names += [f"{name}{KNOWN}" for name in (FIRST_SEEN, DIED, *predictors)]
    for name in ancestry(protocol.population, population):
        declared = protocol.population[name]
        above = (name, declared.parent, declared.without)
        names += [f"in_{each}" for each in above if each]
        names += [f"in_{each}{KNOWN}" for each in above if each]
    present = set(cohort.table.columns)
    return pick_columns(cohort.table, [name for name in dict.fromkeys(names) if name in present])


def _late(
    name: str, rows: Table, counted: BooleanValue, known: IntegerValue
) -> dict[str, BooleanValue | IntegerValue]:
    """Return what `find_late` does, named."""
    is_late, days = find_late(rows, counted, known)
    return {name: is_late, f"{name}_days": days}


def count_known_after_outcome(cohort: Cohort, population: str, variable: str, outcome: str) -> int:
    """Count for whom an outcome came true before a variable of theirs was known."""
    columns = (variable, f"{variable}{KNOWN}", outcome, f"{outcome}{KNOWN}")
    rows = members(cohort, population, *columns)
    is_late = rows[f"{variable}{KNOWN}"] > rows[f"{outcome}{KNOWN}"]
    found = _sum(rows, n=rows[outcome] & is_late & rows[variable].notnull())
    return _whole_numbers(found)["n"]


def count_open_spans(cohort: Cohort, population: str, start: str, end: str) -> OpenSpans:
    """Count who has the date that a span begins with, by whether it has ended."""
    rows = members(cohort, population, start, end)
    begun = rows[start].notnull()
    found = _sum(rows, ended=begun & rows[end].notnull(), open=begun & rows[end].isnull())
    counted = _whole_numbers(found)
    return OpenSpans(n_ended=counted["ended"], n_open=counted["open"])


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


def _sum(rows: Table, **columns: BooleanValue | IntegerValue) -> pa.Table:
    """Return how many rows meet each condition, unknown being no, and what numbers come to."""
    sums = {
        name: (it.fill_null(FALSE).ifelse(1, 0) if it.type().is_boolean() else it).sum()
        for name, it in columns.items()
    }
    return rows.aggregate(**sums).to_pyarrow()


def _whole_numbers(sums: pa.Table) -> dict[str, int]:
    (summed,) = sums.to_pylist()
    return {name: int(number or 0) for name, number in summed.items()}
