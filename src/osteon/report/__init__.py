"""A study's results as a report: words, tables and figures; it computes nothing.

What draws, typesets or reads documents takes seconds to load, and so does what answers a study:
names that need either are loaded when they are first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from osteon.report.beside import Commission, ReportWriter, report_writer
from osteon.report.formats import (
    ALL_FORMATS,
    QUICK_FORMATS,
    RESULTS_FILE,
    Format,
    document_paths,
    parse_formats,
)
from osteon.report.number_style import NumberStyle, load_style

if TYPE_CHECKING:
    from osteon.report.checking import Verdict, check_manuscript, read_manuscript
    from osteon.report.difference import find_moved, find_reasons, trace_number
    from osteon.report.disclosure import suppress
    from osteon.report.figures import Outline, SkeletonView, skeleton_views
    from osteon.report.results_file import load_results
    from osteon.report.writing import write_report
else:

    def __getattr__(name: str) -> object:
        """Load a name that was not loaded with the room."""
        if name not in LOADED_LATER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{LOADED_LATER[name]}"), name)


LOADED_LATER = {
    "Outline": "figures",
    "SkeletonView": "figures",
    "Verdict": "checking",
    "check_manuscript": "checking",
    "find_moved": "difference",
    "find_reasons": "difference",
    "load_results": "results_file",
    "read_manuscript": "checking",
    "skeleton_views": "figures",
    "suppress": "disclosure",
    "trace_number": "difference",
    "write_report": "writing",
}

__all__ = [
    "ALL_FORMATS",
    "QUICK_FORMATS",
    "RESULTS_FILE",
    "Commission",
    "Format",
    "NumberStyle",
    "Outline",
    "ReportWriter",
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
    "report_writer",
    "skeleton_views",
    "suppress",
    "trace_number",
    "write_report",
]
