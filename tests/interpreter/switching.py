"""Groups that units enter during follow-up: as spans of time, or as known at a landmark."""

from typing import NamedTuple

from interpreter.answers import Interpretation, UnitAnswers
from interpreter.endpoints import Ending, end_follow_up, is_left_out
from osteon.protocol import Endpoint


class Span(NamedTuple):
    """A stretch of follow-up of one unit in one group; days since the origin."""

    unit_id: str
    group: str
    entry: int
    time: int
    status: int


def switched_spans(
    found: Interpretation, population: str, endpoint: Endpoint, group: str, *, data_cutoff: int
) -> list[Span]:
    """Return the spans of a population, before and after each unit entered the group."""
    spans = []
    for unit, ending, switch in _followed(found, population, endpoint, group, data_cutoff):
        start, end, status = ending.entry, ending.time, ending.status
        if switch is None or switch >= end:
            spans.append(Span(unit.unit_id, "false", start, end, status))
        else:
            spans.append(Span(unit.unit_id, "false", start, switch, 0))
            spans.append(Span(unit.unit_id, "true", max(start, switch), end, status))
    return [span for span in spans if span.time > span.entry]


def spans_once_known(
    found: Interpretation, population: str, endpoint: Endpoint, group: str, *, data_cutoff: int
) -> list[Span] | None:
    """Return follow-up since each unit's group was known; None where one's never was."""
    spans = []
    for unit in found.members(population):
        ending = end_follow_up(unit, endpoint, data_cutoff)
        level, known_on = unit.answers[group]
        if is_left_out(ending, endpoint, level):
            continue
        if known_on is None:
            return None
        start = max(ending.entry, known_on - unit.value(endpoint.origin))
        if ending.time > start:
            spans.append(Span(unit.unit_id, level, start, ending.time, ending.status))
    return spans


def landmark_rows(
    found: Interpretation,
    population: str,
    endpoint: Endpoint,
    group: str,
    *,
    data_cutoff: int,
    landmark: int,
) -> list[Span]:
    """Return follow-up from a landmark on, of those who got that far, by what was known by then."""
    rows = []
    for unit, ending, switch in _followed(found, population, endpoint, group, data_cutoff):
        if ending.time > landmark:
            label = "true" if switch is not None and switch <= landmark else "false"
            entry, time = max(ending.entry - landmark, 0), ending.time - landmark
            rows.append(Span(unit.unit_id, label, entry, time, ending.status))
    return rows


def _followed(
    found: Interpretation, population: str, endpoint: Endpoint, group: str, data_cutoff: int
) -> list[tuple[UnitAnswers, Ending, int | None]]:
    """Return those who can be followed, and when they entered the group; None for never."""
    followed = []
    for unit in found.members(population):
        ending = end_follow_up(unit, endpoint, data_cutoff)
        is_inside, known_on = unit.answers[group]
        if is_left_out(ending, endpoint, is_inside) or (is_inside and known_on is None):
            continue
        switch = known_on - unit.value(endpoint.origin) if is_inside else None
        followed.append((unit, ending, switch))
    return followed
