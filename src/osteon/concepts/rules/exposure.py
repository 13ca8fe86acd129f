"""When a patient was under an antiresorptive drug (D11)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

TAIL_DAYS = {
    "denosumab": 56,
    "zoledronic_acid": 112,
    "pamidronate": 56,
    "ibandronate": 56,
}
"""Design decision: twice the nominal interval; zoledronic acid 12 weeks and four."""

ONCOLOGICAL_AGENTS = (*TAIL_DAYS, "clodronate", "other")
"""Design decision: denosumab 60 mg is a drug for osteoporosis, another product."""
OSTEOPOROSIS_AGENT = "denosumab_60mg"

REBOUND_AGENT = "denosumab"
"""After which bone is lost fast unless another drug follows."""
REBOUND_DAYS = 365
"""Design decision: days after its last window within which another drug has to follow."""


class Window(NamedTuple):
    """Exposed days: from the day of a dose up to, not including, the last day of its tail."""

    start: date
    end: date


class ExposedTime(NamedTuple):
    """Days and events of a patient, under the drug and not."""

    days_exposed: int
    days_unexposed: int
    events_exposed: int
    events_unexposed: int


def merge_windows(
    doses: Iterable[tuple[date, str]], tails: Mapping[str, int] = TAIL_DAYS
) -> list[Window]:
    """Return the exposure windows of doses, overlapping and touching ones merged."""
    merged: list[Window] = []
    for start, agent in sorted(doses):
        end = start + timedelta(tails[agent])
        if merged and start <= merged[-1].end:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, end))
        else:
            merged.append(Window(start, end))
    return merged


def count_exposed_time(
    start: date, end: date, doses: Iterable[tuple[date, str]], events: Iterable[date]
) -> ExposedTime:
    """Return days and events from start to end, by exposure.

    An interval is open on the left: an event on the day of the first dose is unexposed.
    """
    windows = merge_windows(doses)
    overlaps = (min(w.end, end) - max(w.start, start) for w in windows)
    exposed_days = sum(max(0, overlap.days) for overlap in overlaps)
    counted = [day for day in events if start <= day <= end]
    exposed = sum(any(w.start < day <= w.end for w in windows) for day in counted)
    return ExposedTime(
        days_exposed=exposed_days,
        days_unexposed=(end - start).days - exposed_days,
        events_exposed=exposed,
        events_unexposed=len(counted) - exposed,
    )
