"""An endpoint as a time and a status for each patient, with the source that ended it."""

from collections.abc import Sequence

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, StringValue, Table, Value

from osteon.cohort.conditions import FALSE
from osteon.protocol import Endpoint

CENSORED = 0
EVENT = 1
CUTOFF = "data_cutoff"


def dates_of(endpoint: Endpoint) -> tuple[str, ...]:
    """Return the dates that an endpoint looks at, each once."""
    named = (endpoint.origin, endpoint.entry, endpoint.observed_until)
    sources = (*endpoint.events, *endpoint.competing, *endpoint.censored_at)
    return tuple(dict.fromkeys([*(name for name in named if name is not None), *sources]))


def derive_endpoint(
    table: Table, endpoint: Endpoint, *, data_cutoff: int, **beside: Value
) -> Table:
    """Return when follow-up of each row of a cohort ended, and what ended it.

    Parameters
    ----------
    table : ibis Table
        One row a patient, with the dates the endpoint names.
    endpoint : Endpoint
        Origin, events, what competes, what censors.
    data_cutoff : int
        Nothing after this day is seen.
    **beside : ibis Value
        Further columns, by name. No other column of the cohort is in the answer, whose names are
        then never those of a variable.

    Returns
    -------
    ibis Table
        ``origin`` and ``end``, as days; ``time`` in whole days from the origin (null where the
        origin or any end is missing, negative where the end lies before the origin); ``entry``,
        days from the origin to observation, 0 where it begins at the origin or before, null where
        it is not known; ``status`` 0 censored, 1 the event, 2 and above the competing events in
        their order; ``ended_by``, the date that ended the time, ``data_cutoff`` where none had
        come by then; ``prevalent``, whether the event lies at the origin or before it. The event
        goes before a competing event of the same day, both go before a censoring. A censoring
        source ends the observation of those who had no event by the cut-off; it does not undo an
        event seen later, while the last assessment does (`observed_until`). A recurrent event ends
        nothing.
    """
    origin = table[endpoint.origin]
    last = _last_day_seen(table, endpoint, data_cutoff)
    seen = {name: _seen(table[name], last) for name in (*endpoint.events, *endpoint.competing)}
    event = _earliest([seen[name] for name in endpoint.events])
    competing = [seen[name] for name in endpoint.competing]
    first = _earliest([event, *competing])
    censored = _censored(table, endpoint)
    end = ibis.coalesce(first, ibis.ifelse(censored > data_cutoff, data_cutoff, censored))
    causes = [(day == first, cause) for cause, day in enumerate(competing, EVENT + 1)]
    if endpoint.events:
        causes.insert(0, (event == first, EVENT))
    wait = (table[endpoint.entry] if endpoint.entry else origin) - origin
    return table.select(
        origin=origin,
        end=end,
        entry=ibis.ifelse(wait < 0, 0, wait),
        time=end - origin,
        status=_status(causes),
        ended_by=_ended_by(table, endpoint, seen, end),
        prevalent=(event <= origin).fill_null(FALSE),
        **beside,
    )


def follow(
    table: Table, endpoint: Endpoint, *, data_cutoff: int, group: Value, **beside: Value
) -> Table:
    """Return what `derive_endpoint` does, and who is left out of an analysis for which reason.

    The answer has the ``group`` and, never null, ``missing`` (no origin, no end, no start of
    observation or no group), ``early`` (the time ends before the origin, or before observation
    began), ``short`` (observed for less than the endpoint's least follow-up, without any event),
    and ``left_out``, which is any of them, or ``prevalent`` where the endpoint says so.
    """
    rows = derive_endpoint(table, endpoint, data_cutoff=data_cutoff, group=group, **beside)
    early = rows.time < 0
    if endpoint.entry is not None:
        early = early | (rows.time <= rows.entry)
    missing = rows.time.isnull() | rows.entry.isnull() | rows.group.isnull()
    early = early.fill_null(FALSE)
    is_short = (rows.status == CENSORED) & (rows.time - rows.entry < endpoint.minimum_days)
    short = is_short.fill_null(FALSE) & ~missing & ~early
    left_out = missing | early | short
    if endpoint.exclude_prevalent:
        left_out = left_out | rows.prevalent
    return rows.mutate(missing=missing, early=early, short=short, left_out=left_out)


def _status(causes: Sequence[tuple[BooleanValue, int]]) -> IntegerValue:
    return ibis.cases(*causes, else_=CENSORED) if causes else ibis.literal(CENSORED, "int64")


def _ended_by(
    table: Table, endpoint: Endpoint, seen: dict[str, IntegerValue], end: IntegerValue
) -> StringValue:
    """Return the first date, events before censoring, on which the time ended."""
    until = (endpoint.observed_until,) if endpoint.observed_until else ()
    censoring = (*endpoint.censored_at, *until)
    dates = [*seen.items(), *((name, table[name]) for name in censoring)]
    branches = [(day == end, name) for name, day in dates]
    return ibis.cases((end.isnull(), ibis.null("string")), *branches, else_=CUTOFF)


def _last_day_seen(table: Table, endpoint: Endpoint, data_cutoff: int) -> IntegerValue:
    """Return the last day on which an event is seen; null for who was never assessed."""
    if endpoint.observed_until is None:
        return ibis.literal(data_cutoff, "int64")
    until = table[endpoint.observed_until]
    last = until + endpoint.grace_days
    return ibis.ifelse(last > data_cutoff, data_cutoff, last)


def _censored(table: Table, endpoint: Endpoint) -> IntegerValue:
    """Return the day that ends the observation of those without any event."""
    sources = [table[name] for name in endpoint.censored_at]
    if endpoint.observed_until is None:
        return _earliest(sources)
    until = table[endpoint.observed_until]
    return ibis.ifelse(until.isnull(), ibis.null("int64"), _earliest([*sources, until]))


def _seen(day: IntegerValue, last: IntegerValue) -> IntegerValue:
    return (day <= last).ifelse(day, ibis.null("int64"))


def _earliest(days: Sequence[IntegerValue]) -> IntegerValue:
    """Return the smallest of several days; DuckDB and PostgreSQL both pass over missing ones."""
    return ibis.least(*days) if days else ibis.null("int64")
