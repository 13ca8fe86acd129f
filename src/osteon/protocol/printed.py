"""A number as a publication prints it: value, what stands in brackets, and how many digits."""

import re
from dataclasses import dataclass
from decimal import Decimal

NOT_REACHED = "not reached"
FORMS = "58, 65 (61.9 %), 13/105, 145 (117.5-172.5), 88.8 %, p < 0.001, not reached"
_NUMBER = r"[-\u2212]?\d+(?:\.\d+)?"
_PATTERN = re.compile(
    rf"""(?:p\s*)?(?P<sign>[<>=])?\s*
    (?P<value>{_NUMBER})\s*(?:/\s*(?P<total>\d+)\s*)?%?\s*
    (?:\(\s*(?P<first>{_NUMBER})\s*%?\s*
      (?:(?:-|\u2013|to|,)\s*(?P<second>{_NUMBER})\s*%?\s*)?\))?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number with its digits: ``62.0`` says more than ``62``."""

    text: str

    @property
    def value(self) -> float:
        """The number."""
        return float(self.text)

    @property
    def half_a_unit(self) -> float:
        """Half of what its last digit stands for: what rounding may have taken or added."""
        return 0.5 * 10.0 ** int(Decimal(self.text).as_tuple().exponent)

    def is_rounded_from(self, value: float) -> bool:
        """Return whether a value prints so, halves rounded up or to the even digit."""
        return abs(value - self.value) <= self.half_a_unit * (1 + 1e-9)


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed, in parts.

    Parameters
    ----------
    value : PrintedNumber or None
        None for a time that was not reached.
    sign : str
        ``<`` or ``>`` where only a bound is printed, and otherwise ``=``.
    total : int or None
        The denominator of ``13/105``.
    brackets : tuple of PrintedNumber
        None, one, or the two ends of an interval or a range.
    """

    value: PrintedNumber | None
    sign: str = "="
    total: int | None = None
    brackets: tuple[PrintedNumber, ...] = ()


def parse_printed(text: str) -> Printed:
    """Read a number as a publication prints it.

    Raises
    ------
    ValueError
        It has another form; the message names those that can be read.

    Examples
    --------
    >>> [number.value for number in parse_printed("145 (117.5-172.5)").brackets]
    [117.5, 172.5]
    """
    if text.strip().lower() == NOT_REACHED:
        return Printed(None)
    match = _PATTERN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"a number in one of the forms {FORMS}")
    ends = (match[end] for end in ("first", "second"))
    return Printed(
        value=_number(match["value"]),
        sign=match["sign"] or "=",
        total=int(match["total"]) if match["total"] else None,
        brackets=tuple(_number(end) for end in ends if end),
    )


def _number(text: str) -> PrintedNumber:
    return PrintedNumber(text.replace("\u2212", "-"))
