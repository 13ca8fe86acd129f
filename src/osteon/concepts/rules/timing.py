"""Whether bone metastasis came with the tumour or after it (D06)."""

from datetime import date, timedelta

from osteon.dictionary import PartialDate

SYNCHRONOUS_MONTHS = 6
"""Published: "within the first six months" of diagnosis."""
MONTH_STEP = 32
"""Larger than any day of a month, so that months and days fit in one whole number."""


ONE_DAY = timedelta(days=1)


def month_key(day: date) -> int:
    """Return a whole number that orders days and moves by `MONTH_STEP` a calendar month."""
    return (day.year * 12 + day.month) * MONTH_STEP + day.day


def is_synchronous(
    diagnosis: PartialDate,
    bone: PartialDate,
    window_months: int = SYNCHRONOUS_MONTHS,
    *,
    limit_counts: bool = True,
) -> bool | None:
    """Return whether bone metastasis was found by that many calendar months after diagnosis.

    Exactly on the day is synchronous, unless the limit does not count; so is all that came before
    diagnosis. None where partial dates do not decide.

    Notes
    -----
    The limit is the same day of a later month, or the last day of it where it is shorter. No day
    of that month is later than its last, so keys compare as clamped dates would.
    """
    window = window_months * MONTH_STEP
    last, first = (bone.hi, bone.lo) if limit_counts else (bone.hi + ONE_DAY, bone.lo + ONE_DAY)
    if month_key(last) <= month_key(diagnosis.lo) + window:
        return True
    if month_key(first) > month_key(diagnosis.hi) + window:
        return False
    return None
