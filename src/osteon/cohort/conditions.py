"""Conditions of a protocol as expressions of the engine; three-valued as in SQL."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from typing import assert_never

import ibis
from ibis.expr.types import BooleanValue, Value

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

EPOCH = date(1970, 1, 1)
TRUE = ibis.literal(value=True)
FALSE = ibis.literal(value=False)

_OPERATORS: Mapping[str, Callable[[Value, Value], BooleanValue]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_SIGNS: Mapping[str, Callable[[Value, Value], Value]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def compile_condition(condition: Condition, columns: Mapping[str, Value]) -> BooleanValue:
    """Return a condition as an expression over the columns its names stand for.

    A comparison with a missing value is unknown (null), never true and never false. Dates are
    days since 1970-01-01 on both sides.

    Notes
    -----
    The opposite is written as an equation, as Ibis puts no brackets around it: whether ``NOT a`` is
    null became ``NOT a IS NULL``, which SQL reads as whether ``a`` is not.
    """
    match condition:
        case Comparison(left, sign, right):
            return _OPERATORS[sign](
                compile_calculation(left, columns), compile_calculation(right, columns)
            )
        case Membership(operand, values):
            allowed = [_plain(literal) for literal in values]
            return compile_calculation(operand, columns).isin(allowed)
        case IsMissing(operand):
            return compile_calculation(operand, columns).isnull()
        case Flag(Name(name)):
            return columns[name]
        case Not(inner):
            return compile_condition(inner, columns) == FALSE
        case Joined(word, parts):
            compiled = [compile_condition(part, columns) for part in parts]
            return reduce(operator.and_ if word == "and" else operator.or_, compiled)
        case _:
            assert_never(condition)


def compile_calculation(operand: Operand, columns: Mapping[str, Value]) -> Value:
    """Return a name, a literal or a calculation as an expression.

    A division gives a fraction on every engine, and null where it is by zero.
    """
    match operand:
        case Name(name):
            return columns[name]
        case Literal():
            return ibis.literal(_plain(operand))
        case Arithmetic(left, "/", right):
            divisor = compile_calculation(right, columns).cast("float64").nullif(0.0)
            return compile_calculation(left, columns).cast("float64") / divisor
        case Arithmetic(left, sign, right):
            return _SIGNS[sign](
                compile_calculation(left, columns), compile_calculation(right, columns)
            )
        case _:
            assert_never(operand)


def _plain(literal: Literal) -> bool | int | float | str:
    value = literal.value
    return (value - EPOCH).days if isinstance(value, date) else value
