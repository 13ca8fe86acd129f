"""The worst that a spine, its cord or a long bone was ever found to be: D14, D15, D16."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add

import ibis
from ibis.expr.types import StringValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.course import ever
from osteon.concepts.expressions.rows import answer, day_of, take_first
from osteon.concepts.rules import (
    ESCC_GRADES,
    HIGH_GRADES,
    MIRELS_CATEGORIES,
    MIRELS_JUDGEMENT,
    MIRELS_POINTS,
    SINS_CATEGORIES,
    SINS_POINTS,
    SINS_POTENTIALLY_UNSTABLE_FROM,
    SINS_UNSTABLE_FROM,
)


def spine_instability(tables: Tables, switches: Switches) -> Table:
    """Return the least stable that a spine ever was by its SINS."""
    rows = _with_total(tables["spine_assessment"], "sins", SINS_POINTS)
    category = ibis.cases(
        (rows.total >= SINS_UNSTABLE_FROM, "unstable"),
        (rows.total >= SINS_POTENTIALLY_UNSTABLE_FROM, "potentially_unstable"),
        else_="stable",
    )
    return _find_worst(rows, category, SINS_CATEGORIES, switches)


def long_bone_risk(tables: Tables, switches: Switches) -> Table:
    """Return the most that Mirels' score of a long bone ever called for."""
    rows = _with_total(tables["long_bone_assessment"], "mirels", MIRELS_POINTS)
    category = ibis.cases(
        (rows.total > MIRELS_JUDGEMENT, "fixation"),
        (rows.total == MIRELS_JUDGEMENT, "judgement"),
        else_="observation",
    )
    return _find_worst(rows, category, MIRELS_CATEGORIES, switches)


def epidural_compression(tables: Tables, switches: Switches) -> Table:
    """Return the worst grade that epidural compression of the cord ever had."""
    rows = _graded(tables)
    return _find_worst(rows, rows.escc, ESCC_GRADES, switches)


def high_grade_compression(tables: Tables, switches: Switches) -> Table:
    """Return whether the cord was ever found compressed."""
    rows = _graded(tables)
    dated = rows.mutate(day=day_of(rows, "date", switches))
    return ever(dated.filter(dated.escc.isin(HIGH_GRADES)), rows)


def _graded(tables: Tables) -> Table:
    rows = tables["spine_assessment"]
    return rows.filter(rows.escc.isin(ESCC_GRADES))


def _with_total(rows: Table, score: str, points: Mapping[str, Mapping[str, int]]) -> Table:
    """Return the rows that have every component of a score, with their ``total``."""
    for name, words in points.items():
        rows = rows.filter(rows[f"{score}_{name}"].isin(sorted(set(words.values()))))
    return rows.mutate(total=reduce(add, (rows[f"{score}_{name}"] for name in points)))


def _find_worst(
    rows: Table, category: StringValue, order: Sequence[str], switches: Switches
) -> Table:
    """Return the last category of an order that a patient came to, known on its first day."""
    dated = rows.mutate(category=category, day=day_of(rows, "date", switches))
    rank = ibis.cases(*((dated.category == word, place) for place, word in enumerate(order)))
    worst = take_first(dated, rank.desc(), dated.day.isnull(), dated.day, dated.id)
    return answer(worst, worst.category, worst.day)
