"""What is due or overdue for patients on a day, why, and from which rows."""

from osteon.worklist.find import AHEAD_DAYS, choose_rules, fields_read, find_gaps
from osteon.worklist.gap import (
    DISCLAIMER,
    NOT_SIGNED_OFF,
    CareGap,
    GapState,
    RowReference,
    sort_gaps,
)
from osteon.worklist.rule import CareGapRule
from osteon.worklist.rules import RULES
from osteon.worklist.thresholds import (
    CentreThresholds,
    SignOff,
    Thresholds,
    load_thresholds,
    parse_thresholds,
)

__all__ = [
    "AHEAD_DAYS",
    "DISCLAIMER",
    "NOT_SIGNED_OFF",
    "RULES",
    "CareGap",
    "CareGapRule",
    "CentreThresholds",
    "GapState",
    "RowReference",
    "SignOff",
    "Thresholds",
    "choose_rules",
    "fields_read",
    "find_gaps",
    "load_thresholds",
    "parse_thresholds",
    "sort_gaps",
]
