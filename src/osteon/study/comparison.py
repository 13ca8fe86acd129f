"""Tests of one variable between groups, by one stated rule."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import CohortVariable
from osteon.errors import EstimationError
from osteon.estimate import (
    ContingencyTable,
    Estimate,
    TestResult,
    estimate_odds_ratio,
    test_for_independence,
    test_for_independence_exact,
)
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell
from osteon.study.summaries import found_levels, order_levels

LEAST_EXPECTED = 5
RANDOM_TABLES = 100_000
CONDITIONAL_METHOD = "exact conditional interval"
EXACT_RULE = "The exact forms stand beside the others, as the protocol asks for."
EMPTY_METHOD = "exact conditional interval, as a cell is empty"
RULE = (
    "Pearson's chi-square test without continuity correction, two-sided; where an expected count "
    "is below 5, Fisher's exact test beside it, and where a cell is empty the exact interval. "
    "Missing values take no part in a test."
)


def tabulate(
    counts: pa.Table, titles: Mapping[str, str], variable: CohortVariable, *, column: str
) -> ContingencyTable:
    """Return groups by levels, both in print order and in the words they are printed in.

    Parameters
    ----------
    counts : Arrow table
        Columns ``group``, `column` and ``n``.
    titles : mapping of str
        Printed word of each group that takes part, in order.
    variable : CohortVariable
        The levels.
    column : str
        Where the levels stand.

    Returns
    -------
    ContingencyTable
        Without missing values and without empty rows and columns.
    """
    groups = list(titles)
    known = counts.filter(
        pc.and_(
            pc.is_valid(counts[column]), pc.is_in(counts["group"], pa.array(groups, pa.string()))
        )
    )
    levels = order_levels(variable, found_levels(known, column))
    numbers = np.zeros((len(groups), len(levels)), dtype=np.int64)
    for row in known.to_pylist():
        numbers[groups.index(row["group"]), levels.index(str(row[column]))] += row["n"]
    words = [variable.levels.get(level, level) for level in levels]
    table = ContingencyTable.from_array(
        numbers, row_labels=list(titles.values()), column_labels=words
    )
    return table.without_empty_levels()


def compare(
    keys: CellKeys,
    label: str,
    table: ContingencyTable,
    conf_level: float,
    *,
    is_exact: bool = False,
) -> list[Cell]:
    """Return the tests of a table by the rule.

    Parameters
    ----------
    keys : CellKeys
        Analysis, the groups compared, and the variable.
    label : str
        Printed word of the variable.
    table : ContingencyTable
        Groups by levels.
    conf_level : float
        Of the odds ratio's interval, which a 2 x 2 table gets.
    is_exact : bool
        Whether the exact forms stand beside the others, however large the counts are.
    """
    if min(table.counts.shape) < 2:
        return []
    keys = replace(keys, n=table.n_total)
    pearson = test_for_independence(table)
    numbers = {
        "chi_square": pearson.statistic,
        "df": pearson.df,
        "p_value": pearson.p_value,
        "min_expected": pearson.min_expected,
    }
    cells = [keys.write(word, value, pearson.method) for word, value in numbers.items()]
    if is_exact or pearson.min_expected < LEAST_EXPECTED:
        exact = _test_exactly(table)
        cells.append(keys.write("p_value_exact", exact.p_value, exact.method))
    if table.counts.shape == (2, 2):
        cells.append(_odds_ratio(keys, label, table, conf_level))
        if is_exact and (table.counts > 0).all():
            ratio = estimate_odds_ratio(table, method="conditional", conf_level=conf_level)
            method = f"{_sides(label, table)}; {CONDITIONAL_METHOD}"
            cells.append(keys.write_estimate("odds_ratio_exact", ratio, method))
    return cells


def _test_exactly(table: ContingencyTable) -> TestResult:
    """Return Fisher's test; by random tables with the same margins where there are too many."""
    try:
        return test_for_independence_exact(table)
    except EstimationError:
        return test_for_independence_exact(table, simulate=RANDOM_TABLES)


def _odds_ratio(keys: CellKeys, label: str, table: ContingencyTable, conf_level: float) -> Cell:
    interval, ratio = _choose_odds_ratio(table, conf_level)
    return keys.write_estimate("odds_ratio", ratio, f"{_sides(label, table)}; {interval}")


def _sides(label: str, table: ContingencyTable) -> str:
    """Return which odds stand over which."""
    numerator, denominator = table.column_labels
    upper, lower = table.row_labels
    return f"{label}: odds of '{numerator}' against '{denominator}', '{upper}' over '{lower}'"


def _choose_odds_ratio(table: ContingencyTable, conf_level: float) -> tuple[str, Estimate]:
    """Return Woolf's ratio, or the exact conditional one where a cell is empty."""
    if (table.counts == 0).any():
        exact = estimate_odds_ratio(table, method="conditional", conf_level=conf_level)
        return EMPTY_METHOD, exact
    return "Woolf interval", estimate_odds_ratio(table, conf_level=conf_level)
