"""How long patients were under an antiresorptive drug, and what followed denosumab: D11."""

import ibis
from ibis.expr.types import Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.course import last_contact
from osteon.concepts.expressions.rows import NO, YES, answer, day_of, never, stack
from osteon.concepts.rules import OSTEOPOROSIS_AGENT, REBOUND_AGENT, TAIL_DAYS


def antiresorptive_exposed_days(tables: Tables, switches: Switches) -> Table:
    """Return the number of days under an antiresorptive drug."""
    windows = _windows(tables, switches)
    earlier = ibis.window(
        group_by=windows.patient_id, order_by=[windows.start, windows.end], preceding=(None, 1)
    )
    rows = windows.mutate(covered=windows.end.max().over(earlier))
    since = ibis.greatest(rows.start, ibis.coalesce(rows.covered, rows.start))
    rows = rows.mutate(added=ibis.greatest(rows.end - since, 0))
    exposed = rows.group_by("patient_id").aggregate(days=rows.added.sum(), end=rows.end.max())
    given = _drugs(tables, switches)
    treated = given.filter(given.agent.fill_null("") != OSTEOPOROSIS_AGENT)
    untreated = tables["patient"].select("patient_id").anti_join(treated, "patient_id")
    none = untreated.mutate(days=ibis.literal(0, "int64"), end=never())
    both = stack(exposed.cast({"days": "int64"}), none)
    return answer(both, both.days.cast("float64"), both.end)


def antiresorptive_exposure_end(tables: Tables, switches: Switches) -> Table:
    """Return the day on which the last exposure to an antiresorptive drug ended."""
    windows = _windows(tables, switches)
    last = windows.group_by("patient_id").aggregate(end=windows.end.max())
    return answer(last, last.end, last.end)


def denosumab_rebound(tables: Tables, switches: Switches) -> Table:
    """Return whether denosumab was ever stopped without an antiresorptive drug after it."""
    given = _drugs(tables, switches)
    stops = _unfollowed_stops(given, tables, switches)
    observed = stops.filter(stops.is_observed)
    first = observed.group_by("patient_id").aggregate(day=observed.until.min())
    present = answer(first, YES, first.day)
    had_denosumab = given.filter(given.agent == REBOUND_AGENT)
    is_dated = had_denosumab.is_dose & had_denosumab.day.notnull()
    undated = had_denosumab.anti_join(had_denosumab.filter(is_dated), "patient_id")
    undecided = stack(stops.select("patient_id"), undated.select("patient_id"))
    without = tables["patient"].select("patient_id").anti_join(undecided, "patient_id")
    return stack(present, answer(without, NO, never()))


def _drugs(tables: Tables, switches: Switches) -> Table:
    """Return every dose of an antiresorptive drug and every start of a course."""
    courses, doses = tables["antiresorptive_course"], tables["antiresorptive_dose"]
    return stack(
        courses.select(
            "patient_id", "agent", day=day_of(courses, "start_date", switches), is_dose=NO
        ),
        doses.select("patient_id", "agent", day=day_of(doses, "date", switches), is_dose=YES),
    )


def _windows(tables: Tables, switches: Switches) -> Table:
    """Return the exposure window of each dose, not merged: ``patient_id``, ``start``, ``end``."""
    given = _drugs(tables, switches)
    doses = given.filter(given.is_dose, given.day.notnull(), given.agent.isin(sorted(TAIL_DAYS)))
    branches = [
        (doses.agent == agent, ibis.literal(switches[f"{agent}_tail_days"], "int64"))
        for agent in TAIL_DAYS
    ]
    tail = ibis.cases(*branches, else_=never())
    return doses.select("patient_id", start=doses.day, end=doses.day + tail)


def _unfollowed_stops(given: Table, tables: Tables, switches: Switches) -> Table:
    """Return the ends of denosumab that no drug is known to have followed in time.

    Columns ``patient_id``, ``until`` (the last day of that time) and ``is_observed``: whether the
    patient was in contact up to then.
    """
    dated = given.filter(given.day.notnull())
    days = dated.group_by(["patient_id", "day"]).aggregate(
        is_dose=((dated.agent == REBOUND_AGENT) & dated.is_dose).fill_null(NO).any()
    )
    following = days.day.lead().over(group_by=days.patient_id, order_by=days.day)
    span = switches[f"{REBOUND_AGENT}_tail_days"] + switches["rebound_days"]
    rows = days.mutate(following=following, until=days.day + span)
    is_unfollowed = rows.following.isnull() | (rows.following > rows.until)
    stops = rows.filter(rows.is_dose, is_unfollowed)
    contact = last_contact(tables, switches).select("patient_id", contact="value")
    joined = stops.left_join(contact, "patient_id")
    is_observed = (joined.contact >= joined.until).fill_null(NO)
    return joined.select("patient_id", "until", is_observed=is_observed)
