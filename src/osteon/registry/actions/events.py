"""What leaves an entry without changing a record: sign-in, export, freeze, backup."""

import datetime as dt

from osteon.registry.ledger import Deed, writing
from osteon.registry.policies import Actor


def note_event(
    action: str, *, by: Actor, at: dt.datetime, subject: str = "", centre_id: str = "",
    detail: str = "",
) -> None:  # fmt: skip
    """Record that something happened.

    Parameters
    ----------
    action : str
        What: ``sign in``, ``failed sign in``, ``sign out``, ``export``, ``freeze``, ``backup``.
    by : Actor
        Who did it.
    at : datetime
        When, with a zone.
    subject : str, optional
        What it was about: the name of a snapshot, a table; never who a patient is.
    centre_id : str, optional
        For which centre.
    detail : str, optional
        What else an inspector wants to know: a digest, a count.
    """
    with writing(by=by, at=at) as ledger:
        ledger.note(Deed(action, record_id=subject, centre_id=centre_id, reason=detail))
