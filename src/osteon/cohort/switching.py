"""Groups that patients enter during follow-up: as spans of time, or as known at a landmark."""

from collections.abc import Sequence
from dataclasses import replace

import ibis
from ibis.expr.types import Table

from osteon.cohort.build import Cohort
from osteon.cohort.compute import KNOWN
from osteon.cohort.conditions import FALSE
from osteon.cohort.counts import (
    EndpointCounts,
    describe_counts,
    members,
    printable,
    sort_table,
)
from osteon.cohort.endpoints import CENSORED
from osteon.cohort.follow_up import columns_to_follow, follow
from osteon.protocol import Endpoint

BEFORE = "false"


def count_switched_endpoint(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str
) -> EndpointCounts:
    """Count follow-up by the group a patient is in at the time.

    Parameters
    ----------
    cohort : Cohort
        One row a patient.
    population : str
        Whom to count.
    endpoint : Endpoint
        What ends the time.
    group : str
        A truth value; a patient is in the group from the day after it became known. Who is in it
        since no known day is missing.

    Returns
    -------
    EndpointCounts
        Its table has one more column, ``entry``: a patient contributes the span before the
        switch, censored there, and the span after it, each in its own group, both from when
        observation began. An event on the day of the switch belongs to the span before. Follow-up
        of no day has no span.
    """
    rows = _follow_switch(cohort, population, endpoint, group)
    inside = rows.filter(~rows.left_out)
    never = inside.switch.isnull() | (inside.switch >= inside.time)
    before = inside.mutate(
        group=ibis.literal(BEFORE),
        time=ibis.ifelse(never, inside.time, inside.switch),
        status=ibis.ifelse(never, inside.status, CENSORED),
    )
    after = inside.filter(~never).mutate(entry=ibis.greatest(inside.entry, inside.switch))
    columns = ("group", "entry", "time", "status")
    spans = before.select(*columns).union(after.select(*columns))
    return _counted(rows, spans.filter(spans.time > spans.entry), columns)


def count_known_endpoint(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str
) -> EndpointCounts | None:
    """Count follow-up of each patient from the day on which the group became known.

    Parameters
    ----------
    cohort, population, endpoint
        As for `count_switched_endpoint`.
    group : str
        A category.

    Returns
    -------
    EndpointCounts or None
        With late entry, on that day or, if that is later, when observation began. None where the
        group of somebody counted is known since no day, as of those who are in a group because
        something never came: nobody could know that beforehand.
    """
    inside = members(
        cohort, population, *columns_to_follow(cohort, endpoint), group, f"{group}{KNOWN}"
    )
    rows = follow(
        cohort,
        inside,
        endpoint,
        group=printable(inside, group, cohort),
        known_on=inside[f"{group}{KNOWN}"],
    )
    counted = rows.filter(~rows.left_out)
    if _count_rows(counted.filter(counted.known_on.isnull())):
        return None
    spans = counted.mutate(entry=ibis.greatest(counted.entry, counted.known_on - counted.origin))
    columns = ("group", "entry", "time", "status")
    return _counted(rows, spans.filter(spans.time > spans.entry), columns)


def count_landmark_endpoint(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str, landmark: int
) -> EndpointCounts:
    """Count follow-up from a landmark on, by what was known by then.

    Parameters
    ----------
    landmark : int
        Days after the origin. Who had the event or was censored by then is left out, and counted
        in ``n_before_landmark``; time runs from the landmark. Who is observed only from a later
        day enters late.
    """
    rows = _follow_switch(cohort, population, endpoint, group)
    inside = rows.filter(~rows.left_out & (rows.time > landmark))
    known = (inside.switch <= landmark).fill_null(FALSE)
    columns = ["group", "time", "status", *(["entry"] if endpoint.entry else [])]
    spans = inside.mutate(
        group=ibis.ifelse(known, inside.group, BEFORE),
        time=inside.time - landmark,
        entry=ibis.greatest(inside.entry - landmark, 0),
    )
    return replace(
        _counted(rows, spans, columns),
        n_before_landmark=_count_rows(rows.filter(~rows.left_out)) - _count_rows(inside),
    )


def _follow_switch(cohort: Cohort, population: str, endpoint: Endpoint, group: str) -> Table:
    """Return follow-up with the ``switch``: days from the origin to the group, null for never."""
    inside = members(
        cohort, population, *columns_to_follow(cohort, endpoint), group, f"{group}{KNOWN}"
    )
    known_on = inside[f"{group}{KNOWN}"]
    is_placed = ~inside[group] | known_on.notnull()
    rows = follow(
        cohort,
        inside,
        endpoint,
        group=ibis.ifelse(is_placed, printable(inside, group, cohort), ibis.null("string")),
        known_on=ibis.ifelse(inside[group], known_on, ibis.null("int64")),
    )
    return rows.mutate(switch=rows.known_on - rows.origin)


def _counted(rows: Table, spans: Table, columns: Sequence[str]) -> EndpointCounts:
    counted = spans.group_by(list(columns)).aggregate(n=spans.count())
    return describe_counts(rows, sort_table(counted.to_pyarrow(), columns))


def _count_rows(rows: Table) -> int:
    return int(rows.count().to_pyarrow().as_py())
