"""Days that the source gives as a time since another day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from osteon.dictionary import Missing, PartialDate
from osteon.exchange.tabular.blocks import Block
from osteon.exchange.tabular.cells import CellError
from osteon.exchange.tabular.date_formats import parse_date
from osteon.exchange.tabular.mapping import DaysAfter, DaysSince, FieldEntry, MonthsAfter
from osteon.exchange.tabular.row_view import Absent, RowView
from osteon.exchange.tabular.values import manner_of, parse_number

_PERMITTED_TIME = "a time that leads to a day of the calendar"


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and whether it is estimated."""

    day: date
    is_estimated: bool


def derive_day(
    time: DaysSince | DaysAfter, entry: FieldEntry, block: Block, view: RowView
) -> Day | Absent:
    """Return the day that lies a time of the source after another day.

    Parameters
    ----------
    time : DaysSince or DaysAfter
        The column with the time, and the day it counts from.
    entry : FieldEntry
        The entry that says so, with its words for missing values and its date formats.
    block : Block
        The block of the entry; the day may be a field of the same record.
    view : RowView
        The source row.

    Returns
    -------
    Day or Absent
        Absent where the time or its origin is, with the reason of the first that lacks.

    Raises
    ------
    CellError
        The time is no number, or its origin is not known to the day.

    Notes
    -----
    Days have to be whole. Months are turned into days by the mapping's own length of a month and
    rounded to the nearest day, halves away from zero. A day is estimated if its origin is.
    """
    cell = view.look_up(time.column, entry.missing)
    if isinstance(cell, Absent):
        return cell
    days = _count_days(parse_number(cell, view.settings.decimal), time)
    if isinstance(time, DaysSince):
        return _add(Day(time.date, is_estimated=False), days)
    origin = _find_origin(time, entry, block, view)
    return origin if isinstance(origin, Absent) else _add(origin, days)


def _count_days(number: Decimal, time: DaysSince | DaysAfter) -> int:
    if isinstance(time, MonthsAfter):
        days = number * Decimal(str(time.month_days))
        return int(days.to_integral_value(ROUND_HALF_UP))
    if number % 1 != 0:
        raise CellError("a number of days with decimals", "a whole number of days")
    return int(number)


def _find_origin(time: DaysAfter, entry: FieldEntry, block: Block, view: RowView) -> Day | Absent:
    if isinstance(time.origin, date):
        return Day(time.origin, is_estimated=False)
    if time.origin_column is not None:
        cell = view.look_up(time.origin_column, entry.missing)
        if isinstance(cell, Absent):
            return cell
        manner = manner_of(entry, view.settings)
        text = parse_date(cell, manner.dates, drop_time=manner.drop_time)
        return _choose_day(text, time, is_estimated=False)
    name, _, field = (time.origin or "").rpartition(".")
    draft = view.find(name or block.name, block.n)
    if draft is None:
        return Absent(None)
    day, reason = draft.look_up(field), draft.look_up(f"{field}_null")
    if day is None:
        return Absent(None if reason is None else Missing(str(reason)))
    is_estimated = draft.look_up(f"{field}_estimated") is True
    return _choose_day(str(day), time, is_estimated=is_estimated)


def _choose_day(text: str, time: DaysAfter, *, is_estimated: bool) -> Day:
    origin = PartialDate.parse(text)
    if origin.precision == "D":
        return Day(origin.lo, is_estimated)
    if time.origin_day is None:
        hint = "Say `origin_day` where a day may be chosen; the result is then estimated."
        raise CellError("an origin that is not known to the day", "a day", hint)
    return Day(origin.day(time.origin_day), is_estimated=True)


def _add(origin: Day, days: int) -> Day:
    try:
        return Day(origin.day + timedelta(days=days), origin.is_estimated)
    except OverflowError as error:
        raise CellError("a time that leads out of the calendar", _PERMITTED_TIME) from error
