"""Protocols and records that nobody wrote, for tests that hold two engines against each other."""

from invention.protocols import Story, protocols
from invention.records import Invented, records_for

__all__ = ["Invented", "Story", "protocols", "records_for"]
