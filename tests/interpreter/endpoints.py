"""When follow-up of one unit ends, and what ends it."""

from typing import NamedTuple

from interpreter.answers import UnitAnswers
from osteon.protocol import Endpoint


class Ending(NamedTuple):
    """The end of follow-up.

    Status 0 is censored, 1 the event, 2 and above the competing events in their order. Where
    there is no end, time and source are None, and the status is 0. Entry is how many days after
    the origin observation began.
    """

    entry: int | None
    end: int | None
    time: int | None
    status: int
    ended_by: str | None
    is_prevalent: bool


def end_follow_up(unit: UnitAnswers, endpoint: Endpoint, data_cutoff: int) -> Ending:
    """Return the end of follow-up of a unit, by what was seen up to the cut-off.

    The first event counts, of several on one day the one named first, the event before what
    competes with it. Who had none is censored on the first day that a censoring source names,
    at the latest at the cut-off; who has no such day has no end. Where only assessments show the
    event, the last of them ends everything, but for a while after it in which events still count;
    who was never assessed has no end.
    """
    causes = [(name, 1) for name in endpoint.events]
    causes += [(name, 2 + place) for place, name in enumerate(endpoint.competing)]
    seen = []
    sources = [(unit.value(name), name) for name in endpoint.censored_at]
    last = data_cutoff
    if endpoint.observed_until is not None:
        until = unit.value(endpoint.observed_until)
        if until is None:
            return Ending(_entry(unit, endpoint), None, None, 0, None, False)
        sources.append((until, endpoint.observed_until))
        last = min(last, until + endpoint.grace_days)
    for place, (name, status) in enumerate(causes):
        day = unit.value(name)
        if day is not None and day <= last:
            seen.append((day, place, status, name))
    origin = unit.value(endpoint.origin)
    is_prevalent = origin is not None and any(
        day <= origin for day, _, status, _ in seen if status == 1
    )
    entry = _entry(unit, endpoint)
    if seen:
        end, _, status, ended_by = min(seen)
        return Ending(entry, end, _since(origin, end), status, ended_by, is_prevalent)
    dated = [(day, place) for place, (day, _) in enumerate(sources) if day is not None]
    if not dated:
        return Ending(entry, None, None, 0, None, is_prevalent)
    end, place = min(dated)
    ended_by = sources[place][1]
    if end > data_cutoff:
        end, ended_by = data_cutoff, "data_cutoff"
    return Ending(entry, end, _since(origin, end), 0, ended_by, is_prevalent)


def is_left_out(ending: Ending, endpoint: Endpoint, group: object) -> bool:
    """Return whether an analysis by a group cannot count a unit, or the endpoint says not to."""
    reason = why_not_counted(ending, endpoint, group)
    return reason in {"missing", "early", "short"} or (
        reason == "prevalent" and endpoint.exclude_prevalent
    )


def why_not_counted(ending: Ending, endpoint: Endpoint, group: object) -> str:
    """Return the first reason not to count a unit; none is empty text."""
    if ending.time is None or ending.entry is None or group is None:
        return "missing"
    if ending.time < 0 or (endpoint.entry is not None and ending.time <= ending.entry):
        return "early"
    if ending.status == 0 and ending.time - ending.entry < endpoint.minimum_days:
        return "short"
    return "prevalent" if ending.is_prevalent else ""


def _entry(unit: UnitAnswers, endpoint: Endpoint) -> int | None:
    origin = unit.value(endpoint.origin)
    observed_from = origin if endpoint.entry is None else unit.value(endpoint.entry)
    if origin is None or observed_from is None:
        return None
    return max(observed_from - origin, 0)


def _since(origin: int | None, end: int) -> int | None:
    return None if origin is None else end - origin
