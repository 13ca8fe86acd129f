"""How far apart two populations are in a variable, whatever their size."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from osteon.cohort import CohortVariable
from osteon.estimate import ContingencyTable, ValueCounts, estimate_standardised_difference
from osteon.study.cell_keys import CellKeys
from osteon.study.comparison import tabulate
from osteon.study.number_comparison import known_values
from osteon.study.results import Cell

STATISTIC = "standardised_difference"
OF_MEANS = "Standardised difference of means, first less second"
OF_LEVELS = "Standardised difference over all levels, a distance without sign (Yang and Dalton)"
RULE = (
    "Standardised differences are in standard deviations, the root of the mean variance of both "
    "populations: of means for a number, of the share of its first level for a variable of two, "
    "over all levels for one of more. Missing values are left aside."
)


def standardised_difference(
    keys: CellKeys, counts: pa.Table, groups: Sequence[str], variable: CohortVariable
) -> Cell:
    """Return how far apart two groups are in a variable, as a cell.

    Parameters
    ----------
    keys : CellKeys
        Analysis, the groups compared, and the variable.
    counts : Arrow table
        Columns ``group``, ``value`` (null where missing) and ``n``.
    groups : sequence of str
        The two compared; the sign is that of the first less the second.
    variable : CohortVariable
        Its kind decides: means of a number, shares of the levels of anything else.

    Returns
    -------
    Cell
        NaN where a group has no known value, or a variance cannot be estimated.
    """
    if variable.kind == "number":
        values = known_values(counts, groups)
        return _write(keys, values, OF_MEANS)
    table = tabulate(counts, {group: group for group in groups}, variable, column="value")
    if len(table.column_labels) != 2:
        return _write(keys, table, OF_LEVELS)
    level = table.column_labels[0]
    return _write(keys, table, f"Standardised difference of '{level}', first less second")


def _write(keys: CellKeys, counts: ContingencyTable | ValueCounts, method: str) -> Cell:
    labels = counts.row_labels if isinstance(counts, ContingencyTable) else counts.group_labels
    value = estimate_standardised_difference(counts) if len(labels) == 2 else math.nan
    return replace(keys, n=int(counts.n_total)).write(STATISTIC, value, method)
