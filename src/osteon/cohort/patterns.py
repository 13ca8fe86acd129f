"""Readings of the same units: how many have which pattern of levels."""

from collections.abc import Sequence

import ibis
import pyarrow as pa

from osteon.cohort.build import Cohort
from osteon.cohort.counts import sort_table
from osteon.cohort.rows import members, printable


def count_pattern(cohort: Cohort, population: str, variables: Sequence[str]) -> pa.Table:
    """Count the units with each pattern of values; a column for each variable, and ``n``."""
    inside = members(cohort, population, *variables)
    rows = inside.select(**{name: printable(inside, name, cohort) for name in variables})
    counted = rows.group_by(list(variables)).aggregate(n=rows.count()).to_pyarrow()
    return sort_table(counted, variables)


def count_patterns_in_patients(
    cohort: Cohort, population: str, variables: Sequence[str]
) -> pa.Table:
    """Count patterns within each patient: one more column, ``cluster``, a number without meaning.

    It has rows of single patients and stays in memory.
    """
    inside = members(cohort, population, "patient_id", *variables)
    rows = inside.select(
        cluster=ibis.dense_rank().over(order_by=inside.patient_id),
        **{name: printable(inside, name, cohort) for name in variables},
    )
    keys = ("cluster", *variables)
    counted = rows.group_by(list(keys)).aggregate(n=rows.count()).to_pyarrow()
    return sort_table(counted, keys)
