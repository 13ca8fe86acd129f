"""Events and person-time, by group, by group as it comes, by calendar period or by age."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import ibis
import pyarrow as pa
from ibis.expr.types import IntegerValue, Table

from osteon.cohort.build import Cohort
from osteon.cohort.compute import KNOWN
from osteon.cohort.conditions import EPOCH
from osteon.cohort.counts import EndpointCounts, describe_counts, sort_table
from osteon.cohort.follow_up import columns_to_follow
from osteon.cohort.histories import days_of_events, follow_recurrent
from osteon.cohort.rows import members, printable
from osteon.cohort.switching import BEFORE
from osteon.protocol import Endpoint
from osteon.snapshot import hold

KEYS = ("group", "band")


@dataclass(frozen=True, slots=True)
class TimeBands:
    """Person-time cut by what passes with time: the calendar, or age.

    Parameters
    ----------
    limits : tuple of int
        The last day of each band but the last one, counted from a day that each patient has.
    since : str
        The date of the protocol from which they are counted, such as birth; empty for the first day
        of 1970.
    """

    limits: tuple[int, ...] = ()
    since: str = ""


def calendar_bands(years: Sequence[int]) -> TimeBands:
    """Return bands that begin on the first day of these years."""
    return TimeBands(tuple((date(year, 1, 1) - EPOCH).days - 1 for year in years))


def count_person_time(
    cohort: Cohort,
    population: str,
    endpoint: Endpoint,
    group: str | None = None,
    *,
    is_switched: bool = False,
    bands: TimeBands | None = None,
) -> EndpointCounts:
    """Count events and the days in which they were looked for.

    Parameters
    ----------
    cohort : Cohort
        One row a unit of analysis.
    population : str
        Whom to count.
    endpoint : Endpoint
        Of an event that ends follow-up, or of recurrent events.
    group : str, optional
        A variable.
    is_switched : bool
        Whether a patient is in the group, a truth value, from the day after it became known only,
        and out of it until then.
    bands : TimeBands, optional
        Cuts person-time once more.

    Returns
    -------
    EndpointCounts
        Its table has ``group``, ``band`` (the number of a band, from 0 on), ``events``,
        ``person_days`` and ``n``, the patients with some time there. An event belongs to the days
        up to and including its own.
    """
    inside = members(
        cohort,
        population,
        "unit_id",
        *columns_to_follow(cohort, endpoint),
        group,
        f"{group}{KNOWN}" if is_switched else None,
        bands.since if bands else None,
    )
    known_on = inside[f"{group}{KNOWN}"] if is_switched else ibis.null("int64")
    label = printable(inside, group, cohort) if group else None
    if is_switched and group:
        label = ibis.ifelse(~inside[group] | known_on.notnull(), label, ibis.null("string"))
    rows = follow_recurrent(cohort, inside, endpoint, group=label)
    beside = inside.select(
        unit_id=inside.unit_id,
        known_on=known_on,
        since=inside[bands.since] if bands and bands.since else ibis.literal(0, "int64"),
    )
    rows = hold(rows.join(beside, "unit_id"))
    kept = rows.filter(~rows.left_out)
    spans = _in_bands(_switched(kept) if is_switched else _whole(kept), bands or TimeBands())
    described = describe_counts(rows, _summed(spans, days_of_events(cohort, kept, endpoint)))
    if bands and bands.since:
        n_unknown = int(kept.filter(kept.since.isnull()).count().to_pyarrow().as_py())
        return replace(described, n_missing=described.n_missing + n_unknown)
    return described


def _whole(rows: Table) -> Table:
    return rows.select("unit_id", "group", "origin", "since", start=rows.entry, stop=rows.time)


def _switched(rows: Table) -> Table:
    """Return the span before the switch and the one after it."""
    is_never = rows.group == BEFORE
    switch = ibis.ifelse(is_never, rows.time, rows.known_on - rows.origin)
    before = rows.mutate(
        group=ibis.literal(BEFORE), start=rows.entry, stop=ibis.least(switch, rows.time)
    )
    after = rows.filter(~is_never)
    after = after.mutate(
        start=ibis.greatest(after.entry, after.known_on - after.origin), stop=after.time
    )
    columns = ("unit_id", "group", "origin", "since", "start", "stop")
    return before.select(*columns).union(after.select(*columns))


def _in_bands(spans: Table, bands: TimeBands) -> Table:
    """Return the part of each span within each band, as long as there is some."""
    spans = spans.filter(spans.since.notnull())
    parts = [
        spans.mutate(band=ibis.literal(number, "int64"), start=start, stop=stop)
        for number, (start, stop) in enumerate(_cuts(spans, bands))
    ]
    table = parts[0].union(*parts[1:]) if parts[1:] else parts[0]
    return table.filter(table.stop > table.start)


def _cuts(spans: Table, bands: TimeBands) -> Iterator[tuple[IntegerValue, IntegerValue]]:
    """Yield start and stop of the spans within each band."""
    days = [limit + spans.since - spans.origin for limit in bands.limits]
    for begin, end in zip([None, *days], [*days, None], strict=True):
        start = spans.start if begin is None else ibis.greatest(spans.start, begin)
        yield start, spans.stop if end is None else ibis.least(spans.stop, end)


def _summed(spans: Table, events: Table) -> pa.Table:
    keys = list(KEYS)
    days = spans.stop - spans.start
    time = spans.group_by(keys).aggregate(person_days=days.sum(), n=spans.unit_id.nunique())
    joined = spans.join(events, "unit_id")
    happened = joined.filter(joined.day > joined.start, joined.day <= joined.stop)
    number = happened.group_by(keys).aggregate(events=happened.count())
    both = time.left_join(number, keys)
    table = both.select(
        "group",
        "band",
        events=both.events.fill_null(0),
        person_days=both.person_days.cast("int64"),
        n=both.n,
    )
    return sort_table(table.to_pyarrow(), KEYS)
