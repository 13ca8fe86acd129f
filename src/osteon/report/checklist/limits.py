"""Limits of a study, as the guards that fired on it tell them."""

from collections.abc import Iterable, Iterator, Mapping

from osteon.report.guards import Guard
from osteon.report.text.lists import quoted

MOST_TITLES = 3
LIMITS: Mapping[str, str] = {
    "TIME-01": "Some groups were known only after time zero: whoever came to a group later could "
    "not have had the event before, which favours that group",
    "TIME-02": "A population was selected by what became known after time zero, so that its early "
    "course is better than that of patients as they come",
    "TIME-03": "Some patients were first seen after time zero; who died before could not be among "
    "them, and survival is overstated",
    "OVERLAP-01": "Populations share patients; tests compare those that share none",
    "COMPETE-01": "Where something competes with an event, one minus Kaplan-Meier overstates how "
    "often the event comes",
    "CLUSTER-01": "Several units of one patient are not independent; answers that take them as "
    "independent are too sure",
    "PREVALENT-01": "Events at or before time zero are left out of times to an event",
    "SPARSE-01": "Some expected counts are small, where approximate tests may not hold",
    "MISSING-01": "Some patients could not be followed or placed, and may differ from the others",
    "MULTI-01": "Many tests were made and none was declared primary; some fall below any level by "
    "chance alone",
    "DATE-01": "Some dates were known only to the month or the year",
}


def state_limits(guards: Iterable[Guard], titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return one sentence a guard, with the analyses that it touches, or their number."""
    return tuple(_sentence(guard, titles) for guard in guards)


def _sentence(guard: Guard, titles: Mapping[str, str]) -> str:
    text = LIMITS.get(guard.code, guard.title or guard.findings[0].message).rstrip(".")
    touched = list(_touched(guard, titles))
    few = len(touched) <= MOST_TITLES
    where = f": {quoted(touched) if few else f'{len(touched)} analyses'}" if touched else ""
    return f"{text[:1].upper()}{text[1:]} ({guard.code}{where})."


def _touched(guard: Guard, titles: Mapping[str, str]) -> Iterator[str]:
    names = dict.fromkeys(name for finding in guard.findings for name in finding.analyses)
    yield from (titles[name] for name in names if name in titles)
