"""Who is responsible for a change between two runs of a study."""

from osteon.cohort import MembershipChange, build_cohort, compare_members
from osteon.protocol import StudyProtocol
from osteon.snapshot import Snapshot


def compare_cohorts(
    old: tuple[StudyProtocol, Snapshot], new: tuple[StudyProtocol, Snapshot]
) -> MembershipChange:
    """Return who entered, left or changed between two runs, each a protocol and its snapshot."""
    return compare_members(build_cohort(*old), build_cohort(*new))
