"""An endpoint as a time and a status for each patient, with the source that ended it."""

from collections.abc import Sequence
from functools import reduce

import ibis
from ibis.expr.types import IntegerValue, Table

from osteon.cohort.conditions import FALSE
from osteon.protocol import Endpoint

CENSORED = 0
EVENT = 1


def add_endpoint(table: Table, endpoint: Endpoint, *, data_cutoff: int) -> Table:
    """Add ``time``, ``status`` and what belongs to them to the rows of a cohort.

    Parameters
    ----------
    table : ibis Table
        One row a patient, with the dates the endpoint names.
    endpoint : Endpoint
        Origin, events, what competes, what censors.
    data_cutoff : int
        Nothing after this day is seen.

    Returns
    -------
    ibis Table
        ``end``, ``ended_by``, ``prevalent``; ``entry``, days from the origin to observation, 0
        where it begins at the origin or before, null where it is not known; ``time`` in whole days
        from the origin (null where the origin or any end is missing, negative where the end lies
        before the origin); ``status`` 0 censored, 1 the event,
        2 and above the competing events in their order. The event goes before a competing event
        of the same day, both go before a censoring. A censoring source ends the observation of
        those who had no event by the cut-off; it does not undo an event seen later.
    """
    origin = table[endpoint.origin]
    ends = [_earliest([_seen(table[name], data_cutoff) for name in endpoint.events])]
    ends += [_seen(table[name], data_cutoff) for name in endpoint.competing]
    first = _earliest(ends)
    sources = [table[name] for name in endpoint.censored_at]
    censored = ibis.least(_earliest(sources), ibis.literal(data_cutoff))
    end = ibis.coalesce(
        first, ibis.ifelse(_earliest(sources).isnull(), ibis.null("int64"), censored)
    )
    causes = [(ends[k] == first, k + 1) for k in range(len(ends))]
    words = [endpoint.events[0], *endpoint.competing]
    named = [(ends[k] == first, word) for k, word in enumerate(words)]
    entry = table[endpoint.entry] if endpoint.entry else origin
    return table.mutate(
        end=end,
        entry=ibis.ifelse(entry > origin, entry - origin, entry - entry),
        time=end - origin,
        status=ibis.cases((first.isnull(), CENSORED), *causes, else_=CENSORED),
        ended_by=ibis.cases((first.isnull(), "censored"), *named, else_="censored"),
        prevalent=(ends[0] <= origin).fill_null(FALSE),
    )


def _seen(day: IntegerValue, data_cutoff: int) -> IntegerValue:
    return (day <= data_cutoff).ifelse(day, ibis.null("int64"))


def _earliest(days: Sequence[IntegerValue]) -> IntegerValue:
    """Return the smallest of several days, of which some may be missing."""
    return reduce(_earlier, days)


def _earlier(left: IntegerValue, right: IntegerValue) -> IntegerValue:
    return ibis.cases(
        (left.isnull(), right), (right.isnull(), left), (left <= right, left), else_=right
    )
