"""What is due or overdue for patients on a day, why, and from which rows."""

from osteon.worklist.find import AHEAD_DAYS, choose_rules, fields_read, find_gaps
from osteon.worklist.gap import (
    DISCLAIMER,
    NOT_SIGNED_OFF,
    CareGap,
    Concern,
    GapState,
    RowReference,
    sort_gaps,
)
from osteon.worklist.listing import Worklist, render_csv, render_text
from osteon.worklist.manual import render_manual
from osteon.worklist.page import render_html
from osteon.worklist.rule import CareGapRule
from osteon.worklist.rules import RULES
from osteon.worklist.snapshot_gaps import build_worklist, read_patients
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
    "Concern",
    "GapState",
    "RowReference",
    "SignOff",
    "Thresholds",
    "Worklist",
    "build_worklist",
    "choose_rules",
    "fields_read",
    "find_gaps",
    "load_thresholds",
    "parse_thresholds",
    "read_patients",
    "render_csv",
    "render_html",
    "render_manual",
    "render_text",
    "sort_gaps",
]
