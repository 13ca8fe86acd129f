"""Whether a condition holds: true, false, or None where a missing value leaves it open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from interpreter.days import to_number
from osteon.protocol import (
    Arithmetic,
    Comparison,
    Condition,
    Flag,
    IsMissing,
    Joined,
    Literal,
    Membership,
    Name,
    Not,
    Operand,
)

Values = Mapping[str, Any]


def holds(condition: Condition, values: Values) -> bool | None:
    """Return whether a condition holds for a row of values."""
    if isinstance(condition, Comparison):
        return _compare(
            calculated(condition.left, values),
            condition.operator,
            calculated(condition.right, values),
        )
    if isinstance(condition, Membership):
        value = calculated(condition.operand, values)
        return None if value is None else value in [_plain(v.value) for v in condition.values]
    if isinstance(condition, IsMissing):
        return calculated(condition.operand, values) is None
    if isinstance(condition, Flag):
        return values[condition.name.name]
    if isinstance(condition, Not):
        inner = holds(condition.condition, values)
        return None if inner is None else not inner
    assert isinstance(condition, Joined)
    parts = [holds(part, values) for part in condition.conditions]
    return _all(parts) if condition.operator == "and" else _any(parts)


def calculated(operand: Operand, values: Values) -> Any:
    """Return the value of a name, a literal or a calculation; None where it has none."""
    if isinstance(operand, Name):
        return values[operand.name]
    if isinstance(operand, Literal):
        return _plain(operand.value)
    assert isinstance(operand, Arithmetic)
    left, right = calculated(operand.left, values), calculated(operand.right, values)
    if left is None or right is None:
        return None
    if operand.sign == "/":
        return None if right == 0 else float(left) / float(right)
    return {"+": left + right, "-": left - right, "*": left * right}[operand.sign]


def _plain(value: Any) -> Any:
    return to_number(value) if isinstance(value, date) else value


def _compare(left: Any, operator: str, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    return {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[operator]


def _all(parts: list[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def _any(parts: list[bool | None]) -> bool | None:
    if True in parts:
        return True
    return None if None in parts else False
