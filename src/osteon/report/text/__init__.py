"""Sentences a manuscript needs: methods from the protocol, findings from the cells."""

from osteon.report.text.findings import write_findings
from osteon.report.text.methods import Passage, write_methods

__all__ = ["Passage", "write_findings", "write_methods"]
