"""The worst that one patient's spine, cord or long bones were, in plain Python: D14, D15, D16.

A score is rated from its components; a total that was documented without them is not used.
"""

from collections.abc import Callable, Mapping, Sequence

from osteon.concepts.concept import NEVER, Known
from osteon.concepts.reference.records import Records, Row, Switches, day_of, earliest, rows_of
from osteon.concepts.rules import (
    ESCC_GRADES,
    MIRELS_CATEGORIES,
    MIRELS_POINTS,
    SINS_CATEGORIES,
    SINS_POINTS,
    Score,
    is_high_grade,
    rate_mirels,
    rate_sins,
)


def spine_instability(records: Records, switches: Switches) -> Known | None:
    """Return the least stable that the spine ever was by its SINS."""

    def categorise(row: Row) -> str | None:
        return _category(rate_sins({name: row[f"sins_{name}"] for name in SINS_POINTS}))

    rows = rows_of(records, "spine_assessment")
    return _find_worst(rows, categorise, SINS_CATEGORIES, switches)


def long_bone_risk(records: Records, switches: Switches) -> Known | None:
    """Return the most that Mirels' score of a long bone ever called for."""

    def categorise(row: Row) -> str | None:
        return _category(rate_mirels({name: row[f"mirels_{name}"] for name in MIRELS_POINTS}))

    rows = rows_of(records, "long_bone_assessment")
    return _find_worst(rows, categorise, MIRELS_CATEGORIES, switches)


def epidural_compression(records: Records, switches: Switches) -> Known | None:
    """Return the worst grade that epidural compression of the cord ever had."""
    return _find_worst(_graded(records), lambda row: str(row["escc"]), ESCC_GRADES, switches)


def high_grade_compression(records: Records, switches: Switches) -> Known | None:
    """Return whether the cord was ever found compressed."""
    graded = _graded(records)
    days = [day_of(row, "date", switches) for row in graded if is_high_grade(row["escc"])]
    if days:
        return Known(value=True, known_on=earliest(days))
    return NEVER if graded else None


def _graded(records: Records) -> list[Row]:
    return [row for row in rows_of(records, "spine_assessment") if row["escc"] is not None]


def _category(score: Score | None) -> str | None:
    return None if score is None else score.category


def _find_worst(
    rows: Sequence[Row],
    categorise: Callable[[Row], str | None],
    order: Sequence[str],
    switches: Switches,
) -> Known | None:
    days: Mapping[str, list[int | None]] = {category: [] for category in order}
    for row in rows:
        category = categorise(row)
        if category is not None:
            days[category].append(day_of(row, "date", switches))
    reached = [category for category in order if days[category]]
    return Known(reached[-1], earliest(days[reached[-1]])) if reached else None
