"""Person-time and events on both axes of a Lexis diagram: the calendar, and time since a date."""

from datetime import date

import ibis
import pyarrow as pa
from ibis.expr.types import IntegerValue, Table

from osteon.cohort.build import Cohort
from osteon.cohort.conditions import EPOCH
from osteon.cohort.counts import sort_table
from osteon.cohort.endpoints import EVENT
from osteon.cohort.follow_up import columns_to_follow, follow
from osteon.cohort.rows import members
from osteon.protocol import DAYS_PER_UNIT, Endpoint, Lexis
from osteon.snapshot import hold

DAYS_PER_YEAR = DAYS_PER_UNIT["years"]


def count_lexis(cohort: Cohort, analysis: Lexis, endpoint: Endpoint) -> pa.Table:
    """Count person-days and events by calendar year and by band of time since a date.

    Parameters
    ----------
    cohort : Cohort
        One row a unit of analysis.
    analysis : Lexis
        Population, the date of the upright axis, and the years of a band.
    endpoint : Endpoint
        Whose follow-up is cut.

    Returns
    -------
    Arrow table
        Columns ``year``, ``band`` (0 from the date on), ``person_days``, ``events``.
    """
    inside = members(
        cohort, analysis.population, *columns_to_follow(cohort, endpoint), analysis.since
    )
    rows = follow(
        cohort, inside, endpoint, since=inside[analysis.since],
    )  # fmt: skip
    kept = rows.filter(~rows.left_out & rows.since.notnull())
    spans = hold(
        kept.select("since", "status", start=kept.origin + kept.entry, stop=kept.end, last=kept.end)
    )
    years = _years(spans)
    if not years:
        return _empty()
    by_year = [_within_year(spans, year) for year in years]
    cut = by_year[0].union(*by_year[1:]) if by_year[1:] else by_year[0]
    cells = _by_band(cut, analysis.step)
    days = cells.stop - cells.start
    is_event = (cells.status == EVENT) & (cells.last == cells.stop)
    counted = cells.group_by(["year", "band"]).aggregate(
        person_days=days.sum().cast("int64"), events=is_event.ifelse(1, 0).sum().cast("int64")
    )
    return sort_table(counted.to_pyarrow(), ["year", "band"])


def _years(spans: Table) -> range:
    found = spans.aggregate(first=spans.start.min(), last=spans.stop.max()).to_pyarrow()
    first, last = found["first"][0].as_py(), found["last"][0].as_py()
    if first is None:
        return range(0)
    years = [date.fromordinal(EPOCH.toordinal() + int(day)).year for day in (first, last)]
    return range(years[0], years[1] + 1)


def _within_year(spans: Table, year: int) -> Table:
    begin, end = ((date(y, 1, 1) - EPOCH).days for y in (year, year + 1))
    cut = spans.mutate(
        year=ibis.literal(year, "int64"),
        start=ibis.greatest(spans.start, begin),
        stop=ibis.least(spans.stop, end),
    )
    return cut.filter(cut.stop > cut.start)


def _by_band(spans: Table, step: int) -> Table:
    """Return the part of each span in each band of so many years since the date."""
    length = step * DAYS_PER_YEAR
    first = ((spans.start - spans.since).cast("float64") / length).floor().cast("int64")
    last = ((spans.stop - spans.since).cast("float64") / length).floor().cast("int64")
    spread = spans.mutate(band=ibis.range(first, last + 1).unnest())
    cut = spread.mutate(
        start=ibis.greatest(spread.start, spread.since + _limit(spread.band, length)),
        stop=ibis.least(spread.stop, spread.since + _limit(spread.band + 1, length)),
    )
    return cut.filter(cut.stop > cut.start)


def _limit(band: IntegerValue, length: float) -> IntegerValue:
    """Return the first day of a band, in whole days since the date."""
    return (band.cast("float64") * length).ceil().cast("int64")


def _empty() -> pa.Table:
    names = ("year", "band", "person_days", "events")
    return pa.table({name: pa.array([], pa.int64()) for name in names})
