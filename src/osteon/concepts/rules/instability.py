"""Scores of bones that may break: SINS for the spine (D14), Mirels for long bones (D15)."""

from collections.abc import Mapping
from typing import NamedTuple

SINS_LOCATION = {
    **dict.fromkeys(("C0", "C1", "C2", "C7", "T1", "T2", "T11", "T12", "L1", "L5", "S1"), 3),
    **dict.fromkeys(("C3", "C4", "C5", "C6", "L2", "L3", "L4"), 2),
    **dict.fromkeys((f"T{level}" for level in range(3, 11)), 1),
    **dict.fromkeys(("S2", "S3", "S4", "S5"), 0),
}
"""Verified: junctional 3, mobile 2, semirigid 1, rigid 0."""
SINS_POINTS: Mapping[str, Mapping[str, int]] = {
    "location": SINS_LOCATION,
    "pain": {"mechanical": 3, "non_mechanical": 1, "none": 0},
    "lesion": {"osteolytic": 2, "mixed": 1, "osteoblastic": 0},
    "alignment": {"subluxation": 4, "deformity": 2, "normal": 0},
    "collapse": {"above_half": 3, "up_to_half": 2, "none_half_involved": 1, "none": 0},
    "posterolateral": {"bilateral": 3, "unilateral": 1, "none": 0},
}
"""Verified; that a collapse of exactly half is the lesser one is a design decision."""
SINS_UNSTABLE_FROM = 13
"""Verified; from 7 potentially unstable, below stable."""
SINS_POTENTIALLY_UNSTABLE_FROM = 7
"""Verified; surgical consultation is warranted from here."""
SINS_CATEGORIES = ("stable", "potentially_unstable", "unstable")
"""From the best to the worst."""

MIRELS_POINTS: Mapping[str, Mapping[str, int]] = {
    "site": {"upper_limb": 1, "lower_limb": 2, "peritrochanteric": 3},
    "pain": {"mild": 1, "moderate": 2, "functional": 3},
    "lesion": {"osteoblastic": 1, "mixed": 2, "osteolytic": 3},
    "size": {"below_third": 1, "third_to_two_thirds": 2, "above_two_thirds": 3},
}
"""Verified; a painless lesion is scored as mild pain by design decision."""
MIRELS_JUDGEMENT = 8
"""Verified: above it fixation is suggested, below observation or radiotherapy."""
MIRELS_CATEGORIES = ("observation", "judgement", "fixation")
"""From the best to the worst."""


class Score(NamedTuple):
    """A total and what it means."""

    total: int
    category: str


def score_sins(components: Mapping[str, str | None]) -> Score | None:
    """Return the Spinal Instability Neoplastic Score, or nothing if a component is missing."""
    return rate_sins(_look_up(SINS_POINTS, components))


def rate_sins(points: Mapping[str, int | None]) -> Score | None:
    """Return the score from the points of its components.

    Nothing if one is missing or has a number of points that the score does not give.
    """
    total = _sum_points(SINS_POINTS, points)
    if total is None:
        return None
    if total >= SINS_UNSTABLE_FROM:
        return Score(total, "unstable")
    if total >= SINS_POTENTIALLY_UNSTABLE_FROM:
        return Score(total, "potentially_unstable")
    return Score(total, "stable")


def score_mirels(components: Mapping[str, str | None]) -> Score | None:
    """Return Mirels' score of a long bone, or nothing if a component is missing."""
    return rate_mirels(_look_up(MIRELS_POINTS, components))


def rate_mirels(points: Mapping[str, int | None]) -> Score | None:
    """Return Mirels' score from the points of its components, as `rate_sins` does."""
    total = _sum_points(MIRELS_POINTS, points)
    if total is None:
        return None
    if total > MIRELS_JUDGEMENT:
        return Score(total, "fixation")
    return Score(total, "judgement" if total == MIRELS_JUDGEMENT else "observation")


def _look_up(
    table: Mapping[str, Mapping[str, int]], components: Mapping[str, str | None]
) -> dict[str, int | None]:
    return {name: table[name].get(components.get(name) or "") for name in table}


def _sum_points(
    table: Mapping[str, Mapping[str, int]], points: Mapping[str, int | None]
) -> int | None:
    total = 0
    for name, words in table.items():
        given = points.get(name)
        if given is None or given not in words.values():
            return None
        total += given
    return total
