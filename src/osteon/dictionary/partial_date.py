"""Dates of known precision: a year, a month or a day, never more than was recorded."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from osteon.errors import Problem, RecordError

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
PERMITTED = "a year, month or day as in 2020, 2020-05 or 2020-05-17"

Precision = Literal["Y", "M", "D"]


class Order(StrEnum):
    """What can be said with certainty about the order of two partial dates."""

    BEFORE = "before"
    AFTER = "after"
    SAME = "same"
    UNKNOWN = "unknown"


class DayRule(StrEnum):
    """How an analysis turns a partial date into a day."""

    EARLIEST = "earliest"
    MIDPOINT = "midpoint"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as it was recorded.

    Parameters
    ----------
    text : str
        ISO text: ``2020``, ``2020-05`` or ``2020-05-17``.
    lo, hi : date
        The first and the last day the text permits.

    Examples
    --------
    >>> day = PartialDate.parse("2024-02")
    >>> day.lo.isoformat(), day.hi.isoformat(), day.precision
    ('2024-02-01', '2024-02-29', 'M')
    """

    text: str
    lo: date
    hi: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ISO text of known precision.

        Raises
        ------
        RecordError
            If the text is not such a date, or the day does not exist. The text is not repeated.
        """
        interval = parse_interval(text)
        if interval is None:
            problem = Problem("date", "text that is not such a date", PERMITTED)
            raise RecordError("A date cannot be read.", [problem])
        return cls(text, *interval)

    @property
    def precision(self) -> Precision:
        """What was recorded: the year, the month or the day."""
        match len(self.text):
            case 4:
                return "Y"
            case 7:
                return "M"
            case _:
                return "D"

    def day(self, rule: DayRule | str) -> date:
        """Return the day that a rule chooses from the days the date permits.

        Parameters
        ----------
        rule : DayRule or str
            ``earliest``, ``midpoint`` (lo + half of the days between, rounded down) or ``latest``.
        """
        match DayRule(rule):
            case DayRule.EARLIEST:
                return self.lo
            case DayRule.MIDPOINT:
                return self.lo + timedelta(days=(self.hi - self.lo).days // 2)
            case DayRule.LATEST:
                return self.hi

    @classmethod
    def __get_pydantic_core_schema__(
        cls,
        source: Any,
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        """Let a Pydantic field of this type be read from its text."""
        parse = core_schema.no_info_after_validator_function(cls._parse_field, handler(str))
        return core_schema.json_or_python_schema(
            json_schema=parse,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), parse]),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda day: day.text),
        )

    @classmethod
    def _parse_field(cls, text: str) -> Self:
        try:
            return cls.parse(text)
        except RecordError as error:
            raise ValueError(PERMITTED) from error


def parse_interval(text: str) -> tuple[date, date] | None:
    """Return the first and last day that ISO text of known precision permits, or nothing."""
    match = PATTERN.fullmatch(text)
    if match is None or not text.isascii():
        return None
    year, month, day = match.groups()
    try:
        if month is None:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        if day is None:
            first = date(int(year), int(month), 1)
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        exact = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return exact, exact


def compare(a: PartialDate, b: PartialDate) -> Order:
    """Return the order of a relative to b, as far as both dates make it certain.

    Two dates are the same only if both are days; the same year twice is unknown.
    """
    if a.hi < b.lo:
        return Order.BEFORE
    if a.lo > b.hi:
        return Order.AFTER
    if a.lo == a.hi == b.lo == b.hi:
        return Order.SAME
    return Order.UNKNOWN
