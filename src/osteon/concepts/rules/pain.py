"""The response of pain to radiotherapy, by the international consensus (D12)."""

from typing import NamedTuple

PAIN_STEP = 2
"""Not verified: points on the scale from 0 to 10 that make a change of pain."""
OPIOID_STEP = 0.25
"""Not verified: share of the daily opioid dose that makes a change of analgesics."""


class PainState(NamedTuple):
    """Worst pain from 0 to 10 and the daily dose of opioids in mg of oral morphine."""

    nrs: int | None
    omed_mg: float | None


def classify_pain_response(
    baseline: PainState, follow_up: PainState, *, strict: bool = False
) -> str:
    """Return CR, PR, PP (progression), IR (indeterminate) or NE (not evaluable).

    Parameters
    ----------
    baseline, follow_up : PainState
        At the same site, over the same recall period.
    strict : bool
        Pain up by two points together with more opioids is in no category of the consensus:
        strictly indeterminate, by default progression.
    """
    if not baseline.nrs or None in (*baseline, *follow_up):
        return "NE"
    pain = (follow_up.nrs or 0) - baseline.nrs
    before, after = baseline.omed_mg or 0.0, follow_up.omed_mg or 0.0
    if after <= before and follow_up.nrs == 0:
        return "CR"
    if _is_partial(pain, before, after):
        return "PR"
    return "PP" if _is_progression(pain, before, after, strict=strict) else "IR"


def _is_partial(pain: int, before: float, after: float) -> bool:
    less_pain = pain <= -PAIN_STEP and after <= before
    return less_pain or (pain <= 0 and _is_reduced(before, after))


def _is_progression(pain: int, before: float, after: float, *, strict: bool) -> bool:
    if 0 <= pain < PAIN_STEP:
        return _is_increased(before, after)
    if strict and _is_increased(before, after):
        return False
    return pain >= PAIN_STEP and not _is_reduced(before, after)


def _is_increased(before: float, after: float) -> bool:
    return after > 0 if before == 0 else after >= (1 + OPIOID_STEP) * before


def _is_reduced(before: float, after: float) -> bool:
    return before > 0 and after <= (1 - OPIOID_STEP) * before
