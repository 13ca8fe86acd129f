"""Kappa against R and statsmodels."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from osteon import estimate

RTOL = 1e-12  # a closed form
DERIVATIVE_RTOL = 1e-9  # the oracle differentiates numerically; seen: 9e-12
CASES = ("two", "three", "carcinoma", "perfect", "below_chance")
WEIGHTS = ("none", "linear", "quadratic")


@pytest.fixture
def readers(oracle_data):
    def load(case: str) -> estimate.ContingencyTable:
        rows = oracle_data("readers", case=case)
        counts = np.zeros((int(rows["row"].max()), int(rows["column"].max())), dtype=int)
        counts[rows["row"].astype(int) - 1, rows["column"].astype(int) - 1] = rows["n"]
        return estimate.ContingencyTable.from_array(counts)

    return load


@pytest.fixture
def ratings(oracle_data):
    def load(case: str) -> np.ndarray:
        rows = oracle_data("ratings", case=case)
        counts = np.zeros((int(rows["unit"].max()), int(rows["level"].max())), dtype=int)
        counts[rows["unit"].astype(int) - 1, rows["level"].astype(int) - 1] = rows["n"]
        return counts

    return load


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("case", CASES)
def test_cohens_kappa_agrees_with_the_formulae_in_r(readers, expected, case, weights, deviations):
    found = estimate.estimate_kappa(readers(case), weights=weights)
    wanted = expected("kappa", case=case, weights=weights)
    deviations.note("estimate_kappa", found.value, wanted["value"][0], RTOL, 0)
    deviations.note("estimate_kappa", found.std_error, wanted["std_error"][0], RTOL, 1e-8)


@pytest.mark.parametrize("case", ["two", "three", "carcinoma", "below_chance"])
def test_cohens_kappa_agrees_with_statsmodels(readers, case):
    """An implementation by others, of both the value and its standard error."""
    table = readers(case)
    for weights, name in (("none", None), ("linear", "linear"), ("quadratic", "quadratic")):
        other = cohens_kappa(table.counts, wt=name)
        found = estimate.estimate_kappa(table, weights=weights)
        assert_allclose(found.value, other.kappa, rtol=RTOL)
        assert_allclose(found.std_error, np.sqrt(other.var_kappa), rtol=1e-10)
        assert_allclose(found.conf_low, max(-1, other.kappa_low), rtol=1e-10)


def test_the_standard_error_under_kappa_0_would_not_agree(readers, expected):
    """The standard error for testing kappa = 0 does not belong into an interval."""
    counts = readers("three").counts
    wrong = np.sqrt(cohens_kappa(counts).var_kappa0)
    with pytest.raises(AssertionError):
        assert_allclose(
            wrong, expected("kappa", case="three", weights="none")["std_error"][0], 0.02
        )


@pytest.mark.parametrize("case", ["fourteen", "unequal"])
def test_fleiss_kappa_agrees_with_r(ratings, expected, case, deviations):
    found, wanted = (
        estimate.estimate_fleiss_kappa(ratings(case)),
        expected("fleiss_kappa", case=case),
    )
    deviations.note("estimate_fleiss_kappa", found.value, wanted["value"][0], RTOL, 0)
    deviations.note(
        "estimate_fleiss_kappa", found.std_error, wanted["std_error"][0], DERIVATIVE_RTOL, 0
    )


@pytest.mark.parametrize("case", ["fourteen", "unequal"])
def test_fleiss_standard_error_is_near_the_jackknife(ratings, expected, case):
    found = estimate.estimate_fleiss_kappa(ratings(case)).std_error
    assert_allclose(found, expected("fleiss_kappa", case=case)["jackknife"][0], rtol=0.15)


def test_fleiss_kappa_is_the_printed_one(ratings):
    """Ten units and fourteen readers, the example known from Wikipedia: 0.210."""
    found = estimate.estimate_fleiss_kappa(ratings("fourteen")).value
    assert found == pytest.approx(0.210, abs=5e-4)
    assert found == pytest.approx(fleiss_kappa(ratings("fourteen")), rel=1e-12)


def test_randolphs_kappa_would_not_agree(ratings, expected):
    """With the same chance for each level, agreement beyond chance is another number."""
    wrong = fleiss_kappa(ratings("fourteen"), method="randolph")
    with pytest.raises(AssertionError):
        assert_allclose(wrong, expected("fleiss_kappa", case="fourteen")["value"][0], rtol=0.05)


@pytest.fixture
def readings(oracle_data):
    """Patients, and the levels that three readers put their units into."""
    rows = oracle_data("clustered_readings")
    readers = np.array([rows[name].astype(int) - 1 for name in ("first", "second", "third")])
    return rows["cluster"].astype(int), readers


def squares(readings) -> np.ndarray:
    """Return the table of two readers in each patient."""
    patients, (first, second, _) = readings
    tables = np.zeros((patients.max(), 3, 3), dtype=int)
    np.add.at(tables, (patients - 1, first, second), 1)
    return tables


@pytest.mark.parametrize("weights", WEIGHTS)
def test_kappa_of_clustered_units_agrees_with_r(readings, expected, weights, deviations):
    found = estimate.estimate_clustered_kappa(squares(readings), weights=weights)
    wanted = expected("clustered_kappa", case=weights)
    name = "estimate_clustered_kappa"
    deviations.note(name, found.value, wanted["value"][0], RTOL, 0)
    deviations.note(name, found.std_error, wanted["std_error"][0], DERIVATIVE_RTOL, 0)


def test_kappa_of_clustered_units_agrees_with_survey(readings, expected):
    found = estimate.estimate_clustered_kappa(squares(readings))
    wanted = expected("clustered_kappa", case="survey")
    assert_allclose(found.value, wanted["value"][0], rtol=RTOL)
    assert_allclose(found.std_error, wanted["std_error"][0], rtol=RTOL)


def test_fleiss_kappa_of_clustered_units_agrees_with_r(readings, expected):
    patients, readers = readings
    ratings = (readers[:, :, None] == np.arange(3)).sum(axis=0)
    found = estimate.estimate_fleiss_kappa(ratings, cluster=patients)
    wanted = expected("clustered_kappa", case="fleiss")
    assert_allclose(found.value, wanted["value"][0], rtol=RTOL)
    assert_allclose(found.std_error, wanted["std_error"][0], rtol=DERIVATIVE_RTOL)


def test_units_taken_as_independent_would_not_agree(readings, expected):
    table = estimate.ContingencyTable.from_array(squares(readings).sum(axis=0))
    wrong = estimate.estimate_kappa(table)
    wanted = expected("clustered_kappa", case="survey")
    assert_allclose(wrong.value, wanted["value"][0], rtol=RTOL)
    with pytest.raises(AssertionError):
        assert_allclose(wrong.std_error, wanted["std_error"][0], rtol=0.05)


def test_one_unit_a_cluster_is_the_independent_case():
    table = np.array([[20, 5], [10, 15]])
    cells = [(row, column) for row, column in np.ndindex(2, 2) for _ in range(table[row, column])]
    single = np.zeros((len(cells), 2, 2), dtype=int)
    single[(np.arange(len(cells)), *np.transpose(cells))] = 1
    found = estimate.estimate_clustered_kappa(single)
    independent = estimate.estimate_kappa(estimate.ContingencyTable.from_array(table))
    assert_allclose(found.std_error, independent.std_error * np.sqrt(50 / 49), rtol=RTOL)
