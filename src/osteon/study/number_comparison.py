"""Tests of a number between populations, and by how much they differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import CohortVariable
from osteon.errors import EstimationError
from osteon.estimate import (
    ValueCounts,
    estimate_location_shift,
    estimate_mean_difference,
    test_for_equal_means,
    test_for_kruskal_wallis,
    test_for_mann_whitney,
)
from osteon.protocol import NumericTest
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell

VERSUS = " vs "
SHIFT_METHOD = (
    "Hodges and Lehmann's shift, the median of all differences between a value of the first and "
    "one of the second"
)
RULES: Mapping[NumericTest, str] = {
    "rank": (
        "Numbers are tested by ranks, ties as their mean rank: two populations by the Mann-Whitney "
        "test, exact where both are smaller than fifty and no value is tied, else by the normal "
        "approximation with continuity correction; more by the Kruskal-Wallis test. Beside it "
        "stands Hodges and Lehmann's shift, of the first from the second, of several from the "
        "first. Missing values take no part."
    ),
    "welch": (
        "Numbers are tested by Welch's t test, each population with its own variance, with the "
        "difference of means, first less second. Missing values take no part."
    ),
    "student": (
        "Numbers are tested by Student's t test, with one variance for both populations, with the "
        "difference of means, first less second. Missing values take no part."
    ),
    "none": "Numbers are not tested, as the protocol asks for.",
}


def known_values(counts: pa.Table, groups: Sequence[str]) -> ValueCounts:
    """Return the known values of the groups that have any, in the order of the groups.

    Parameters
    ----------
    counts : Arrow table
        Columns ``group``, ``value`` (null where missing) and ``n``.
    groups : sequence of str
        Those wanted.
    """
    known = counts.filter(
        pc.and_(pc.is_valid(counts["value"]), pc.is_in(counts["group"], pa.array(groups)))
    )
    values = ValueCounts.from_arrow(known, value="value", group=["group"])
    return _pick(values, [group for group in groups if group in values.group_labels])


def _pick(values: ValueCounts, labels: Sequence[str]) -> ValueCounts:
    """Return the values of some groups, in this order."""
    rows = [values.group_labels.index(label) for label in labels]
    return ValueCounts(values.value, values.n[rows], tuple(labels))


def compare_numbers(
    keys: CellKeys,
    counts: pa.Table,
    groups: Sequence[str],
    variable: CohortVariable,
    *,
    test: NumericTest,
    conf_level: float,
) -> list[Cell]:
    """Return the test of a number between groups, and the difference with its interval.

    Parameters
    ----------
    keys : CellKeys
        Analysis and variable.
    counts : Arrow table
        Columns ``group``, ``value`` (null where missing) and ``n``.
    groups : sequence of str
        Those compared, in order.
    variable : CohortVariable
        The number; its unit is that of the difference.
    test : NumericTest
        What the protocol asks for.
    conf_level : float
        Of the intervals.

    Returns
    -------
    list of Cell
        None where the protocol asks for no test, or fewer than two groups have a known value.
    """
    values = known_values(counts, groups)
    if test == "none" or len(values.group_labels) < 2:
        return []
    own = replace(keys, group=VERSUS.join(groups), n=values.n_total)
    if test != "rank":
        return _compare_means(own, values, variable.unit, test, conf_level)
    if len(groups) > 2:
        found = test_for_kruskal_wallis(values)
        cells = [own.write("chi_square", found.statistic, found.method)]
        cells.append(own.write("df", found.df, found.method))
    else:
        found = test_for_mann_whitney(values)
        cells = [own.write("test_statistic", found.statistic, found.method)]
    cells.append(own.write("p_value", found.p_value, found.method))
    return [*cells, *_shifts(keys, values, variable.unit, conf_level)]


def _compare_means(
    keys: CellKeys, values: ValueCounts, unit: str, test: NumericTest, conf_level: float
) -> list[Cell]:
    is_pooled = test == "student"
    found = test_for_equal_means(values, equal_variances=is_pooled)
    difference = estimate_mean_difference(values, equal_variances=is_pooled, conf_level=conf_level)
    numbers = {"test_statistic": found.statistic, "df": found.df, "p_value": found.p_value}
    cells = [keys.write(word, number, found.method) for word, number in numbers.items()]
    return [*cells, keys.write_estimate("mean_difference", difference, found.method, unit=unit)]


def _shifts(keys: CellKeys, values: ValueCounts, unit: str, conf_level: float) -> Iterator[Cell]:
    """Yield the shift of the first group from the second, of several of each from the first."""
    first, *others = values.group_labels
    pairs = [(first, *others)] if len(others) == 1 else [(other, first) for other in others]
    for pair in pairs:
        compared = _pick(values, pair)
        try:
            shift = estimate_location_shift(compared, conf_level=conf_level)
        except EstimationError:  # too many distinct values to pair
            continue
        own = replace(keys, group=VERSUS.join(pair), n=compared.n_total)
        yield own.write_estimate("location_shift", shift, SHIFT_METHOD, unit=unit)
