"""The course of the disease: function, stage, skeletal events, treatment, follow-up."""

from collections.abc import Callable

from ibis.expr.types import BooleanValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.rows import NO, YES, answer, day_of, never, stack
from osteon.concepts.expressions.sightings import find_bone_index
from osteon.concepts.rules import COMPONENTS, EVENT_SETS, SURGERY, SYMPTOMATIC_SETS
from osteon.concepts.shared import shared


def ever(rows: Table, everyone: Table) -> Table:
    """Return whether each patient has a row, known on the earliest ``day`` of them."""
    found = rows.group_by("patient_id").aggregate(known_on=rows.day.min())
    present = answer(found, YES, found.known_on)
    without = everyone.select("patient_id").distinct().anti_join(present, "patient_id")
    absent = answer(without, NO, never())
    return stack(present, absent)


@shared
def _events(tables: Tables, switches: Switches) -> Table:
    events = tables["skeletal_event"]
    columns = ("id", "patient_id", "type", "symptomatic", "linked_event_id")
    return events.select(*columns, day=day_of(events, "date", switches))


def _is_in_set(events: Table, event_set: str) -> BooleanValue:
    is_member = events.type.isin(sorted(EVENT_SETS[event_set]))
    if event_set not in SYMPTOMATIC_SETS:
        return is_member
    return is_member & ((events.symptomatic == "Y") | events.type.isin(sorted(SURGERY)))


def skeletal_event_ever(tables: Tables, switches: Switches) -> Table:
    """Return whether a skeletal event of the set was ever recorded."""
    events = _events(tables, switches)
    return ever(events.filter(_is_in_set(events, switches["event_set"])), tables["patient"])


def skeletal_event_component(component: str) -> Callable[[Tables, Switches], Table]:
    """Return the expression for one kind of skeletal event."""

    def component_ever(tables: Tables, switches: Switches) -> Table:
        events = _events(tables, switches)
        kept = events.filter(events.type.isin(sorted(COMPONENTS[component])))
        return ever(kept, tables["patient"])

    return component_ever


def first_skeletal_event(tables: Tables, switches: Switches) -> Table:
    """Return the day of the first skeletal event of the set, before or after bone metastasis."""
    events = events_of_set(tables, switches)
    first = events.group_by("patient_id").aggregate(day=events.day.min())
    return answer(first, first.day, first.day)


def events_of_set(tables: Tables, switches: Switches) -> Table:
    """Return the skeletal events of the set, those before or after bone metastasis if asked."""
    events = _events(tables, switches)
    events = events.filter(_is_in_set(events, switches["event_set"]))
    events = events.select("id", "patient_id", "day", "linked_event_id")
    if switches["relative_to_bone"] == "any":
        return events
    index = find_bone_index(tables, switches).select("patient_id", index_day="day")
    joined = events.join(index, "patient_id")
    is_incident = joined.day > joined.index_day
    wants_incident = switches["relative_to_bone"] == "incident"
    return joined.filter(is_incident if wants_incident else ~is_incident).select(*events.columns)


def antiresorptive_ever(tables: Tables, switches: Switches) -> Table:
    """Return whether an antiresorptive drug was ever given."""
    return ever(_antiresorptives(tables, switches), tables["patient"])


def antiresorptive_start(tables: Tables, switches: Switches) -> Table:
    """Return the day on which an antiresorptive drug was first given."""
    given = _antiresorptives(tables, switches)
    first = given.group_by("patient_id").aggregate(day=given.day.min())
    return answer(first, first.day, first.day)


def _antiresorptives(tables: Tables, switches: Switches) -> Table:
    courses, doses = tables["antiresorptive_course"], tables["antiresorptive_dose"]
    given = stack(
        courses.select("patient_id", "agent", day=day_of(courses, "start_date", switches)),
        doses.select("patient_id", "agent", day=day_of(doses, "date", switches)),
    )
    if switches["osteoporosis_counts"]:
        return given
    return given.filter(given.agent.fill_null("") != "denosumab_60mg")


def death(tables: Tables, switches: Switches) -> Table:
    """Return the day of death."""
    rows = tables["follow_up"]
    rows = rows.select("patient_id", "status", day=day_of(rows, "death_date", switches))
    dated = rows.filter(rows.status == "dead")
    by_patient = dated.group_by("patient_id").aggregate(day=dated.day.min())
    return answer(by_patient, by_patient.day, by_patient.day)


def last_contact(tables: Tables, switches: Switches) -> Table:
    """Return the last day on which the patient was known alive, or the day of death."""
    rows = tables["follow_up"]
    dated = stack(
        rows.select("patient_id", day=day_of(rows, "last_alive_date", switches)),
        rows.select("patient_id", day=day_of(rows, "death_date", switches)),
    )
    by_patient = dated.group_by("patient_id").aggregate(day=dated.day.max())
    return answer(by_patient, by_patient.day, by_patient.day)
