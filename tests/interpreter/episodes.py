"""Events that come again: the days that count, the patient's history, and his person-time."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from interpreter.answers import Interpretation, UnitAnswers
from interpreter.conditions import holds
from interpreter.days import field_of
from interpreter.endpoints import Ending, end_follow_up, why_not_counted
from osteon.dictionary import ENTITIES
from osteon.protocol import DateRule, Endpoint, EventRows, parse_condition


class History(NamedTuple):
    """How long a unit was watched, what ended it (0 censored, 2 death), its events on which days.

    The reason says why it is not counted; days are since the origin.
    """

    unit: UnitAnswers
    reason: str
    entry: int | None
    time: int | None
    status: int
    days: tuple[int, ...]


def count_episodes(events: EventRows, unit: UnitAnswers, rule: DateRule) -> list[int]:
    """Return the days of a unit's events, without those too soon after one that was counted."""
    first_day: dict[object, int] = {}
    key = ENTITIES[events.table].key
    for row in unit.records[events.table]:
        fields = ENTITIES[events.table].fields
        values = {spec.name: field_of(row, events.table, spec.name, rule) for spec in fields}
        if events.link is not None and values[events.link] != unit.unit_id:
            continue
        if events.where is not None:
            condition = parse_condition(events.where, where="interpreter")
            if holds(condition, values) is not True:
                continue
        episode = values[events.part_of] if events.part_of is not None else None
        day = values[events.date]
        if day is not None:
            name = row[key] if episode is None else episode
            first_day[name] = min(day, first_day.get(name, day))
    counted: list[int] = []
    for day in sorted(first_day.values()):
        if not counted or day - counted[-1] >= events.window_days:
            counted.append(day)
    return counted


def follow_history(
    unit: UnitAnswers, endpoint: Endpoint, group: object, data_cutoff: int
) -> History:
    """Return a unit's history of an endpoint, recurrent or not."""
    ending = end_follow_up(unit, endpoint, data_cutoff)
    reason = why_not_counted(ending, endpoint, group)
    if endpoint.recurrent is None:
        happened = (ending.time,) if ending.status == 1 and ending.time is not None else ()
        return History(unit, reason, ending.entry, ending.time, ending.status, happened)
    status = 2 if ending.status else 0
    if reason in {"missing", "early"}:
        return History(unit, reason, ending.entry, ending.time, status, ())
    return _recurrent(unit, endpoint, ending, status)


def _recurrent(unit: UnitAnswers, endpoint: Endpoint, ending: Ending, status: int) -> History:
    assert endpoint.recurrent is not None
    assert ending.entry is not None
    assert ending.time is not None
    origin = unit.value(endpoint.origin)
    days = [day - origin for day in unit.episodes[endpoint.recurrent]]
    seen = tuple(day for day in days if ending.entry < day <= ending.time)
    is_short = status == 0 and not seen and ending.time - ending.entry < endpoint.minimum_days
    reason = "short" if is_short else "prevalent" if any(day <= 0 for day in days) else ""
    return History(unit, reason, ending.entry, ending.time, status, seen)


def is_counted(history: History, endpoint: Endpoint) -> bool:
    """Return whether an analysis counts a unit."""
    return not history.reason or (history.reason == "prevalent" and not endpoint.exclude_prevalent)


def person_time(
    found: Interpretation,
    population: str,
    endpoint: Endpoint,
    group: str,
    *,
    data_cutoff: int,
    switched: bool,
    limits: tuple[int, ...] = (),
) -> dict[tuple[object, int], Counter[str]]:
    """Return events, days and patients of each group and each stretch of the calendar.

    One day after the other: a day belongs to the group that the unit was in on it.
    """
    sums: dict[tuple[object, int], Counter[str]] = {}
    for unit in found.members(population):
        is_inside, known_on = unit.answers[group]
        is_unknown = switched and is_inside and known_on is None
        history = follow_history(unit, endpoint, None if is_unknown else is_inside, data_cutoff)
        if not is_counted(history, endpoint):
            continue
        seen = set()
        for day in _days_watched(history):
            origin = unit.value(endpoint.origin)
            label = is_inside and known_on < origin + day if switched else is_inside
            band = sum(limit < origin + day for limit in limits)
            place = sums.setdefault((label, band), Counter())
            place["person_days"] += 1
            place["events"] += history.days.count(day)
            place["n"] += (label, band) not in seen
            seen.add((label, band))
    return sums


def _days_watched(history: History) -> Iterator[int]:
    assert history.entry is not None
    assert history.time is not None
    yield from range(history.entry + 1, history.time + 1)
