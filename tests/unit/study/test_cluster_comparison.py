"""Outcomes of units that come in patients, held against every other allocation of treatments."""

from collections import Counter
from fractions import Fraction
from itertools import combinations

import pyarrow as pa
import pytest

from osteon.study.cell_keys import CellKeys
from osteon.study.cluster_comparison import compare_clusters

KEYS = CellKeys("response", group="single vs several", variable="improved")
PATIENTS = (
    # per patient, per site: schedule and whether pain improved; no single fraction failed
    ("several-", "single+", "several-", "several+", "single+"),
    ("several-", "single+", "several+", "several+"),
    ("several+", "single+"),
    ("single+",),
    ("several+", "several+"),
)


def count(patients):
    """Return the table of `count_clusters` for sites written as above."""
    rows = Counter(
        (number, site[:-1], "yes" if site.endswith("+") else "no")
        for number, sites in enumerate(patients)
        for site in sites
    )
    columns = zip(*((*key, n) for key, n in rows.items()), strict=True)
    return pa.table(dict(zip(("cluster", "group", "level", "n"), map(list, columns), strict=True)))


def compared(patients, groups=("single", "several")):
    cells = compare_clusters(KEYS, count(patients), "yes", groups, 0.95)
    return {cell.statistic: cell for cell in cells}


def enumerate_p_value(patients):
    """Return p by writing down every allocation of each patient's schedules to the sites."""
    chances = {0: Fraction(1)}
    observed = 0
    for sites in patients:
        improved = [site.endswith("+") for site in sites]
        n_single = sum(site.startswith("single") for site in sites)
        observed += sum(s.startswith("single") and s.endswith("+") for s in sites)
        picks = list(combinations(range(len(sites)), n_single))
        found = Counter(sum(improved[place] for place in pick) for pick in picks)
        chances = add(chances, {k: Fraction(n, len(picks)) for k, n in found.items()})
    return sum(chance for chance in chances.values() if chance <= chances[observed])


def add(left, right):
    total = Counter()
    for a, of_a in left.items():
        for b, of_b in right.items():
            total[a + b] += of_a * of_b
    return total


def test_a_group_without_failure_has_a_p_value_that_knows_the_patients():
    found = compared(PATIENTS)
    assert found["p_value_within_clustered"].value == pytest.approx(
        float(enumerate_p_value(PATIENTS))
    )
    assert found["p_value_within_clustered"].value == pytest.approx(0.475)
    assert 0 < found["p_value_rank_clustered"].value < 1


def test_its_odds_ratio_is_infinite_with_a_finite_lower_limit():
    ratio = compared(PATIENTS)["odds_ratio_within_clustered"]
    assert ratio.value == float("inf")
    assert 0 < ratio.conf_low < 1


def test_estimating_equations_have_no_solution_there_and_no_number():
    assert "p_value_clustered" not in compared(PATIENTS)
    one_failure = (*PATIENTS, ("single-", "several+"))
    assert 0 < compared(one_failure)["p_value_clustered"].value < 1


def test_patients_with_one_schedule_do_not_bear_on_the_test_within_patients():
    within = "p_value_within_clustered"
    more = (*PATIENTS, ("several-",), ("single+", "single+"))
    assert compared(more)[within].value == pytest.approx(compared(PATIENTS)[within].value)


def test_sites_are_not_patients():
    """The likely mistake: every site a patient of its own has another p."""
    alone = tuple((site,) for sites in PATIENTS for site in sites)
    assert float(enumerate_p_value(alone)) == 1
    pooled = (tuple(site for sites in PATIENTS for site in sites),)
    assert enumerate_p_value(pooled) != enumerate_p_value(PATIENTS)


def test_several_groups_are_compared_within_patients():
    sites = (("a+", "b-", "c-"), ("a+", "b+", "c-"), ("a+", "c-"), ("b-", "c+"))
    found = compared(sites, groups=("a", "b", "c"))
    assert set(found) == {"p_value_within_clustered"}
    assert 0 < found["p_value_within_clustered"].value < 1


@pytest.mark.parametrize("patients", [(("single+", "several+"),), (("single+",), ("single-",))])
def test_nothing_is_compared_where_nothing_differs(patients):
    assert compared(patients) == {}
