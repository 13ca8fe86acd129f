"""Rows of an event table: which fit, and what they come to."""

from typing import Any, NamedTuple

from interpreter.answers import MISSING, Answer, UnitAnswers
from interpreter.conditions import holds
from interpreter.days import field_of
from osteon.dictionary import ENTITIES
from osteon.protocol import DateRule, Selection, parse_condition


class Chosen(NamedTuple):
    """A row that fits: its key, its day, and the value that is asked for."""

    key: str
    day: int | None
    value: Any


def select(source: str, selection: Selection, unit: UnitAnswers, rule: DateRule) -> Answer:
    """Return the one row that is asked for, or what all that fit come to together."""
    chosen = rows_that_fit(selection, unit, rule)
    if source in {"first", "last", "nearest"}:
        return _one(source, selection, chosen, unit)
    days = [row.day for row in chosen if row.day is not None]
    if source == "any":
        return Answer(bool(chosen), min(days, default=None))
    last_day = max(days, default=None)
    if source == "count":
        return Answer(len(chosen), last_day)
    present = [row.value for row in chosen if row.value is not None]
    together = {"min": min, "max": max, "sum": sum}[source]
    return Answer(together(present) if present else None, last_day)


def rows_that_fit(selection: Selection, unit: UnitAnswers, rule: DateRule) -> list[Chosen]:
    """Return the rows of the unit for which the condition is true and the day in the window."""
    table = selection.table
    fitting = []
    for row in unit.records[table]:
        values = {spec.name: field_of(row, table, spec.name, rule) for spec in _fields(table)}
        if selection.link is not None and values[selection.link] != unit.unit_id:
            continue
        if selection.where is not None:
            condition = parse_condition(selection.where, where="interpreter")
            if holds(condition, values) is not True:
                continue
        day = values[selection.date] if selection.date else None
        if _in_window(day, selection, unit):
            value = values[selection.value] if selection.value else None
            fitting.append(Chosen(row[ENTITIES[table].key], day, value))
    return fitting


def _fields(table: str) -> Any:
    return ENTITIES[table].fields


def _in_window(day: int | None, selection: Selection, unit: UnitAnswers) -> bool:
    if selection.after is not None:
        after = unit.value(selection.after)
        if day is None or after is None or day < after:
            return False
    if selection.before is not None:
        before = unit.value(selection.before)
        if day is None or before is None or day > before:
            return False
    return selection.near is None or unit.value(selection.near) is not None


def _one(source: str, selection: Selection, chosen: list[Chosen], unit: UnitAnswers) -> Answer:
    """Return the row that comes first by its day, or its distance; ties by the earlier key."""
    best: Chosen | None = None
    for row in chosen:
        if row.day is not None and (
            best is None
            or _rank(source, selection, row, unit) < _rank(source, selection, best, unit)
        ):
            best = row
    return MISSING if best is None else Answer(best.value, best.day)


def _rank(source: str, selection: Selection, row: Chosen, unit: UnitAnswers) -> tuple[Any, ...]:
    assert row.day is not None
    if source == "first":
        return row.day, row.key
    if source == "last":
        return -row.day, row.key
    return abs(row.day - unit.value(str(selection.near))), row.day, row.key
