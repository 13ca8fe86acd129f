"""Events that come again: rows of a table, those of one episode counted once."""

import ibis
from ibis.expr.types import Table

from osteon.cohort.conditions import compile_condition
from osteon.cohort.days import field_values
from osteon.dictionary import ENTITIES
from osteon.protocol import DateRule, EventRows, parse_condition
from osteon.snapshot import Snapshot, hold


def derive_episodes(
    events: EventRows, snapshot: Snapshot, spine: Table, *, rule: DateRule
) -> Table:
    """Return the days on which each unit had an event that counts.

    Parameters
    ----------
    events : EventRows
        Which rows are events, and how long an episode lasts.
    snapshot : Snapshot
        Where the records are.
    spine : ibis Table
        One row a unit, with ``unit_id`` and ``patient_id``.
    rule : {"earliest", "midpoint", "latest"}
        Which day a partial date stands for.

    Returns
    -------
    ibis Table
        Columns ``unit_id`` and ``day``, days since 1970-01-01, each pair once.
    """
    days = _days(events, snapshot, rule)
    if events.link is None:
        of_patient = days.select(patient_id=days.key, day=days.day)
        days = spine.select("unit_id", "patient_id").join(of_patient, "patient_id")
    else:
        days = spine.select("unit_id").join(days.select(unit_id=days.key, day=days.day), "unit_id")
    return _counted(days.select("unit_id", "day").distinct(), events.window_days)


def _days(events: EventRows, snapshot: Snapshot, rule: DateRule) -> Table:
    """Return key and day of each row that fits, or of the first row of each episode."""
    rows = snapshot.table(events.table)
    values = field_values(rows, events.table, rule)
    fitting = rows
    if events.where is not None:
        condition = parse_condition(events.where, where=events.table)
        fitting = rows.filter(compile_condition(condition, values))
    own = values[ENTITIES[events.table].key]
    found = fitting.select(
        key=values[events.link] if events.link else rows.patient_id,
        day=values[events.date],
        episode=ibis.coalesce(values[events.part_of], own) if events.part_of else own,
    )
    dated = found.filter(found.day.notnull())
    return dated.group_by(["key", "episode"]).aggregate(day=dated.day.min())


def _counted(days: Table, window_days: int) -> Table:
    """Return the first day of each unit, then always the next that is a window later or more.

    One round finds one event of each unit; there are as many rounds as one unit has events.
    """
    left = hold(days)
    counted = left.limit(0)
    while _has_rows(left):
        first = hold(left.group_by("unit_id").aggregate(day=left.day.min()))
        counted = counted.union(first)
        joined = left.join(first.select("unit_id", counted_on="day"), "unit_id")
        later = joined.filter(joined.day >= joined.counted_on + window_days)
        left = hold(later.select("unit_id", "day"))
    return hold(counted)


def _has_rows(table: Table) -> bool:
    return bool(table.limit(1).count().to_pyarrow().as_py())
