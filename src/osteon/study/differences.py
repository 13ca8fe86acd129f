"""By how much shares differ between groups, where no odds ratio says it."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from osteon.cohort import CohortVariable
from osteon.estimate import ContingencyTable, estimate_proportion_difference
from osteon.study.cell_keys import CellKeys
from osteon.study.comparison import tabulate
from osteon.study.results import Cell

METHOD = "Difference of percents, missing values apart; Newcombe interval"
RULE = (
    "A table of two groups by two levels gets an odds ratio, a larger one the differences of its "
    "percents: of the first group from the second, of several from the first."
)


def compare_shares(
    keys: CellKeys,
    counts: pa.Table,
    groups: Sequence[str],
    variable: CohortVariable,
    *,
    column: str,
    conf_level: float,
) -> list[Cell]:
    """Return the differences of percents between groups, level by level.

    Parameters
    ----------
    keys : CellKeys
        Analysis and variable.
    counts : Arrow table
        Columns ``group``, `column` and ``n``.
    groups : sequence of str
        Those compared, in order.
    variable : CohortVariable
        Its levels; of two the first is compared.
    column : str
        Where the levels stand.
    conf_level : float
        Of the intervals.

    Returns
    -------
    list of Cell
        None for a table of two by two, which has an odds ratio, or where nothing can be compared.
    """
    ids = replace(variable, levels={level: level for level in variable.levels})
    table = tabulate(counts, {group: group for group in groups}, ids, column=column)
    n_rows, n_columns = table.counts.shape
    if min(n_rows, n_columns) < 2 or (n_rows, n_columns) == (2, 2):
        return []
    reference = 1 if n_rows == 2 else 0
    levels = [0] if n_columns == 2 else range(n_columns)
    cells = []
    for row in range(n_rows):
        if row == reference:
            continue
        compared = f"{table.row_labels[row]} vs {table.row_labels[reference]}"
        for level in levels:
            difference = estimate_proportion_difference(
                _two_by_two(table, row, reference, level), conf_level=conf_level
            )
            at_level = replace(keys, group=compared).at(table.column_labels[level])
            cells.append(
                at_level.write_estimate(
                    "risk_difference", difference, METHOD, unit="%", per_unit=1 / 100
                )
            )
    return cells


def _two_by_two(table: ContingencyTable, row: int, other: int, level: int) -> ContingencyTable:
    """Return two groups by whether they have a level."""
    has = table.counts[[row, other], level]
    return ContingencyTable.from_array(
        [[n, total - n] for n, total in zip(has, table.row_totals[[row, other]], strict=True)]
    )
