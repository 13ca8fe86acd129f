"""A care gap: something due for a patient that nothing recorded shows to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

DISCLAIMER = (
    "Gaps in documentation, for a human team to look into. Not a medical device: not for "
    "diagnosis, treatment decisions or alarms. Nothing here is time-critical; a suspected "
    "compression of the cord never waits for a list."
)
"""Stands on every list, page and print."""
NOT_SIGNED_OFF = "Thresholds not signed off by the centre"
"""The mark of a line whose centre has not stood for its thresholds."""


class GapState(StrEnum):
    """How far a gap is."""

    OVERDUE = "overdue"
    """It is certainly open, and the day it was due has certainly passed."""
    POSSIBLY_DUE = "possibly due"
    """Partial dates or missing values leave open whether it is open, or whether its day passed."""
    DUE = "due"
    """It is certainly open, and due today or later."""


class Concern(StrEnum):
    """What a gap bears on; of two that are equally far, a board takes the former first."""

    SAFETY = "safety"
    """A drug that may harm, a bone that may break, or pain."""
    CARE = "care"
    """A step of diagnosis or treatment."""
    RECORD = "record"
    """What has to be on record."""


class RowReference(NamedTuple):
    """A row that a gap rests on.

    Parameters
    ----------
    table : str
        The table.
    record_id : str
        The key of the row.
    """

    table: str
    record_id: str


@dataclass(frozen=True, slots=True)
class CareGap:
    """A line of a worklist.

    Parameters
    ----------
    rule : str
        The code of the rule, such as ``CG-01``.
    patient_id : str
        The pseudonym.
    centre_id : str
        The centre that keeps the patient's record; empty where there is no such record.
    concern : Concern
        What it bears on.
    state : GapState
        How far it is.
    due_from, due_to : date or None
        The earliest and the latest day on which it may have been or may be due; the earliest is
        None where nothing is known of it.
    reason : str
        Why it is listed, in a sentence without values.
    rows : tuple of RowReference
        The rows that say so.
    is_audit : bool
        Whether it is shown in retrospect only, never as something to be done.
    is_signed_off : bool
        Whether the centre stands for the thresholds.
    """

    rule: str
    patient_id: str
    centre_id: str
    concern: Concern
    state: GapState
    due_from: date | None
    due_to: date
    reason: str
    rows: tuple[RowReference, ...]
    is_audit: bool = False
    is_signed_off: bool = False


_STATES, _CONCERNS = tuple(GapState), tuple(Concern)


def sort_gaps(gaps: Iterable[CareGap]) -> list[CareGap]:
    """Return gaps by urgency: overdue, possibly due, due; in each safety, care, record.

    Of these, what waits longest comes first. What is for audit only comes last.
    """
    return sorted(
        gaps,
        key=lambda gap: (
            gap.is_audit,
            _STATES.index(gap.state),
            _CONCERNS.index(gap.concern),
            gap.due_to,
            gap.due_from or date.min,
            gap.rule,
            gap.patient_id,
            gap.rows,
        ),
    )
