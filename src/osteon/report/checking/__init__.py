"""An edited manuscript held against the cells its numbers came from."""

from osteon.report.checking.check import Difference, Verdict, check_manuscript
from osteon.report.checking.manuscript import Manuscript, PrintedNumber, read_manuscript

__all__ = [
    "Difference",
    "Manuscript",
    "PrintedNumber",
    "Verdict",
    "check_manuscript",
    "read_manuscript",
]
