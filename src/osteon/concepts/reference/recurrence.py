"""Pain that comes back at one target, or gets worse, in plain Python: D13."""

from collections.abc import Iterator

from osteon.concepts.concept import Known
from osteon.concepts.reference.pain import (
    classify,
    find_baseline,
    find_scores,
    is_comparable,
    pain_state,
)
from osteon.concepts.reference.radiotherapy import Target, all_targets, this_target
from osteon.concepts.reference.records import Records, Switches, day_of, rows_of
from osteon.concepts.rules import LOCAL_PROCEDURES, NOT_FOR_PAIN, RESPONSES, PainState, is_pain_back


def pain_recurrence(records: Records, switches: Switches) -> Known | None:
    """Return the day on which pain was first found to have come back, or to have got worse."""
    target = this_target(records, switches)
    scores = find_scores(records, target, switches)
    baseline = find_baseline(scores, target, switches)
    if not target.is_for_pain or baseline is None or target.end is None:
        return None
    calm = target.end + switches["pain_flare_days"]
    before = pain_state(records, baseline, switches)
    later = [
        (score.day, pain_state(records, score, switches))
        for score in scores
        if score.day > calm and is_comparable(score, baseline)
    ]
    categories = [(day, classify(before, state, switches)) for day, state in later]
    responded = min((day for day, found in categories if found in RESPONSES), default=None)
    days = [day for day, found in categories
            if found == "PP" and (responded is None or day < responded)]  # fmt: skip
    if responded is not None:
        since = [(day, state) for day, state in later if day >= responded]
        days += _relapses(since, new_opioids_count=switches["new_opioids"] == "increase")
        days += [day for day in _retreatments(records, target, switches) if day > responded]
    return Known(min(days), min(days)) if days else None


def _relapses(states: list[tuple[int, PainState]], *, new_opioids_count: bool) -> Iterator[int]:
    for day, state in states:
        earlier = [other for on, other in states if on < day]
        if not earlier:
            continue
        nadir = min(earlier, key=_badness)
        if is_pain_back(nadir, state, new_opioids_count=new_opioids_count):
            yield day


def _badness(state: PainState) -> tuple[int, bool, float]:
    return state.nrs or 0, state.omed_mg is None, state.omed_mg or 0.0


def _retreatments(records: Records, target: Target, switches: Switches) -> Iterator[int]:
    for other in all_targets(records, switches):
        is_named = other.row["prior_target_id"] == target.row["id"]
        is_here = is_named or _is_same(other.row["region"], target.row["region"])
        if other.is_for_pain and is_here and other.start is not None:
            yield other.start
    for row in rows_of(records, "procedure"):
        is_local = row["type"] in LOCAL_PROCEDURES and row["intent"] not in NOT_FOR_PAIN
        day = day_of(row, "date", switches)
        if is_local and _is_same(row["region"], target.row["region"]) and day is not None:
            yield day


def _is_same(region: str | None, other: str | None) -> bool:
    return region is not None and region == other
