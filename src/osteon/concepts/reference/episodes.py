"""How often the skeleton of one patient gave trouble, in plain Python: D10."""

from datetime import timedelta

from osteon.concepts.concept import Known
from osteon.concepts.reference.course import events_of_set
from osteon.concepts.reference.records import EPOCH, Records, Switches, rows_of, to_number
from osteon.concepts.rules import SkeletalEvent, select_counted_events


def skeletal_event_count(records: Records, switches: Switches) -> Known | None:
    """Return the number of skeletal events of the set, one an episode."""
    events = events_of_set(records, switches)
    if events is None or not rows_of(records, "patient"):
        return None
    if switches["episode_by"] == "link":
        episodes: dict[str, int] = {}
        for day, row in events:
            name = row["linked_event_id"] or row["id"]
            episodes[name] = min(day, episodes.get(name, day))
        days = list(episodes.values())
    else:
        dated = [SkeletalEvent(EPOCH + timedelta(day), row["type"], "Y") for day, row in events]
        counted = select_counted_events(dated, switches["event_set"], switches["episode_days"])
        days = [to_number(event.day) for event in counted]
    return Known(float(len(days)), max(days, default=None))
