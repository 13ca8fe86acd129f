"""Second entries, for whoever compares them with the first."""

from dataclasses import dataclass
from datetime import datetime

from osteon.registry.models import Row, SecondEntry
from osteon.registry.policies import Actor
from osteon.registry.reading.records import read_record


@dataclass(frozen=True, slots=True)
class SecondReading:
    """A record as somebody else entered it again.

    Parameters
    ----------
    entered_by : str
        Who entered it.
    entered_at : datetime
        When.
    row : dict
        What was entered, dates as ISO text.
    differing : tuple of str
        The fields in which it differs from the first; none once they are settled.
    """

    entered_by: str
    entered_at: datetime
    row: Row
    differing: tuple[str, ...]


def second_entry_of(entity_name: str, key: str, *, by: Actor) -> SecondReading | None:
    """Return the second entry of a record, nothing where there is none.

    Raises
    ------
    UnknownRecordError
        There is no such record, or not for this actor.
    """
    read_record(entity_name, key, by=by)
    kept = SecondEntry.objects.filter(entity=entity_name, record_id=key).first()
    if kept is None:
        return None
    return SecondReading(kept.entered_by, kept.entered_at, dict(kept.values), tuple(kept.differing))
