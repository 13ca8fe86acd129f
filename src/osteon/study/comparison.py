"""Tests of one variable between groups, by one stated rule."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import CohortVariable
from osteon.estimate import (
    ContingencyTable,
    Estimate,
    estimate_odds_ratio,
    test_for_independence,
    test_for_independence_exact,
)
from osteon.study.results import Cell, GuardFinding
from osteon.study.summaries import order_levels

RULE = (
    "Pearson's chi-square test without continuity correction, two-sided; where an expected count "
    "is below 5, Fisher's exact test beside it. Missing values take no part in a test."
)


def tabulate(
    counts: pa.Table, groups: Sequence[str], variable: CohortVariable, *, column: str
) -> ContingencyTable:
    """Return groups by levels in print order, without missing values and without empty levels."""
    known = counts.filter(
        pc.and_(pc.is_valid(counts[column]), pc.is_in(counts["group"], pa.array(list(groups))))
    )
    table = ContingencyTable.from_arrow(known, row="group", column=column)
    rows = [group for group in groups if group in table.row_labels]
    found = dict(zip(table.column_labels, table.column_totals.tolist(), strict=True))
    levels = order_levels(variable, found)
    return table.select(rows=rows, columns=levels).without_empty_levels()


def compare(
    analysis: str, variable: str, table: ContingencyTable, group: str, conf_level: float
) -> tuple[list[Cell], list[GuardFinding]]:
    """Return the tests of a table by the rule, the odds ratio of a 2 x 2 table, and SPARSE-01.

    Parameters
    ----------
    analysis, variable, group : str
        Keys of the cells.
    table : ContingencyTable
        Groups by levels.
    conf_level : float
        Of the odds ratio's interval.
    """
    if min(table.counts.shape) < 2:
        return [], []
    keys = {"analysis": analysis, "group": group, "variable": variable, "n": table.n_total}
    pearson = test_for_independence(table)
    method = f"{pearson.method}, {table.n_total} patients with a value"
    cells = [
        Cell(**keys, statistic="chi_square", value=pearson.statistic, method=method),
        Cell(**keys, statistic="df", value=pearson.df, method=method),
        Cell(**keys, statistic="p_value", value=pearson.p_value, method=method),
        Cell(**keys, statistic="min_expected", value=pearson.min_expected, method=method),
    ]
    findings = []
    if pearson.min_expected < 5:
        exact = test_for_independence_exact(table)
        cells.append(
            Cell(**keys, statistic="p_value_exact", value=exact.p_value, method=exact.method)
        )
        findings.append(_sparse(analysis, variable, pearson.n_expected_below_5))
    if table.counts.shape == (2, 2):
        cells.append(_odds_ratio(keys, table, conf_level))
    return cells, findings


def _odds_ratio(keys: dict[str, str], table: ContingencyTable, conf_level: float) -> Cell:
    method, ratio = _choose_odds_ratio(table, conf_level)
    numerator, denominator = table.column_labels
    return Cell(
        **keys,
        statistic="odds_ratio",
        value=ratio.value,
        conf_low=ratio.conf_low,
        conf_high=ratio.conf_high,
        conf_level=conf_level,
        method=f"Odds of '{numerator}' against '{denominator}', '{table.row_labels[0]}' over "
        f"'{table.row_labels[1]}'; {method}",
    )


def _choose_odds_ratio(table: ContingencyTable, conf_level: float) -> tuple[str, Estimate]:
    """Return Woolf's ratio, or the exact conditional one where a cell is empty."""
    if (table.counts == 0).any():
        exact = estimate_odds_ratio(table, method="conditional", conf_level=conf_level)
        return "exact conditional interval, as a cell is empty", exact
    return "Woolf interval", estimate_odds_ratio(table, conf_level=conf_level)


def _sparse(analysis: str, variable: str, n_cells: int) -> GuardFinding:
    return GuardFinding(
        code="SPARSE-01",
        analysis=analysis,
        message=f"In '{variable}' {n_cells} expected counts are below 5; the chi-square "
        "approximation may not hold.",
        hint="Read the exact test beside it.",
    )
