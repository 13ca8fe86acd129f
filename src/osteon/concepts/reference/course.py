"""The course of one patient, in plain Python: D10, D11, D19."""

from collections.abc import Callable
from functools import partial

from osteon.concepts.concept import NEVER, Known
from osteon.concepts.reference.records import (
    Records,
    Row,
    Switches,
    day_of,
    earliest,
    latest,
    rows_of,
)
from osteon.concepts.reference.sightings import find_bone_index
from osteon.concepts.rules import COMPONENTS, is_in_set


def _event_days(
    records: Records, switches: Switches, counts: Callable[[Row], bool]
) -> list[int | None] | None:
    rows = [row for row in rows_of(records, "skeletal_event") if counts(row)]
    return [day_of(row, "date", switches) for row in rows] or None


def _in_event_set(row: Row, event_set: str) -> bool:
    return is_in_set(row["type"], row["symptomatic"], event_set)


def skeletal_event_ever(records: Records, switches: Switches) -> Known | None:
    """Return whether a skeletal event of the set was ever recorded."""
    return _ever(records, switches, partial(_in_event_set, event_set=switches["event_set"]))


def skeletal_event_component(component: str) -> Callable[[Records, Switches], Known | None]:
    """Return the reference for one kind of skeletal event."""

    def ever(records: Records, switches: Switches) -> Known | None:
        return _ever(records, switches, lambda row: row["type"] in COMPONENTS[component])

    return ever


def _ever(records: Records, switches: Switches, counts: Callable[[Row], bool]) -> Known | None:
    if not rows_of(records, "patient"):
        return None
    days = _event_days(records, switches, counts)
    return NEVER if days is None else Known(value=True, known_on=earliest(days))


def first_skeletal_event(records: Records, switches: Switches) -> Known | None:
    """Return the day of the first skeletal event of the set, before or after bone metastasis."""
    days = [day for day, _ in events_of_set(records, switches) or ()]
    return Known(min(days), min(days)) if days else None


def events_of_set(records: Records, switches: Switches) -> list[tuple[int, Row]] | None:
    """Return the dated events of the set, None where bone metastasis should date them and does not.

    Of those before or after bone metastasis, if only they are asked for.
    """
    events = [
        (day, row)
        for row in rows_of(records, "skeletal_event")
        if _in_event_set(row, switches["event_set"])
        and (day := day_of(row, "date", switches)) is not None
    ]
    if switches["relative_to_bone"] == "any":
        return events
    index = find_bone_index(records, switches)
    if index is None or index.day is None:
        return None
    is_incident = switches["relative_to_bone"] == "incident"
    return [(day, row) for day, row in events if (day > index.day) == is_incident]


def antiresorptive_ever(records: Records, switches: Switches) -> Known | None:
    """Return whether an antiresorptive drug was ever given."""
    if not rows_of(records, "patient"):
        return None
    given = _antiresorptive_days(records, switches)
    return Known(value=True, known_on=earliest(given)) if given else NEVER


def antiresorptive_start(records: Records, switches: Switches) -> Known | None:
    """Return the day on which an antiresorptive drug was first given."""
    day = earliest(_antiresorptive_days(records, switches))
    return None if day is None else Known(day, day)


def _antiresorptive_days(records: Records, switches: Switches) -> list[int | None]:
    return [
        day_of(row, field, switches)
        for table, field in (
            ("antiresorptive_course", "start_date"),
            ("antiresorptive_dose", "date"),
        )
        for row in rows_of(records, table)
        if row["agent"] != "denosumab_60mg" or switches["osteoporosis_counts"]
    ]


def death(records: Records, switches: Switches) -> Known | None:
    """Return the day of death."""
    day = earliest(
        day_of(row, "death_date", switches)
        for row in rows_of(records, "follow_up")
        if row["status"] == "dead"
    )
    return None if day is None else Known(day, day)


def last_contact(records: Records, switches: Switches) -> Known | None:
    """Return the last day on which the patient was known alive, or the day of death."""
    day = latest(
        day_of(row, field, switches)
        for row in rows_of(records, "follow_up")
        for field in ("last_alive_date", "death_date")
    )
    return None if day is None else Known(day, day)
