"""Which skeletal events count, and which belong to the same episode (D10)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

EPISODE_DAYS = 21
"""Not verified: rule of the zoledronic acid trials; fracture, surgery and radiation of one episode
fall within it."""

FRACTURE = frozenset({"FRACTURE_VERTEBRAL", "FRACTURE_NONVERTEBRAL"})
RADIATION = frozenset({"RT_BONE"})
SURGERY = frozenset({"SURGERY_BONE"})
CORD_COMPRESSION = frozenset({"MSCC"})
PAIN = frozenset({"PAIN_NEW_OR_WORSE"})
HYPERCALCAEMIA = frozenset({"HYPERCALCAEMIA"})

COMPONENTS = {
    "fracture": FRACTURE,
    "pain": PAIN,
    "radiation": RADIATION,
    "surgery": SURGERY,
    "cord_compression": CORD_COMPRESSION,
}

_FOUR = FRACTURE | RADIATION | SURGERY | CORD_COMPRESSION
EVENT_SETS = {
    "SRE4": _FOUR,
    "SRE4_PAIN": _FOUR | PAIN,
    "SRE4_TIH": _FOUR | HYPERCALCAEMIA,
    "SSE": _FOUR,
    "S3_INDICATION": FRACTURE | PAIN | frozenset({"NEURO_COMPROMISE", "IMPENDING_FRACTURE"}),
}
"""Published: skeletal-related events in their usual four kinds, with pain, with hypercalcaemia of
malignancy, symptomatic ones only, and the indications of the radiotherapy series."""

SYMPTOMATIC_SETS = frozenset({"SSE"})
"""Sets in which an event counts only with symptoms; surgery counts always."""


class SkeletalEvent(NamedTuple):
    """One event: its day, its type, and whether it caused symptoms (Y, N, NE)."""

    day: date
    type: str
    symptomatic: str | None = None


def is_in_set(event_type: str, symptomatic: str | None, event_set: str) -> bool:
    """Return whether an event belongs to a set."""
    if event_type not in EVENT_SETS[event_set]:
        return False
    if event_set in SYMPTOMATIC_SETS and event_type not in SURGERY:
        return symptomatic == "Y"
    return True


def select_counted_events(
    events: Iterable[SkeletalEvent], event_set: str = "SRE4", episode_days: int = EPISODE_DAYS
) -> list[SkeletalEvent]:
    """Return the events that count: of the set, and of an episode the first only.

    An event counts if it comes at least `episode_days` after the last one that counted.
    """
    counted: list[SkeletalEvent] = []
    for event in sorted(events, key=lambda event: (event.day, event.type)):
        if not is_in_set(event.type, event.symptomatic, event_set):
            continue
        if not counted or (event.day - counted[-1].day).days >= episode_days:
            counted.append(event)
    return counted
