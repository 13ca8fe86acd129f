"""What reporting guidelines ask for: where a report answers it, and what is left to the author."""

from osteon.report.checklist.fill import Places, fill_checklist
from osteon.report.checklist.limits import state_limits

__all__ = ["Places", "fill_checklist", "state_limits"]
