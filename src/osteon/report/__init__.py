"""A study's results as a report: words, tables and figures; it computes nothing."""

from osteon.report.results_file import load_results
from osteon.report.writing import write_report

__all__ = ["load_results", "write_report"]
