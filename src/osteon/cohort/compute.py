"""Variables that follow from other variables of the same row."""

from collections.abc import Callable, Mapping, Sequence

import ibis
from ibis.expr.types import IntegerValue, Table, Value

from osteon.cohort.conditions import compile_calculation, compile_condition
from osteon.protocol import (
    DAYS_PER_UNIT,
    Bands,
    Case,
    Duration,
    Variable,
    names_in,
    parse_calculation,
    parse_condition,
)

KNOWN = "__known"


def compute_variable(table: Table, name: str, variable: Variable) -> Table:
    """Return the table with a variable that follows from others, and when it was known.

    A variable taken from records is left as it is, but for the day it was known where the
    protocol says it, and for its zero where it asks whether or how many rows there are.
    """
    for source, compute in _SOURCES.items():
        value = getattr(variable, source)
        if value is not None:
            computed, known_on = compute(table, value)
            return table.mutate(**{name: computed, f"{name}{KNOWN}": known_on})
    if variable.any is not None:
        return table.mutate(**{name: table[name].fill_null(ibis.literal(value=False))})
    if variable.count is not None:
        return table.mutate(**{name: table[name].fill_null(0)})
    if variable.known is not None:
        return table.mutate(**{f"{name}{KNOWN}": table[variable.known]})
    return table


def _duration(table: Table, duration: Duration) -> tuple[Value, IntegerValue]:
    days = table[duration.end] - table[duration.start]
    if duration.unit == "days":
        return days, table[duration.end]
    return days.cast("float64") / DAYS_PER_UNIT[duration.unit], table[duration.end]


def _first_known(table: Table, dates: Sequence[str]) -> tuple[Value, IntegerValue]:
    day = ibis.coalesce(*(table[date] for date in dates))
    return day, day


def _bands(table: Table, bands: Bands) -> tuple[Value, IntegerValue]:
    value = table[bands.of]
    below = [
        (value < limit, label) for limit, label in zip(bands.limits, bands.labels, strict=False)
    ]
    band = ibis.cases((value.isnull(), ibis.null("string")), *below, else_=bands.labels[-1])
    return band, table[f"{bands.of}{KNOWN}"]


def _cases(table: Table, cases: Sequence[Case]) -> tuple[Value, IntegerValue]:
    """Return the level of the first case that holds; missing where an earlier one is unknown."""
    columns = {column: table[column] for column in table.columns}
    branches: list[tuple[Value, Value]] = []
    names: set[str] = set()
    for case in cases:
        condition = parse_condition(case.when, where="cases")
        names |= names_in(condition)
        holds = compile_condition(condition, columns)
        branches += [(holds, ibis.literal(case.level)), (holds.isnull(), ibis.null("string"))]
    return ibis.cases(*branches, else_=ibis.null("string")), latest_known(table, names)


def _calculate(table: Table, text: str) -> tuple[Value, IntegerValue]:
    calculation = parse_calculation(text, where="calculate")
    value = compile_calculation(calculation, {column: table[column] for column in table.columns})
    return value, latest_known(table, names_in(calculation))


def latest_known(table: Table, names: Sequence[str] | set[str] | frozenset[str]) -> IntegerValue:
    """Return the day on which the last of several variables was known; null where none has one."""
    days = [table[f"{name}{KNOWN}"] for name in sorted(names)]
    return ibis.greatest(*days) if days else ibis.null("int64")


_SOURCES: Mapping[str, Callable[..., tuple[Value, IntegerValue]]] = {
    "duration": _duration,
    "first_known": _first_known,
    "bands": _bands,
    "cases": _cases,
    "calculate": _calculate,
}
