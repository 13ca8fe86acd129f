"""How often the skeleton gave trouble, events of one episode counted once: D10."""

import ibis
from ibis.expr.types import Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.course import events_of_set
from osteon.concepts.expressions.rows import answer, stack
from osteon.concepts.expressions.sightings import find_bone_index

DOUBLINGS = 9
"""Of the number of events counted at once: up to 512 episodes of one patient are told apart."""


def skeletal_event_count(tables: Tables, switches: Switches) -> Table:
    """Return the number of skeletal events of the set, one an episode."""
    events = events_of_set(tables, switches)
    events = events.filter(events.day.notnull())
    if switches["episode_by"] == "link":
        counted = _by_link(events)
    elif switches["episode_days"] == 0:
        counted = events.group_by("patient_id").aggregate(n=events.count(), last=events.day.max())
    else:
        counted = _by_days(events, switches["episode_days"])
    everyone = _at_risk(tables, switches).anti_join(counted, "patient_id")
    none = everyone.mutate(n=ibis.literal(0, "int64"), last=ibis.null("int64"))
    both = stack(counted, none)
    return answer(both, both.n.cast("float64"), both["last"])


def _at_risk(tables: Tables, switches: Switches) -> Table:
    """Return the patients who could have such events: all, or those with bone metastasis."""
    if switches["relative_to_bone"] == "any":
        return tables["patient"].select("patient_id")
    index = find_bone_index(tables, switches)
    return index.filter(index.day.notnull()).select("patient_id")


def _by_link(events: Table) -> Table:
    """Count the events that others are linked to, each with those as one."""
    rows = events.mutate(episode=ibis.coalesce(events.linked_event_id, events.id))
    first = rows.group_by(["patient_id", "episode"]).aggregate(day=rows.day.min())
    return first.group_by("patient_id").aggregate(n=first.count(), last=first.day.max())


def _by_days(events: Table, span: int) -> Table:
    """Count from the first event on, always the next one that is at least a span later.

    Each day of an event leads to the next that would count after it. These steps are doubled, and
    doubled again, until they lead from the first event of a patient to the last that counts.
    """
    days = events.select("patient_id", "day").distinct()
    after = days.select("patient_id", later="day")
    pairs = days.left_join(after, [days.patient_id == after.patient_id,
                                   after.later >= days.day + span])  # fmt: skip
    pairs = pairs.select("patient_id", "day", "later")
    steps = pairs.group_by(["patient_id", "day"]).aggregate(to=pairs.later.min())
    steps = steps.mutate(
        n=steps.to.notnull().ifelse(1, 0).cast("int64"),
        to=ibis.coalesce(steps.to, steps.day),
    )
    for _ in range(DOUBLINGS):
        steps = _double(steps)
    first = days.group_by("patient_id").aggregate(day=days.day.min())
    counted = first.join(steps, ["patient_id", "day"])
    return counted.select("patient_id", n=counted.n + 1, last=counted.to)


def _double(steps: Table) -> Table:
    """Return where two steps lead, and how many events they pass.

    Grouping changes nothing here; it keeps the query from repeating the steps within itself.
    """
    onward = steps.select("patient_id", via="day", end="to", more="n")
    joined = steps.join(onward, [steps.patient_id == onward.patient_id, steps.to == onward.via])
    return joined.group_by(["patient_id", "day"]).aggregate(
        to=joined.end.max(), n=(joined.n + joined.more).max()
    )
