"""Measurements in steps of time since a date: how many units had which value."""

import pyarrow as pa
from ibis.expr.types import Table

from osteon.cohort.build import Cohort
from osteon.cohort.conditions import compile_condition
from osteon.cohort.counts import sort_table
from osteon.cohort.days import field_values
from osteon.cohort.rows import members
from osteon.protocol import DateRule, Measurement, Trajectory, parse_condition

STEP_DAYS = {"days": 1, "weeks": 7}


def count_trajectory(
    cohort: Cohort, analysis: Trajectory, measurement: Measurement, rule: DateRule
) -> pa.Table:
    """Count each value in each step; a unit's last value of a step counts.

    Parameters
    ----------
    cohort : Cohort
        One row a unit of analysis.
    analysis : Trajectory
        Population, origin and steps.
    measurement : Measurement
        What is measured.
    rule : {"earliest", "midpoint", "latest"}
        Which day a partial date stands for.

    Returns
    -------
    Arrow table
        Columns ``step`` (the number of a step, 0 from the origin on), ``value``, ``n``.
    """
    inside = members(cohort, analysis.population, "unit_id", "patient_id", analysis.origin)
    units = inside.select("unit_id", "patient_id", origin=inside[analysis.origin])
    days = _values_by_day(cohort, measurement, rule)
    key = units.unit_id if measurement.link else units.patient_id
    joined = units.join(days, key == days.key)
    length = STEP_DAYS[analysis.step]
    since_first = joined.day - joined.origin - analysis.first * length
    within = joined.mutate(since=since_first)
    n_days = (analysis.last - analysis.first + 1) * length
    within = within.filter(within.since >= 0, within.since < n_days)
    stepped = within.select(
        "unit_id", "value", "day", step=(within.since // length).cast("int64") + analysis.first
    )
    latest = stepped.group_by(["unit_id", "step"]).aggregate(day=stepped.day.max())
    last = stepped.join(latest, ["unit_id", "step", "day"])
    counted = last.group_by(["step", "value"]).aggregate(n=last.count())
    return sort_table(counted.to_pyarrow(), ["step", "value"])


def _values_by_day(cohort: Cohort, measurement: Measurement, rule: DateRule) -> Table:
    """Return key, day and value, one row a key and day."""
    rows = cohort.snapshot.table(measurement.table)
    values = field_values(rows, measurement.table, rule)
    fitting = rows
    if measurement.where is not None:
        condition = parse_condition(measurement.where, where=measurement.table)
        fitting = rows.filter(compile_condition(condition, values))
    found = fitting.select(
        key=values[measurement.link] if measurement.link else rows.patient_id,
        day=values[measurement.date],
        value=values[measurement.value].cast("float64"),
    )
    known = found.filter(found.day.notnull(), found.value.notnull())
    total = known.value.sum() if measurement.daily == "sum" else known.value.max()
    return known.group_by(["key", "day"]).aggregate(value=total)
