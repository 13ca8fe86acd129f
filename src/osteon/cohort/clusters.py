"""Counts within patients, where units of one patient are not independent of each other."""

from collections.abc import Sequence

import ibis
import pyarrow as pa

from osteon.cohort.build import Cohort
from osteon.cohort.counts import sort_table
from osteon.cohort.rows import members, printable


def count_clusters(
    cohort: Cohort, population: str, variable: str, group: str | None = None
) -> pa.Table:
    """Count the values of a variable within each patient of a population.

    Parameters
    ----------
    cohort : Cohort
        One row a unit of analysis.
    population : str
        Which units.
    variable : str
        The values; units without one have the level ``missing``.
    group : str, optional
        Counted apart; units without one are left out.

    Returns
    -------
    Arrow table
        Columns ``cluster`` (a number without meaning, one for each patient), ``group`` (empty text
        without one), ``level``, ``n``. It has a row for single patients and stays in memory.
    """
    inside = members(cohort, population, "patient_id", variable, group)
    rows = inside.select(
        cluster=ibis.dense_rank().over(order_by=inside.patient_id),
        group=printable(inside, group, cohort) if group else ibis.literal(""),
        level=ibis.coalesce(printable(inside, variable, cohort), "missing"),
    )
    known = rows.filter(rows.group.notnull())
    keys: Sequence[str] = ("cluster", "group", "level")
    counted = known.group_by(list(keys)).aggregate(n=known.count())
    return sort_table(counted.to_pyarrow(), keys)
