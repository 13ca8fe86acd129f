"""Follow-up and outcomes by covariates, one unit after the other and one day after the other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from interpreter.answers import Interpretation, UnitAnswers
from interpreter.endpoints import Ending, end_follow_up, is_left_out
from osteon.protocol import Endpoint


class CovariateRow(NamedTuple):
    """A stretch of follow-up of one unit, with its covariates in the order asked for."""

    covariates: tuple[Any, ...]
    entry: int
    time: int
    status: int
    is_first: bool


class CovariateRows(NamedTuple):
    """What is counted, and how many lack what."""

    rows: list[Any]
    n_missing: dict[str, int]
    n_incomplete: int


def covariate_rows(
    found: Interpretation,
    population: str,
    endpoint: Endpoint,
    steady: Sequence[str],
    switching: Sequence[str],
    *,
    data_cutoff: int,
) -> CovariateRows:
    """Return the spans in which nothing changes, found by walking through the days that matter."""
    rows: list[CovariateRow] = []
    lacking = dict.fromkeys((*steady, *switching), 0)
    n_incomplete = 0
    for unit in found.members(population):
        ending = end_follow_up(unit, endpoint, data_cutoff)
        if is_left_out(ending, endpoint, group=True):
            continue
        lacks = [name for name in steady if unit.value(name) is None]
        lacks += [name for name in switching if _lacks_switch(unit, name)]
        for name in lacks:
            lacking[name] += 1
        n_incomplete += bool(lacks)
        if not lacks:
            fixed = tuple(_printed(unit.value(name)) for name in steady)
            origin = unit.value(endpoint.origin)
            since = [unit.known_on(n) - origin if unit.value(n) else None for n in switching]
            rows += _spans(fixed, since, ending) if switching else [_whole(fixed, ending)]
    return CovariateRows(rows, lacking, n_incomplete)


def _whole(fixed: tuple[Any, ...], ending: Ending) -> CovariateRow:
    return CovariateRow(fixed, ending.entry, ending.time, ending.status, is_first=True)


def _spans(
    fixed: tuple[Any, ...], since: Sequence[int | None], ending: Ending
) -> Iterator[CovariateRow]:
    """Yield what lies between the days on which something switches."""
    cuts = {day for day in since if day is not None and ending.entry < day < ending.time}
    edges = [ending.entry, *sorted(cuts), ending.time]
    for start, end in pairwise(edges):
        held = tuple("true" if day is not None and day <= start else "false" for day in since)
        status = ending.status if end == ending.time else 0
        if end > start:
            is_first = start == ending.entry
            yield CovariateRow((*fixed, *held), start, end, status, is_first)


def outcome_rows(
    found: Interpretation, population: str, outcome: str, covariates: Sequence[str]
) -> CovariateRows:
    """Return covariates and outcome of those who have both, the outcome first as 0 or 1."""
    known = [unit for unit in found.members(population) if unit.value(outcome) is not None]
    lacking = {name: sum(unit.value(name) is None for unit in known) for name in covariates}
    whole = [unit for unit in known if all(unit.value(name) is not None for name in covariates)]
    rows = [
        (int(unit.value(outcome)), *(_printed(unit.value(name)) for name in covariates))
        for unit in whole
    ]
    return CovariateRows(rows, lacking, len(known) - len(whole))


def _lacks_switch(unit: UnitAnswers, name: str) -> bool:
    held, known_on = unit.answers[name]
    return held is None or (held and known_on is None)


def _printed(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
