"""Cox regression against R's coxph."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import CovariateCounts, fit_cox

RTOL = 1e-8  # both iterate until the coefficients no longer move
LOG_LIKELIHOOD_RTOL = 1e-11  # flat at the maximum
ATOL = 1e-12  # for coefficients that are zero

LUNG = ("age", "male", "ecog")
HEART = ("age", "year", "surgery", "transplant")
PBC = ("age", "log_bilirubin", "albumin", "edema")
LATE = {"entry": "entry"}
CASES = {  # case: data, covariates, further columns, settings of the fit
    "lung": ("lung", LUNG, {}, {}),
    "lung_breslow": ("lung", LUNG, {}, {"ties": "breslow"}),
    "lung_late": ("lung", LUNG, LATE, {}),
    "lung_late_breslow": ("lung", LUNG, LATE, {"ties": "breslow"}),
    "lung_weighted": ("lung", LUNG, {"weight": "weight"}, {}),
    "lung_cluster": ("lung", LUNG, {"cluster": "institution"}, {}),
    "lung_late_cluster": (
        "lung",
        LUNG,
        {"entry": "entry", "weight": "weight", "cluster": "institution"},
        {},
    ),
    "lung_strata": ("lung", ("age", "ecog"), {"stratum": "male"}, {}),
    "veteran": ("veteran", ("trt", "celltype", "karno", "age"), {}, {}),
    "veteran_strata": ("veteran", ("trt", "karno"), {"stratum": "celltype"}, {}),
    "colon_cluster": ("colon", ("rx", "age", "nodes"), {"stratum": "etype", "cluster": "id"}, {}),
    "heart": ("heart", HEART, LATE, {}),
    "heart_breslow": ("heart", HEART, LATE, {"ties": "breslow"}),
    "heart_cluster": ("heart", HEART, {"entry": "entry", "cluster": "id"}, {}),
    "heart_weighted": (
        "heart",
        ("age", "year", "transplant"),
        {"entry": "entry", "cluster": "id", "stratum": "surgery", "weight": "weight"},
        {},
    ),
    "pbc_months": ("pbc", PBC, {}, {"cause": 2}),
    "pbc_months_breslow": ("pbc", PBC, {}, {"cause": 2, "ties": "breslow"}),
    "pbc_months_robust": ("pbc", PBC, {}, {"cause": 2, "robust": True}),
    "rotterdam": (
        "rotterdam",
        ("age", "size", "nodes", "hormone", "chemotherapy", "grade"),
        {},
        {},
    ),
    "mgus2": ("mgus2", ("age", "male", "mspike", "hgb"), {}, {"cause": 1}),
}
CORNERS = ("all_tied", "one_event", "empty_risk_set", "entry_at_event", "time_zero")


@pytest.fixture(scope="module")
def counts_of(oracle_data):
    def read(case: str) -> CovariateCounts:
        name, covariates, columns, _ = CASES[case]
        rows = oracle_data(f"cox_{name}")
        return CovariateCounts.from_rows(
            rows["time"],
            rows["status"],
            {covariate: rows[covariate] for covariate in covariates},
            **{role: rows[column] for role, column in columns.items()},
        )

    return read


@pytest.fixture(scope="module")
def corner(oracle_data):
    def read(case: str) -> CovariateCounts:
        rows = oracle_data("cox_corners", case=case)
        late = {} if np.all(rows["entry"] < 0) else {"entry": rows["entry"]}
        return CovariateCounts.from_rows(rows["time"], rows["status"], {"x": rows["x"]}, **late)

    return read


@pytest.fixture
def assert_agrees(deviations, expected):
    def check(model, case):
        table = expected("cox_coefficients", case=case)
        naive = np.sqrt(np.diag(model.model_covariance))
        assert [name.replace("=", "", 1) for name in model.names] == list(table["name"])
        deviations.note("fit_cox", model.coefficients, table["coefficient"], RTOL, ATOL)
        deviations.note("fit_cox", model.std_errors, table["std_error"], RTOL, ATOL)
        deviations.note("fit_cox", naive, table["model_std_error"], RTOL, ATOL)

    return check


@pytest.mark.parametrize("case", CASES)
def test_coefficients_and_standard_errors_agree_with_r(counts_of, assert_agrees, case):
    assert_agrees(fit_cox(counts_of(case), **CASES[case][3]), case)


@pytest.mark.parametrize("case", CASES)
def test_likelihoods_and_tests_agree_with_r(counts_of, expected, deviations, case):
    model = fit_cox(counts_of(case), **CASES[case][3])
    table = {name: column[0] for name, column in expected("cox_models", case=case).items()}
    assert (model.n, model.n_event) == (table["n"], table["n_event"])
    for name in ("log_likelihood_null", "log_likelihood"):
        assert_allclose(getattr(model, name), table[name], rtol=LOG_LIKELIHOOD_RTOL)
    ratio = 2 * (table["log_likelihood"] - table["log_likelihood_null"])
    deviations.note("fit_cox", model.likelihood_ratio_test().statistic, ratio, RTOL, ATOL)
    deviations.note("fit_cox", model.score_test().statistic, table["score"], RTOL, ATOL)
    deviations.note("fit_cox", model.wald_test().statistic, table["wald"], RTOL, ATOL)


@pytest.mark.parametrize("case", CORNERS)
@pytest.mark.parametrize(
    ("suffix", "settings"),
    [("", {}), ("_breslow", {"ties": "breslow"}), ("_robust", {"robust": True})],
)
def test_corner_cases_agree_with_r(corner, assert_agrees, case, suffix, settings):
    assert_agrees(fit_cox(corner(case), **settings), case + suffix)


def test_other_coefficients_stay_right_where_a_group_has_no_event(oracle_data, expected):
    rows = oracle_data("cox_zero_events")
    covariates = {name: rows[name] for name in ("age", "ecog", "group")}
    model = fit_cox(CovariateCounts.from_rows(rows["time"], rows["status"], covariates))
    table = expected("cox_monotone")
    assert model.infinite == ("group",)
    assert_allclose(model.coefficients[:2], table["coefficient"][:2], rtol=1e-6)
    assert_allclose(model.std_errors[:2], table["std_error"][:2], rtol=1e-6)
    assert_allclose(model.log_likelihood, table["log_likelihood"][0], rtol=1e-8)


@pytest.mark.parametrize(
    ("case", "mistake"),
    [
        ("lung", {"ties": "breslow"}),
        ("pbc_months", {"ties": "breslow"}),
        ("heart_cluster", {"robust": False}),
        ("lung_weighted", {"robust": False}),
        ("mgus2", {"cause": None}),
    ],
)
def test_the_oracle_sees_a_wrong_setting(counts_of, assert_agrees, case, mistake):
    """Breslow taken for Efron, a variance that trusts the model, any event for the cause."""
    model = fit_cox(counts_of(case), **{**CASES[case][3], **mistake})
    with pytest.raises(AssertionError):
        assert_agrees(model, case)


@pytest.mark.parametrize("column", ["entry", "weight", "cluster"])
def test_the_oracle_sees_a_column_that_was_ignored(counts_of, assert_agrees, column):
    without = replace(counts_of("lung_late_cluster"), **{column: None})
    with pytest.raises(AssertionError):
        assert_agrees(fit_cox(without), "lung_late_cluster")


def test_the_oracle_sees_entry_taken_as_at_risk(counts_of, assert_agrees):
    """A patient is not at risk on the day of entry; closing the interval there must not agree."""
    counts = counts_of("heart")
    closed = replace(counts, entry=counts.entry - 1e-6)
    with pytest.raises(AssertionError):
        assert_agrees(fit_cox(closed), "heart")


def test_the_oracle_sees_weights_taken_as_frequencies(counts_of, assert_agrees):
    counts = counts_of("lung_weighted")
    doubled = replace(counts, n=np.round(4 * counts.weight), weight=None)
    with pytest.raises(AssertionError):
        assert_agrees(fit_cox(doubled, robust=True), "lung_weighted")
