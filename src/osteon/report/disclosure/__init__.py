"""Small counts withheld from everything that leaves, and what that costs."""

from osteon.report.disclosure.suppress import suppress

__all__ = ["suppress"]
