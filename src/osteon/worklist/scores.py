"""Scores of stability of which components may be missing."""

from collections.abc import Mapping

from osteon.quality import Row
from osteon.worklist.certainty import Answer, agree

SINS: Mapping[str, tuple[int, int]] = {
    "sins_location": (0, 3),
    "sins_pain": (0, 3),
    "sins_lesion": (0, 2),
    "sins_alignment": (0, 4),
    "sins_collapse": (0, 3),
    "sins_posterolateral": (0, 3),
}
MIRELS: Mapping[str, tuple[int, int]] = {
    "mirels_site": (1, 3),
    "mirels_pain": (1, 3),
    "mirels_lesion": (1, 3),
    "mirels_size": (1, 3),
}
"""The least and the most points of each component."""


def score_bounds(row: Row, total: str, parts: Mapping[str, tuple[int, int]]) -> tuple[int, ...]:
    """Return the least and the greatest total that a row permits; nothing where none is known."""
    if row.get(total) is not None:
        return row[total], row[total]
    known = {name: row.get(name) for name in parts}
    if all(points is None for points in known.values()):
        return ()
    return tuple(
        sum(parts[name][end] if points is None else points for name, points in known.items())
        for end in (0, 1)
    )


def is_score_from(bounds: tuple[int, ...], limit: float) -> Answer:
    """Return whether a score reaches a limit; it does not where nothing of it is known."""
    return agree(score >= limit for score in bounds) if bounds else False


def is_complete(bounds: tuple[int, ...]) -> bool:
    """Return whether the total is known."""
    return len(set(bounds)) == 1
