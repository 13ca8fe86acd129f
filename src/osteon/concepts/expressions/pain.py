"""Pain at the site of a target before and after radiotherapy: D12."""

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, IntegerValue, StringValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.opioids import find_opioids
from osteon.concepts.expressions.radiotherapy import UNIT, find_targets, treated_for_pain
from osteon.concepts.expressions.rows import NO, answer, day_of, take_first
from osteon.concepts.rules import OPIOID_STEP, PAIN_STEP, RESPONSES
from osteon.concepts.shared import shared

DAYS_PER_WEEK = 7


@shared
def find_scores(tables: Tables, switches: Switches) -> Table:
    """Return the pain scores at the site of each target that was irradiated for pain.

    Columns ``unit_id``, ``start`` and ``end`` of radiotherapy, ``assessment_id``, ``day``,
    ``nrs``, ``recall`` and ``omed_mg``, which is null; see `add_opioids`.
    """
    targets = treated_for_pain(find_targets(tables, switches))
    asked = tables["pain_assessment"]
    asked = asked.filter(asked.nrs_worst.notnull()).select(
        patient_id=asked.patient_id,
        assessment_id=asked.id,
        day=day_of(asked, "date", switches),
        nrs=asked.nrs_worst.cast("int64"),
        recall=asked.recall,
        named_target=asked.radiotherapy_target_id,
        named_lesion=asked.bone_lesion_id,
        named_region=asked.region,
    )
    joined = targets.select(
        "patient_id", "unit_id", "start", "end", "region", "bone_lesion_ids"
    ).join(asked, "patient_id")
    here = joined.filter(joined.day.notnull(), _is_here(joined, switches))
    columns = (UNIT, "start", "end", "assessment_id", "day", "nrs", "recall")
    return here.select(*columns, omed_mg=ibis.null("float64"))


def add_opioids(scores: Table, tables: Tables, switches: Switches) -> Table:
    """Return the scores with the opioids of their assessments."""
    scores = scores.drop("omed_mg")
    both = scores.left_join(find_opioids(tables, switches), "assessment_id")
    return both.select(*scores.columns, "omed_mg")


def _is_here(joined: Table, switches: Switches) -> BooleanValue:
    names_target = (joined.named_target == joined.unit_id).fill_null(NO)
    if switches["pain_scope"] == "target":
        return names_target
    names_region = (joined.named_region == joined.region).fill_null(NO)
    names_lesion = joined.bone_lesion_ids.contains(joined.named_lesion).fill_null(NO)
    return names_target | names_region | names_lesion


def find_baselines(scores: Table, switches: Switches) -> Table:
    """Return the last score of each target before radiotherapy, or on the day it started."""
    first = scores.start - switches["pain_baseline_days"]
    before = scores.filter(scores.day.between(first, scores.start))
    last = take_first(before, before.day.desc(), before.assessment_id.desc(), key=UNIT)
    return last.select(
        UNIT, day_before="day", nrs_before="nrs", omed_before="omed_mg", recall_before="recall"
    )


def compare_with_baseline(scores: Table, switches: Switches) -> Table:
    """Return the scores of targets that have a baseline, beside it; of the same recall period."""
    baselines = find_baselines(scores, switches)
    joined = scores.join(baselines, UNIT)
    is_other_recall = (joined.recall != joined.recall_before).fill_null(NO)
    return joined.filter(~is_other_recall)


def find_changes(scores: Table, tables: Tables, switches: Switches) -> Table:
    """Return each target irradiated for pain, with its scores before and at the time point.

    Columns ``unit_id``; ``day_before``, ``nrs_before``, ``omed_before``, ``nrs``, ``omed_mg``, null
    where not known; ``on``, the day of the later score, or the last on which it could have come.
    """
    targets = treated_for_pain(find_targets(tables, switches)).select(UNIT, "end")
    compared = compare_with_baseline(scores, switches)
    distance = (compared.day - _time_point(compared, switches)).abs()
    near = compared.filter(distance <= switches["pain_window_days"])
    nearest = (near.day - _time_point(near, switches)).abs()
    after = take_first(near, nearest, near.day, near.assessment_id, key=UNIT)
    after = after.select(UNIT, "day", "nrs", "omed_mg")
    before = find_baselines(scores, switches).drop("recall_before")
    rows = targets.left_join(before, UNIT).drop("unit_id_right")
    rows = rows.left_join(after, UNIT).drop("unit_id_right")
    latest = _time_point(rows, switches) + switches["pain_window_days"]
    return rows.mutate(on=ibis.coalesce(rows.day, latest))


def _time_point(rows: Table, switches: Switches) -> IntegerValue:
    return rows.end + DAYS_PER_WEEK * switches["pain_week"]


def classify_change(rows: Table, switches: Switches) -> StringValue:
    """Return the response from ``nrs_before``, ``omed_before``, ``nrs`` and ``omed_mg``."""
    pain = rows.nrs - rows.nrs_before
    before, after = rows.omed_before, rows.omed_mg
    is_judged = (rows.nrs_before > 0) & rows.nrs.notnull()
    if switches["missing_opioids"] == "unchanged":
        is_known = before.notnull() & after.notnull()
        before, after = is_known.ifelse(before, 0.0), is_known.ifelse(after, 0.0)
    is_judged = is_judged & before.notnull() & after.notnull()
    more, less = is_increased(before, after, switches), _is_reduced(before, after)
    is_partial = ((pain <= -PAIN_STEP) & (after <= before)) | ((pain <= 0) & less)
    much_worse = (pain >= PAIN_STEP) & ~less
    if switches["pain_mode"] == "strict":
        much_worse = much_worse & ~more
    return ibis.cases(
        (~is_judged.fill_null(NO), "NE"),
        ((rows.nrs == 0) & (after <= before), "CR"),
        (is_partial, "PR"),
        (much_worse | (pain.between(0, PAIN_STEP - 1) & more), "PP"),
        else_="IR",
    )


def is_increased(before: FloatingValue, after: FloatingValue, switches: Switches) -> BooleanValue:
    """Return whether opioids went up by a step; from none, whether there are any."""
    from_none = after > 0 if switches["new_opioids"] == "increase" else NO & (after > 0)
    return (before == 0).ifelse(from_none, after >= (1 + OPIOID_STEP) * before)


def _is_reduced(before: FloatingValue, after: FloatingValue) -> BooleanValue:
    return (before > 0) & (after <= (1 - OPIOID_STEP) * before)


@shared
def _changes_of_pain(tables: Tables, switches: Switches) -> Table:
    """Return the changes in pain alone, whatever opioids were taken."""
    return find_changes(find_scores(tables, switches), tables, switches)


@shared
def pain_response(tables: Tables, switches: Switches) -> Table:
    """Return the response of pain at the time point."""
    scores = add_opioids(find_scores(tables, switches), tables, switches)
    rows = find_changes(scores, tables, switches)
    return answer(rows, classify_change(rows, switches), rows.on, key=UNIT)


def pain_responder(tables: Tables, switches: Switches) -> Table:
    """Return whether pain responded, wholly or in part."""
    rows = pain_response(tables, switches)
    if switches["assessable_only"]:
        rows = rows.filter(rows.value != "NE")
    return answer(rows, rows.value.isin(RESPONSES), rows.known_on, key=UNIT)


def pain_improved(tables: Tables, switches: Switches) -> Table:
    """Return whether there was less pain at the time point than before, by however little."""
    rows = _changes_of_pain(tables, switches)
    return answer(rows, rows.nrs < rows.nrs_before, rows.on, key=UNIT)


def pain_before(tables: Tables, switches: Switches) -> Table:
    """Return the worst pain before radiotherapy."""
    rows = _changes_of_pain(tables, switches)
    return answer(rows, rows.nrs_before.cast("float64"), rows.day_before, key=UNIT)


def pain_after(tables: Tables, switches: Switches) -> Table:
    """Return the worst pain at the time point."""
    rows = _changes_of_pain(tables, switches)
    return answer(rows, rows.nrs.cast("float64"), rows.on, key=UNIT)
