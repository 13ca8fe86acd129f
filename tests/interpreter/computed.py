"""Variables that follow from other variables of the same unit."""

from collections.abc import Iterable, Sequence

from interpreter.answers import MISSING, Answer, UnitAnswers
from interpreter.conditions import calculated, holds
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


def answer_from_others(variable: Variable, unit: UnitAnswers) -> Answer:
    """Return a variable that follows from the ones above it."""
    if variable.duration is not None:
        return _duration(variable.duration, unit)
    if variable.bands is not None:
        return _band(variable.bands, unit)
    if variable.cases is not None:
        return _case(variable.cases, unit)
    if variable.calculate is not None:
        calculation = parse_calculation(variable.calculate, where="interpreter")
        return Answer(
            calculated(calculation, unit.values), unit.latest_known(names_in(calculation))
        )
    assert variable.first_known is not None
    return _first_known(variable.first_known, unit)


def _duration(duration: Duration, unit: UnitAnswers) -> Answer:
    start, end = unit.value(duration.start), unit.value(duration.end)
    if start is None or end is None:
        return Answer(None, end)
    days = end - start
    return Answer(days if duration.unit == "days" else days / DAYS_PER_UNIT[duration.unit], end)


def _band(bands: Bands, unit: UnitAnswers) -> Answer:
    value, known_on = unit.answers[bands.of]
    if value is None:
        return Answer(None, known_on)
    reached = sum(value >= limit for limit in bands.limits)
    return Answer(bands.labels[reached], known_on)


def _case(cases: Sequence[Case], unit: UnitAnswers) -> Answer:
    """Return the level of the first case that holds; missing where an earlier one is unknown."""
    conditions = [parse_condition(case.when, where="interpreter") for case in cases]
    known_on = unit.latest_known({name for c in conditions for name in names_in(c)})
    for case, condition in zip(cases, conditions, strict=True):
        verdict = holds(condition, unit.values)
        if verdict is None:
            return Answer(None, known_on)
        if verdict:
            return Answer(case.level, known_on)
    return Answer(None, known_on)


def _first_known(dates: Iterable[str], unit: UnitAnswers) -> Answer:
    for name in dates:
        day = unit.value(name)
        if day is not None:
            return Answer(day, day)
    return MISSING
