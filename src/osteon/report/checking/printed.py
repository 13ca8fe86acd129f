"""Whether a number as an author printed it can be a value, whatever the style of the journal."""

import math
import re
from decimal import Decimal, InvalidOperation

from osteon.report.rounding import (
    INFINITY,
    LEAST_P_VALUE,
    MINUS,
    NOT_ESTIMABLE,
    NOT_REACHED,
    NOT_SHOWN,
    Part,
    is_p_value,
)
from osteon.study import Cell

WORDS_FOR_NOTHING = frozenset(
    {NOT_REACHED, NOT_ESTIMABLE, NOT_SHOWN, "nr", "ne", "na", "\u2013", "-"}
)
SPACES = re.compile("[\\s\u00a0\u2009\u202f]+")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(\D|$))")


def agrees(text: str, cell: Cell, part: Part) -> bool:
    """Return whether a printed text is one number of a cell, rounded to the digits printed.

    A decimal point may be raised, a zero before it left out, thousands set apart by a comma or a
    space; ``<`` and ``>`` hold where the number lies beyond what is printed.
    """
    value = number_of(cell, part)
    words = SPACES.sub(" ", text).strip().casefold().removesuffix("%").strip()
    if value is None or math.isnan(value):
        return words in WORDS_FOR_NOTHING
    if math.isinf(value):
        return words in WORDS_FOR_NOTHING or words == (INFINITY if value > 0 else MINUS + INFINITY)
    return _is_rounded(_plain(words), value, is_p=is_p_value(cell.statistic))


def number_of(cell: Cell, part: Part) -> float | None:
    """Return one number of a cell, a level of an interval in percent."""
    value: float | None = getattr(cell, part.value)
    return None if value is None else value * (100 if part is Part.CONF_LEVEL else 1)


def _plain(words: str) -> str:
    """Return a number as Python writes it."""
    digits = THOUSANDS.sub("", words.replace(" ", "")).replace("\u00b7", ".")
    return digits.replace(MINUS, "-").replace("\u2013", "-")


def _is_rounded(text: str, value: float, *, is_p: bool) -> bool:
    sign = text[:1] if text[:1] in {"<", ">", "\u2264"} else ""
    try:
        printed = Decimal(text.removeprefix(sign))
    except InvalidOperation:
        return False
    if not printed.is_finite():
        return False
    if sign:
        is_below = value < printed
        return is_below if sign != ">" else value > printed
    if is_p and printed == 0 and value >= LEAST_P_VALUE / 2:
        return False
    half = Decimal(1).scaleb(int(printed.as_tuple().exponent)) / 2
    return abs(Decimal(repr(float(value))) - printed) <= half
