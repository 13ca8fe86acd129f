"""An endpoint as a time and a status for each patient, with the source that ended it."""

from collections.abc import Mapping, Sequence

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, StringValue, Table, Value

from osteon.cohort.conditions import FALSE
from osteon.protocol import Endpoint

CENSORED = 0
EVENT = 1
CUTOFF = "data_cutoff"
PARTS = (
    "end", "entry", "time", "status", "prevalent", "missing", "early", "short", "left_out",
)  # fmt: skip
"""What a cohort holds of the follow-up to an endpoint; see `follow_up_values`."""


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
    ending = _ending(table, endpoint, data_cutoff)
    seen = _seen_days(table, endpoint, data_cutoff)
    return table.select(
        origin=table[endpoint.origin],
        ended_by=_ended_by(table, endpoint, seen, ending["end"]),
        **ending,
        **beside,
    )


def follow_up_values(
    table: Table, endpoints: Mapping[str, Endpoint], *, data_cutoff: int
) -> dict[str, Value]:
    """Return the follow-up of each row of a cohort to each endpoint, named by `part_names`.

    Beside what `derive_endpoint` returns they say, never null, who is left out of an analysis for
    which reason: ``missing`` (no origin, no end or no start of observation), ``early`` (the time
    ends before the origin, or before observation began), ``short`` (observed for less than the
    endpoint's least follow-up, without any event), and ``left_out``, which is any of them, or
    ``prevalent`` where the endpoint says so.
    """
    columns: dict[str, Value] = {}
    for name, endpoint in endpoints.items():
        ending = _ending(table, endpoint, data_cutoff)
        parts = {**ending, **_reasons(ending, endpoint)}
        columns |= {held: parts[part] for part, held in part_names(name).items()}
    return columns


def part_names(name: str) -> dict[str, str]:
    """Return the columns of a cohort that hold the follow-up to an endpoint, by what they hold.

    No variable of a protocol begins with a line, so that none has these names.
    """
    return {part: f"_{name}__{part}" for part in PARTS}


def _ending(table: Table, endpoint: Endpoint, data_cutoff: int) -> dict[str, Value]:
    origin = table[endpoint.origin]
    seen = _seen_days(table, endpoint, data_cutoff)
    event = _earliest([seen[name] for name in endpoint.events])
    competing = [seen[name] for name in endpoint.competing]
    first = _earliest([event, *competing])
    censored = _censored(table, endpoint)
    end = ibis.coalesce(first, ibis.ifelse(censored > data_cutoff, data_cutoff, censored))
    causes = [(day == first, cause) for cause, day in enumerate(competing, EVENT + 1)]
    if endpoint.events:
        causes.insert(0, (event == first, EVENT))
    wait = (table[endpoint.entry] if endpoint.entry else origin) - origin
    return {
        "end": end,
        "entry": ibis.ifelse(wait < 0, 0, wait),
        "time": end - origin,
        "status": _status(causes),
        "prevalent": (event <= origin).fill_null(FALSE),
    }


def _reasons(ending: Mapping[str, Value], endpoint: Endpoint) -> dict[str, BooleanValue]:
    time, entry = ending["time"], ending["entry"]
    missing, early = time.isnull() | entry.isnull(), time < 0
    if endpoint.entry is not None:
        early = early | (time <= entry)
    early = early.fill_null(FALSE)
    is_short = (ending["status"] == CENSORED) & (time - entry < endpoint.minimum_days)
    short = is_short.fill_null(FALSE) & ~missing & ~early
    left_out = missing | early | short
    if endpoint.exclude_prevalent:
        left_out = left_out | ending["prevalent"]
    return {"missing": missing, "early": early, "short": short, "left_out": left_out}


def _seen_days(table: Table, endpoint: Endpoint, data_cutoff: int) -> dict[str, IntegerValue]:
    """Return the days of events and of what competes, as far as they were seen."""
    last = _last_day_seen(table, endpoint, data_cutoff)
    return {name: _seen(table[name], last) for name in (*endpoint.events, *endpoint.competing)}


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
