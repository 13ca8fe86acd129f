"""Pain at the site of one target before and after radiotherapy, in plain Python: D12, D22."""

from dataclasses import dataclass

from osteon.concepts.concept import Known
from osteon.concepts.reference.radiotherapy import Target, this_target
from osteon.concepts.reference.records import Records, Row, Switches, day_of, rows_of
from osteon.concepts.rules import (
    MILLIGRAM_DIGITS,
    RESPONSES,
    AnalgesicDose,
    PainState,
    classify_pain_response,
    dose_as_oral_morphine_mg,
)

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Score:
    """An assessment of pain at the site, and its day."""

    day: int
    row: Row

    @property
    def nrs(self) -> int:
        """Worst pain from 0 to 10."""
        return int(self.row["nrs_worst"])


def find_scores(records: Records, target: Target, switches: Switches) -> list[Score]:
    """Return the dated pain scores at the site of a target."""
    return [
        Score(day, row)
        for row in rows_of(records, "pain_assessment")
        if row["nrs_worst"] is not None
        and (day := day_of(row, "date", switches)) is not None
        and _is_here(row, target.row, switches)
    ]


def _is_here(row: Row, target: Row, switches: Switches) -> bool:
    if row["radiotherapy_target_id"] == target["id"]:
        return True
    if switches["pain_scope"] == "target":
        return False
    names_region = row["region"] is not None and row["region"] == target["region"]
    return names_region or row["bone_lesion_id"] in (target["bone_lesion_ids"] or ())


def pain_state(records: Records, score: Score, switches: Switches) -> PainState:
    """Return pain and opioids at an assessment."""
    return PainState(score.nrs, _opioids_mg(records, score, switches))


def _opioids_mg(records: Records, score: Score, switches: Switches) -> float | None:
    rows = rows_of(records, "analgesic_use")
    taken = [row for row in rows if row["pain_assessment_id"] == score.row["id"]]
    if not taken:
        loose = [row for row in rows if row["pain_assessment_id"] is None]
        taken = [row for row in loose if day_of(row, "date", switches) == score.day]
    amounts = [_oral_morphine_mg(row, switches) for row in taken]
    known = [amount for amount in amounts if amount is not None]
    if not taken or len(known) < len(taken):
        return None
    return round(sum(known), MILLIGRAM_DIGITS)


def _oral_morphine_mg(row: Row, switches: Switches) -> float | None:
    if row["omed_mg_d"] is not None:
        return float(row["omed_mg_d"])
    if row["drug_null"] == "NA":
        return 0.0
    given = AnalgesicDose(row["drug"], row["dose"], row["dose_per"], row["route"])
    return dose_as_oral_morphine_mg(given, switches["factor_table"])


def find_baseline(scores: list[Score], target: Target, switches: Switches) -> Score | None:
    """Return the last score before radiotherapy, or on the day it started."""
    if target.start is None:
        return None
    first = target.start - switches["pain_baseline_days"]
    before = [score for score in scores if first <= score.day <= target.start]
    return max(before, key=lambda score: (score.day, score.row["id"]), default=None)


def is_comparable(score: Score, baseline: Score) -> bool:
    """Return whether two scores look back over the same period, as far as it is recorded."""
    periods = {score.row["recall"], baseline.row["recall"]}
    return None in periods or len(periods) == 1


@dataclass(frozen=True, slots=True)
class Change:
    """Pain before and at the time point, and the day on which it could be judged."""

    before: Score | None
    after: Score | None
    on: int | None


def find_change(records: Records, switches: Switches) -> Change | None:
    """Return the change of pain at the target, None where it was not irradiated for pain."""
    target = this_target(records, switches)
    if not target.is_for_pain:
        return None
    scores = find_scores(records, target, switches)
    before = find_baseline(scores, target, switches)
    if target.end is None:
        return Change(before, None, None)
    time_point = target.end + DAYS_PER_WEEK * switches["pain_week"]
    near = [
        (abs(score.day - time_point), score.day, score.row["id"], score)
        for score in scores
        if before is not None
        and is_comparable(score, before)
        and abs(score.day - time_point) <= switches["pain_window_days"]
    ]
    if not near:
        return Change(before, None, time_point + switches["pain_window_days"])
    after = min(near, key=lambda item: item[:3])[3]
    return Change(before, after, after.day)


def classify(before: PainState, after: PainState, switches: Switches) -> str:
    """Return the response from one state of pain to a later one."""
    is_unknown = None in {before.omed_mg, after.omed_mg}
    if is_unknown and switches["missing_opioids"] == "unchanged":
        before, after = PainState(before.nrs, 0.0), PainState(after.nrs, 0.0)
    return classify_pain_response(
        before,
        after,
        strict=switches["pain_mode"] == "strict",
        new_opioids_count=switches["new_opioids"] == "increase",
    )


def pain_response(records: Records, switches: Switches) -> Known | None:
    """Return the response of pain at the time point."""
    change = find_change(records, switches)
    if change is None:
        return None
    if change.before is None or change.after is None:
        return Known("NE", change.on)
    before, after = (pain_state(records, s, switches) for s in (change.before, change.after))
    return Known(classify(before, after, switches), change.on)


def pain_responder(records: Records, switches: Switches) -> Known | None:
    """Return whether pain responded, wholly or in part."""
    response = pain_response(records, switches)
    if response is None or (response.value == "NE" and switches["assessable_only"]):
        return None
    return Known(response.value in RESPONSES, response.known_on)


def pain_improved(records: Records, switches: Switches) -> Known | None:
    """Return whether there was less pain at the time point than before, by however little."""
    change = find_change(records, switches)
    if change is None or change.before is None or change.after is None:
        return None
    return Known(change.after.nrs < change.before.nrs, change.on)


def pain_before(records: Records, switches: Switches) -> Known | None:
    """Return the worst pain before radiotherapy."""
    change = find_change(records, switches)
    if change is None or change.before is None:
        return None
    return Known(float(change.before.nrs), change.before.day)


def pain_after(records: Records, switches: Switches) -> Known | None:
    """Return the worst pain at the time point."""
    change = find_change(records, switches)
    if change is None or change.after is None:
        return None
    return Known(float(change.after.nrs), change.on)
