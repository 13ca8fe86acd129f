"""An outcome of clustered units compared between groups, by methods that know the patients."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from osteon.errors import EstimationError
from osteon.estimate import (
    BinaryCounts,
    ClusteredValues,
    StratifiedTable,
    estimate_common_odds_ratio,
    fit_gee,
    test_for_clustered_rank_sum,
    test_for_conditional_independence,
    test_for_conditional_independence_exact,
)
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell

GEE_METHOD = "Generalised estimating equations, exchangeable correlation within patients"
WITHIN_METHOD = "Exact conditional test within patients, over every other allocation of their units"
WITHIN_RATIO_METHOD = "Exact conditional odds ratio within patients"
RANK_METHOD = "Datta-Satten rank-sum test, each patient of the same weight"
STRATA_METHOD = "Cochran-Mantel-Haenszel test within patients"
CLUSTER_RULE = (
    "Units of one patient are not independent: beside the naive tests stand generalised "
    "estimating equations, which have no solution where every or no unit of a group has the "
    "outcome; the exact test within patients, to which only patients with units in both groups "
    "contribute; and a rank-sum test to which all contribute. Several groups are compared within "
    "patients."
)


def compare_clusters(
    keys: CellKeys, counts: pa.Table, event: str, groups: Sequence[str], conf_level: float
) -> list[Cell]:
    """Return the clustered odds ratios and tests of an event between groups of units.

    Parameters
    ----------
    keys : CellKeys
        Of the cells.
    counts : Arrow table
        As `count_clusters` returns it.
    event : str
        The level that counts as the event.
    groups : sequence of str
        The group whose odds are taken first, then those they are held against.
    conf_level : float
        Of the intervals.

    Returns
    -------
    list of Cell
        Of two groups by estimating equations, where these have a solution; within patients; and
        by ranks. Of several groups within patients. None where every or no unit has the event.
    """
    compared = pc.is_in(counts["group"], pa.array(list(groups)))
    inside = counts.filter(pc.and_(compared, pc.not_equal(counts["level"], "missing")))
    table = pa.table(
        {
            "group": pc.index_in(inside["group"], pa.array(list(groups))).cast(pa.int64()),
            "event": pc.cast(pc.equal(inside["level"], event), pa.int64()),
            "cluster": inside["cluster"],
            "n": inside["n"],
        }
    )
    if len(pc.unique(table["event"])) < 2 or len(pc.unique(table["group"])) < 2:
        return []
    if len(groups) > 2:
        return [_compare_strata(keys, table)]
    return [
        *_fit_equations(keys, table, conf_level),
        *_compare_within(keys, table, conf_level),
        _compare_ranks(keys, table),
    ]


def _fit_equations(keys: CellKeys, table: pa.Table, conf_level: float) -> list[Cell]:
    is_first = pc.subtract(1, table["group"])
    coded = table.set_column(table.column_names.index("group"), "group", is_first)
    try:
        model = fit_gee(BinaryCounts.from_arrow(coded, covariates=["group"], cluster="cluster"))
    except EstimationError:
        return []
    ratio = model.odds_ratios(conf_level)["group"]
    return [
        keys.write("p_value_clustered", model.p_values()["group"], GEE_METHOD),
        keys.write_estimate("odds_ratio_clustered", ratio, GEE_METHOD),
    ]


def _compare_within(keys: CellKeys, table: pa.Table, conf_level: float) -> list[Cell]:
    strata = _by_patient(table)
    test = test_for_conditional_independence_exact(strata)
    ratio = estimate_common_odds_ratio(strata, method="conditional", conf_level=conf_level)
    return [
        keys.write("p_value_within_clustered", test.p_value, f"{WITHIN_METHOD}, two-sided"),
        keys.write_estimate("odds_ratio_within_clustered", ratio, WITHIN_RATIO_METHOD),
    ]


def _compare_ranks(keys: CellKeys, table: pa.Table) -> Cell:
    values = ClusteredValues.from_arrow(table, value="event", cluster="cluster", group=["group"])
    p_value = test_for_clustered_rank_sum(values).p_value
    return keys.write("p_value_rank_clustered", p_value, f"{RANK_METHOD}, two-sided")


def _compare_strata(keys: CellKeys, table: pa.Table) -> Cell:
    test = test_for_conditional_independence(_by_patient(table))
    return keys.write("p_value_within_clustered", test.p_value, STRATA_METHOD)


def _by_patient(table: pa.Table) -> StratifiedTable:
    """Return a table a patient, those with the event in the first column."""
    without = pc.subtract(1, table["event"])
    coded = table.set_column(table.column_names.index("event"), "event", without)
    return StratifiedTable.from_arrow(coded, row="group", column="event", stratum=["cluster"])
