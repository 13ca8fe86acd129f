"""A study: a protocol and a snapshot in, results out; a pure function."""

from osteon.study.results import (
    CELL_COLUMNS,
    AnalysisResult,
    AttritionStep,
    Cell,
    Curve,
    GuardFinding,
    StudyResults,
)

__all__ = [
    "CELL_COLUMNS",
    "AnalysisResult",
    "AttritionStep",
    "Cell",
    "Curve",
    "GuardFinding",
    "StudyResults",
]
