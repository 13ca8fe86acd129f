"""The response of pain to radiotherapy, by the international consensus (D12), and its end (D13)."""

from typing import NamedTuple

PAIN_STEP = 2
"""Not verified: points on the scale from 0 to 10 that make a change of pain."""
OPIOID_STEP = 0.25
"""Not verified: share of the daily opioid dose that makes a change of analgesics."""
RULE_SET = "IBMCC-2012"
"""The consensus that the categories follow; an update of it could not be read."""
RESPONSES = ("CR", "PR")
BASELINE_DAYS = 14
"""Design decision: days before radiotherapy within which pain is its baseline."""
TIME_POINT_WEEKS = (4, 8, 12)
"""Design decision: weeks after radiotherapy at which the response is asked for, the primary one
first."""
TIME_POINT_WINDOW_DAYS = 14
"""Design decision: days by which an assessment may miss its time point."""
LOCAL_PROCEDURES = (
    "bone_fixation",
    "arthroplasty",
    "decompression",
    "stabilisation",
    "vertebroplasty",
    "bone_ablation",
)
"""Design decision: procedures at the site that say that pain came back."""
NOT_FOR_PAIN = ("prophylactic", "diagnostic")
"""Intents with which they do not."""
FLARE_DAYS = 10
"""Not verified: days after radiotherapy in which more pain is a flare, no recurrence."""


class PainState(NamedTuple):
    """Worst pain from 0 to 10 and the daily dose of opioids in mg of oral morphine."""

    nrs: int | None
    omed_mg: float | None


def classify_pain_response(
    baseline: PainState,
    follow_up: PainState,
    *,
    strict: bool = False,
    new_opioids_count: bool = True,
) -> str:
    """Return CR, PR, PP (progression), IR (indeterminate) or NE (not evaluable).

    Parameters
    ----------
    baseline, follow_up : PainState
        At the same site, over the same recall period.
    strict : bool
        Pain up by two points together with more opioids is in no category of the consensus:
        strictly indeterminate, by default progression.
    new_opioids_count : bool
        Whether any opioids are more where there were none before.
    """
    if not baseline.nrs or None in (*baseline, *follow_up):
        return "NE"
    pain = (follow_up.nrs or 0) - baseline.nrs
    before, after = baseline.omed_mg or 0.0, follow_up.omed_mg or 0.0
    if after <= before and follow_up.nrs == 0:
        return "CR"
    if _is_partial(pain, before, after):
        return "PR"
    more = _is_increased(before, after, from_none=new_opioids_count)
    less = _is_reduced(before, after)
    return "PP" if _is_progression(pain, more=more, less=less, strict=strict) else "IR"


def is_pain_back(nadir: PainState, now: PainState, *, new_opioids_count: bool = True) -> bool:
    """Return whether pain came back: by two points, or a quarter more opioids, above the nadir.

    What is not known of either does not bring it back.
    """
    if nadir.nrs is not None and now.nrs is not None and now.nrs >= nadir.nrs + PAIN_STEP:
        return True
    if nadir.omed_mg is None or now.omed_mg is None:
        return False
    return _is_increased(nadir.omed_mg, now.omed_mg, from_none=new_opioids_count)


def _is_partial(pain: int, before: float, after: float) -> bool:
    less_pain = pain <= -PAIN_STEP and after <= before
    return less_pain or (pain <= 0 and _is_reduced(before, after))


def _is_progression(pain: int, *, more: bool, less: bool, strict: bool) -> bool:
    if 0 <= pain < PAIN_STEP:
        return more
    if strict and more:
        return False
    return pain >= PAIN_STEP and not less


def _is_increased(before: float, after: float, *, from_none: bool) -> bool:
    if before == 0:
        return from_none and after > 0
    return after >= (1 + OPIOID_STEP) * before


def _is_reduced(before: float, after: float) -> bool:
    return before > 0 and after <= (1 - OPIOID_STEP) * before
