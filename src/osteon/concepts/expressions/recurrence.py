"""Pain that comes back, or gets worse without having responded: D13."""

import ibis
from ibis.expr.types import Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.pain import (
    add_opioids,
    classify_change,
    compare_with_baseline,
    find_scores,
    is_increased,
)
from osteon.concepts.expressions.radiotherapy import UNIT, find_targets, treated_for_pain
from osteon.concepts.expressions.rows import NO, answer, day_of, stack, take_first
from osteon.concepts.rules import LOCAL_PROCEDURES, NOT_FOR_PAIN, PAIN_STEP, RESPONSES


def pain_recurrence(tables: Tables, switches: Switches) -> Table:
    """Return the day on which pain was first found to have come back, or to have got worse."""
    course = _course_of_pain(tables, switches)
    responded = course.filter(course.category.isin(RESPONSES))
    responses = responded.group_by(UNIT).aggregate(responded=responded.day.min())
    days = stack(
        _progressions(course, responses),
        _relapses(course, responses, switches),
        _retreatments(tables, switches, responses),
    )
    first = days.group_by(UNIT).aggregate(day=days.day.min())
    return answer(first, first.day, first.day, key=UNIT)


def _course_of_pain(tables: Tables, switches: Switches) -> Table:
    """Return the scores after radiotherapy and its flare, each with its category."""
    scores = add_opioids(find_scores(tables, switches), tables, switches)
    compared = compare_with_baseline(scores, switches)
    later = compared.filter(compared.day > compared.end + switches["pain_flare_days"])
    return later.mutate(category=classify_change(later, switches))


def _progressions(course: Table, responses: Table) -> Table:
    """Return the days of progression before any response."""
    worse = course.filter(course.category == "PP")
    joined = worse.left_join(responses, UNIT)
    early = joined.filter(joined.responded.isnull() | (joined.day < joined.responded))
    return early.select(UNIT, "day")


def _relapses(course: Table, responses: Table, switches: Switches) -> Table:
    """Return the days on which pain or opioids were up again from their nadir."""
    since = course.join(responses, UNIT)
    since = since.filter(since.day >= since.responded)
    earlier = since.select(
        UNIT,
        nadir_day="day",
        nadir_nrs="nrs",
        nadir_omed="omed_mg",
        nadir_id="assessment_id",
    )
    pairs = since.join(earlier, [UNIT, since.day > earlier.nadir_day])
    nadirs = take_first(
        pairs,
        pairs.nadir_nrs,
        pairs.nadir_omed.isnull(),
        pairs.nadir_omed,
        key=[UNIT, "assessment_id"],
    )
    more_pain = nadirs.nrs >= nadirs.nadir_nrs + PAIN_STEP
    more_opioids = is_increased(nadirs.nadir_omed, nadirs.omed_mg, switches).fill_null(NO)
    return nadirs.filter(more_pain | more_opioids).select(UNIT, "day")


def _retreatments(tables: Tables, switches: Switches, responses: Table) -> Table:
    """Return the days after a response on which the site was irradiated again or operated on."""
    targets = treated_for_pain(find_targets(tables, switches))
    treated = targets.join(responses, UNIT).select("patient_id", UNIT, "region", "responded")
    again = targets.select("patient_id", "prior_target_id", place="region", day="start")
    operations = tables["procedure"]
    is_other = operations.intent.isin(NOT_FOR_PAIN).fill_null(NO)
    operated = operations.filter(operations.type.isin(LOCAL_PROCEDURES), ~is_other).select(
        patient_id=operations.patient_id,
        prior_target_id=ibis.null("string"),
        place=operations.region,
        day=day_of(operations, "date", switches),
    )
    joined = treated.join(stack(again, operated), "patient_id")
    is_same_site = (joined.prior_target_id == joined.unit_id).fill_null(NO) | (
        joined.place == joined.region
    ).fill_null(NO)
    return joined.filter(is_same_site, joined.day > joined.responded).select(UNIT, "day")
