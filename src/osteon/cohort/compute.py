"""Variables that follow from other variables of the same row."""

from collections.abc import Callable, Collection, Mapping, Sequence

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


def compute_variable(table: Table, name: str, variable: Variable) -> dict[str, Value]:
    """Return the columns of a variable that follows from others: its value, and since when known.

    A variable taken from records has its own already, but for the day it was known where the
    protocol says it, and for its zero where it asks whether or how many rows there are.
    """
    for source, compute in _SOURCES.items():
        value = getattr(variable, source)
        if value is not None:
            computed, known_on = compute(table, value)
            return {name: computed, f"{name}{KNOWN}": known_on}
    if variable.any is not None:
        return {name: table[name].fill_null(ibis.literal(value=False))}
    if variable.count is not None:
        return {name: table[name].fill_null(0)}
    if variable.known is not None:
        return {f"{name}{KNOWN}": table[variable.known]}
    return {}


def names_below(variable: Variable) -> frozenset[str]:
    """Return the dates and variables that a variable follows from."""
    if variable.duration is not None:
        return frozenset({variable.duration.start, variable.duration.end})
    if variable.bands is not None:
        return frozenset({variable.bands.of})
    if variable.calculate is not None:
        return names_in(parse_calculation(variable.calculate, where="calculate"))
    cases = (parse_condition(case.when, where="cases") for case in variable.cases or ())
    known = {variable.known} if variable.known is not None else set()
    return frozenset(variable.first_known or ()).union(known, *map(names_in, cases))


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
    branches: list[tuple[Value, Value]] = []
    names: set[str] = set()
    for case in cases:
        condition = parse_condition(case.when, where="cases")
        names |= names_in(condition)
        holds = compile_condition(condition, {each: table[each] for each in names})
        branches += [(holds, ibis.literal(case.level)), (holds.isnull(), ibis.null("string"))]
    return ibis.cases(*branches, else_=ibis.null("string")), latest_known(table, names)


def _calculate(table: Table, text: str) -> tuple[Value, IntegerValue]:
    calculation = parse_calculation(text, where="calculate")
    names = names_in(calculation)
    value = compile_calculation(calculation, {each: table[each] for each in names})
    return value, latest_known(table, names)


def latest_known(table: Table, names: Collection[str]) -> IntegerValue:
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
