"""Histories of events that come again, and how many of them each patient had."""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import Table, Value

from osteon.cohort.build import Cohort
from osteon.cohort.counts import EndpointCounts, describe_counts, sort_table
from osteon.cohort.endpoints import CENSORED, EVENT
from osteon.cohort.follow_up import columns_to_follow, follow
from osteon.cohort.rows import members, printable
from osteon.protocol import Endpoint
from osteon.snapshot import hold

TERMINAL = 2


@dataclass(frozen=True, slots=True)
class HistoryCounts:
    """Events that came again, with the follow-up they were looked for in.

    Parameters
    ----------
    follow_up : EndpointCounts
        Its table counts patients by ``group``, ``entry``, ``time``, ``status`` (0 censored, 2
        ended by what competes) and ``events``, the number that each of them had; who was followed
        for no day is not in it.
    histories : Arrow table
        One row for each event and one for each end: ``cluster`` (a number without meaning, one for
        each patient), ``group``, ``entry``, ``time``, ``status`` (1 an event). It has rows of
        single patients and stays in memory.
    n_without_time : int
        Left out: followed for no day.
    """

    follow_up: EndpointCounts
    histories: pa.Table
    n_without_time: int


def count_histories(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str | None = None
) -> HistoryCounts:
    """Count events that come again by group, and follow each patient through them.

    Parameters
    ----------
    cohort : Cohort
        One row a unit of analysis.
    population : str
        Whom to count.
    endpoint : Endpoint
        Of recurrent events. They count from the day after the origin, or after observation began,
        up to the end of follow-up; what competes ends it.
    group : str, optional
        A variable known at the origin.
    """
    inside = members(cohort, population, "unit_id", *columns_to_follow(cohort, endpoint), group)
    label = printable(inside, group, cohort) if group else None
    rows = hold(follow_recurrent(cohort, inside, endpoint, group=label))
    kept = rows.filter(~rows.left_out)
    watched = kept.filter(kept.time > kept.entry)
    events = _events_while_watched(cohort, watched, endpoint)
    number = events.group_by("unit_id").aggregate(events=events.count())
    joined = watched.left_join(number, "unit_id")
    ended = joined.mutate(
        events=joined.events.fill_null(0),
        status=ibis.ifelse(joined.status == CENSORED, CENSORED, TERMINAL),
    )
    keys = ("group", "entry", "time", "status", "events")
    counted = ended.group_by(list(keys)).aggregate(n=ended.count()).to_pyarrow()
    n_kept, n_watched = (int(part.count().to_pyarrow().as_py()) for part in (kept, watched))
    return HistoryCounts(
        follow_up=describe_counts(rows, sort_table(counted, keys)),
        histories=_histories(ended, events),
        n_without_time=n_kept - n_watched,
    )


def follow_recurrent(cohort: Cohort, inside: Table, endpoint: Endpoint, *, group: Value) -> Table:
    """Return what `follow` does for events that come again, with the ``unit_id`` of each row.

    The events end nothing; a patient with one at the origin or before it is ``prevalent``, and with
    one while observed never ``short``.
    """
    rows = follow(cohort, inside, endpoint, group=group, unit_id=inside.unit_id)
    if endpoint.recurrent is None:
        return rows
    episodes = cohort.episodes[endpoint.recurrent]
    days = rows.select("unit_id", "origin", "end", "entry").join(episodes, "unit_id")
    early = days.filter(days.day <= days.origin).select("unit_id").distinct()
    seen = days.filter(days.day > days.origin + days.entry, days.day <= days.end)
    marked = rows.mutate(
        prevalent=rows.unit_id.isin(early.unit_id),
        short=rows.short & ~rows.unit_id.isin(seen.unit_id),
    )
    left_out = marked.missing | marked.early | marked.short
    if endpoint.exclude_prevalent:
        left_out = left_out | marked.prevalent
    return marked.mutate(left_out=left_out)


def days_of_events(cohort: Cohort, rows: Table, endpoint: Endpoint) -> Table:
    """Return ``unit_id`` and ``day``, since the origin, of the events of those who are followed."""
    if endpoint.recurrent is None:
        ended = rows.filter(rows.status == EVENT)
        return ended.select("unit_id", day=ended.time)
    episodes = cohort.episodes[endpoint.recurrent]
    joined = rows.select("unit_id", "origin", "time").join(episodes, "unit_id")
    since = joined.mutate(day=joined.day - joined.origin)
    return since.filter(since.day > 0, since.day <= since.time).select("unit_id", "day")


def _events_while_watched(cohort: Cohort, watched: Table, endpoint: Endpoint) -> Table:
    days = days_of_events(cohort, watched, endpoint)
    joined = days.join(watched.select("unit_id", "entry"), "unit_id")
    return joined.filter(joined.day > joined.entry).select("unit_id", "day")


def _histories(ended: Table, events: Table) -> pa.Table:
    """Return ends and events in rows, patients numbered in the order of their ids."""
    numbered = hold(ended.mutate(cluster=ibis.row_number().over(order_by=ended.unit_id)))
    columns: Sequence[str] = ("cluster", "group", "entry", "time", "status")
    joined = numbered.drop("time", "status").join(events, "unit_id")
    happened = joined.mutate(time=joined.day, status=ibis.literal(EVENT, "int64"))
    ends = numbered.mutate(status=numbered.status.cast("int64"))
    rows = ends.select(*columns).union(happened.select(*columns))
    return sort_table(rows.to_pyarrow(), columns)
