"""Whether a record may take the place of its earlier version: H-35."""

from osteon.quality.certainty import date_of, is_before
from osteon.quality.chart import Row
from osteon.quality.finding import Flaw, QualityFinding
from osteon.quality.rules import RULES


def check_follow_up_update(before: Row, after: Row) -> list[QualityFinding]:
    """Return a finding if an update moves the last day alive backwards.

    Parameters
    ----------
    before, after : mapping
        A row of `follow_up` as it stands, and as it is to be.

    Returns
    -------
    list of QualityFinding
        At most one. Nothing where the dates leave it open, or where either is not known.
    """
    if not is_before(date_of(after, "last_alive_date"), date_of(before, "last_alive_date")):
        return []
    message = "The update moves the last day alive backwards."
    flaw = Flaw("follow_up", after, ("last_alive_date",), message)
    return [RULES["H-35"].report(flaw, str(after["id"]))]
