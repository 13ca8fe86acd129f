"""What was irradiated, when, and by how much: D01, D20."""

import ibis
from ibis.expr.types import FloatingValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.rows import NO, YES, answer, day_of
from osteon.concepts.rules import CGY_PER_GY
from osteon.concepts.shared import shared

UNIT = "unit_id"


@shared
def find_targets(tables: Tables, switches: Switches) -> Table:
    """Return the targets with the days of their course, one row each.

    Columns as recorded, ``unit_id``, ``start`` and ``end``. Radiotherapy ends with its last
    fraction; where that day is not recorded, a single fraction ends on the day it starts.
    """
    courses, targets = tables["radiotherapy_course"], tables["radiotherapy_target"]
    days = courses.select(
        course_id=courses.id,
        start=day_of(courses, "start_date", switches),
        last=day_of(courses, "end_date", switches),
    )
    rows = targets.join(days, targets.radiotherapy_course_id == days.course_id)
    is_single = (rows.fractions == 1).fill_null(NO)
    only_day = is_single.ifelse(rows.start, ibis.null("int64"))
    return rows.mutate(unit_id=rows.id, end=ibis.coalesce(rows["last"], only_day))


def treated_for_pain(targets: Table) -> Table:
    """Return the targets but those that are recorded as not irradiated for pain."""
    return targets.filter(targets.pain_target.fill_null(YES))


def radiotherapy_end(tables: Tables, switches: Switches) -> Table:
    """Return the day of the last fraction."""
    rows = find_targets(tables, switches)
    return answer(rows, rows.end, rows.end, key=UNIT)


def single_fraction(tables: Tables, switches: Switches) -> Table:
    """Return whether the dose was given in one fraction."""
    rows = find_targets(tables, switches)
    return answer(rows, rows.fractions == 1, rows.end, key=UNIT)


def _fraction_gy(rows: Table) -> FloatingValue:
    return _total_gy(rows) / rows.fractions.cast("float64")


def _total_gy(rows: Table) -> FloatingValue:
    return rows.dose_total_cgy.cast("float64") / CGY_PER_GY


def _effective_gy(rows: Table, alpha_beta: int) -> FloatingValue:
    return _total_gy(rows) * (1 + _fraction_gy(rows) / alpha_beta)


def biologically_effective_dose(tables: Tables, switches: Switches) -> Table:
    """Return the biologically effective dose in Gy."""
    rows = find_targets(tables, switches)
    return answer(rows, _effective_gy(rows, switches["alpha_beta"]), rows.end, key=UNIT)


def equivalent_dose(tables: Tables, switches: Switches) -> Table:
    """Return the dose in fractions of 2 Gy with the same effect, in Gy."""
    rows = find_targets(tables, switches)
    in_2_gy = _effective_gy(rows, switches["alpha_beta"]) / (1 + 2 / switches["alpha_beta"])
    return answer(rows, in_2_gy, rows.end, key=UNIT)


def large_fraction(tables: Tables, switches: Switches) -> Table:
    """Return whether a fraction was larger than the linear-quadratic model bears."""
    rows = find_targets(tables, switches)
    limit_gy = switches["reliable_fraction_cgy"] / CGY_PER_GY
    return answer(rows, _fraction_gy(rows) > limit_gy, rows.end, key=UNIT)
