"""A study's results as a report: words, tables and figures; it computes nothing."""

from osteon.report.checking import Verdict, check_manuscript, read_manuscript
from osteon.report.difference import find_moved, find_reasons, trace_number
from osteon.report.disclosure import suppress
from osteon.report.figures import Outline, SkeletonView, skeleton_views
from osteon.report.formats import ALL_FORMATS, QUICK_FORMATS, Format, parse_formats
from osteon.report.number_style import NumberStyle, load_style
from osteon.report.results_file import load_results
from osteon.report.writing import RESULTS_FILE, document_paths, write_report

__all__ = [
    "ALL_FORMATS",
    "QUICK_FORMATS",
    "RESULTS_FILE",
    "Format",
    "NumberStyle",
    "Outline",
    "SkeletonView",
    "Verdict",
    "check_manuscript",
    "document_paths",
    "find_moved",
    "find_reasons",
    "load_results",
    "load_style",
    "parse_formats",
    "read_manuscript",
    "skeleton_views",
    "suppress",
    "trace_number",
    "write_report",
]
