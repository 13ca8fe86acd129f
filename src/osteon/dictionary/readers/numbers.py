"""Readers of whole and decimal numbers within their range."""

import math
import re
from collections.abc import Callable
from numbers import Real

from osteon.dictionary.field import FieldSpec
from osteon.dictionary.finding import UnreadableError

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def parse_number(value: object) -> float | None:
    """Return a finite number, or nothing; text has to write it with a decimal point."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Real) and math.isfinite(value):
        return float(value)
    if isinstance(value, str) and value.isascii() and _NUMBER.fullmatch(value.strip()):
        return float(value)
    return None


def decimal_reader(field: FieldSpec) -> Callable[[object], float]:
    """Return the reader of a decimal number."""
    check_range = _range_checker(field)
    permitted = render_range(field)

    def read(value: object) -> float:
        number = parse_number(value)
        if number is None:
            raise UnreadableError.of(value, permitted)
        check_range(number)
        return number

    return read


def integer_reader(field: FieldSpec) -> Callable[[object], int]:
    """Return the reader of a whole number; a spreadsheet's 5.0 is one, 5.5 is not."""
    check_range = _range_checker(field)
    permitted = render_range(field)

    def read(value: object) -> int:
        number = parse_number(value)
        if number is None:
            raise UnreadableError.of(value, permitted)
        if not number.is_integer():
            raise UnreadableError("a number with decimals", permitted)
        check_range(number)
        return int(number)

    return read


def _range_checker(field: FieldSpec) -> Callable[[float], None]:
    low = -math.inf if field.minimum is None else field.minimum
    high = math.inf if field.maximum is None else field.maximum
    permitted = render_range(field)
    hint = field.absence_hint

    def check(number: float) -> None:
        if not low <= number <= high:
            side = "below" if number < low else "above"
            raise UnreadableError(f"a number {side} the permitted range", permitted, hint)

    return check


def render_range(field: FieldSpec) -> str:
    """Return what a number may be, with its unit, in words."""
    number = "a whole number" if field.kind == "integer" else "a number"
    unit = f" {field.unit}" if field.unit else ""
    match field.minimum, field.maximum:
        case None, None:
            return f"{number} in{unit}" if unit else number
        case low, None:
            return f"{number} of at least {low:g}{unit}"
        case None, high:
            return f"{number} of at most {high:g}{unit}"
        case low, high:
            return f"{number} from {low:g} to {high:g}{unit}"
