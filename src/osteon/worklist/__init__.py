"""What is due or overdue for patients on a day, why, and from which rows."""

from osteon.worklist.board_pack import BoardPack, board_pack
from osteon.worklist.board_parts import LastResult, PainPoint
from osteon.worklist.drawing import Bar, Drawing, Point, draw_timeline
from osteon.worklist.find import AHEAD_DAYS, fields_read, find_gaps
from osteon.worklist.gap import (
    DISCLAIMER,
    NOT_SIGNED_OFF,
    CareGap,
    Concern,
    GapState,
    RowReference,
    sort_gaps,
)
from osteon.worklist.language import ENGLISH, Language
from osteon.worklist.listing import Worklist, render_csv, render_due, render_text
from osteon.worklist.manual import render_manual
from osteon.worklist.page import render_board_pack, render_html
from osteon.worklist.rule import CareGapRule
from osteon.worklist.rules import RULES
from osteon.worklist.snapshot_gaps import build_worklist, read_patient
from osteon.worklist.thresholds import (
    CentreThresholds,
    SignOff,
    Thresholds,
    load_thresholds,
    parse_thresholds,
)
from osteon.worklist.timeline import Lane, TimelineEntry

__all__ = [
    "AHEAD_DAYS",
    "DISCLAIMER",
    "ENGLISH",
    "NOT_SIGNED_OFF",
    "RULES",
    "Bar",
    "BoardPack",
    "CareGap",
    "CareGapRule",
    "CentreThresholds",
    "Concern",
    "Drawing",
    "GapState",
    "Lane",
    "Language",
    "LastResult",
    "PainPoint",
    "Point",
    "RowReference",
    "SignOff",
    "Thresholds",
    "TimelineEntry",
    "Worklist",
    "board_pack",
    "build_worklist",
    "draw_timeline",
    "fields_read",
    "find_gaps",
    "load_thresholds",
    "parse_thresholds",
    "read_patient",
    "render_board_pack",
    "render_csv",
    "render_due",
    "render_html",
    "render_manual",
    "render_text",
    "sort_gaps",
]
