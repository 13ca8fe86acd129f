"""Gray's test against R's cmprsk."""

from dataclasses import replace

import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    SurvivalCounts,
    test_for_incidence_difference,
    test_for_survival_difference,
)

RTOL = 1e-12  # the same sums in another order
PATIENTS = {  # case: group, stratum, rho
    "sex": ("sex", None, 0),
    "decade": ("decade", None, 0),
    "sex_by_decade": ("sex", "decade", 0),
    "decade_by_spike": ("decade", "spike", 0),
    "decade_rho_1": ("decade", None, 1),
}
CORNERS = ("none_of_cause", "tied", "ends_early", "time_zero")


@pytest.fixture(scope="module")
def patients(oracle_data):
    rows = oracle_data("mgus2_groups")

    def group(by: str, stratum: str | None = None) -> SurvivalCounts:
        strata = None if stratum is None else rows[stratum]
        return SurvivalCounts.from_rows(
            rows["time"], rows["status"], group=rows[by], stratum=strata
        )

    return group


@pytest.mark.parametrize("case", PATIENTS)
@pytest.mark.parametrize("cause", [1, 2])
def test_agrees_with_cmprsk(patients, expected, case, cause):
    by, stratum, rho = PATIENTS[case]
    found = test_for_incidence_difference(patients(by, stratum), cause=cause, rho=rho)
    table = expected("gray_test", case=case, cause=str(cause))
    assert_allclose(found.statistic, table["statistic"][0], rtol=RTOL)
    assert_allclose(found.p_value, table["p_value"][0], rtol=1e-6, atol=1e-15)  # 1 - pchisq in R
    assert found.df == table["df"][0]


@pytest.mark.parametrize("case", CORNERS)
def test_corner_cases_agree_with_cmprsk(oracle_data, expected, case):
    rows = oracle_data("gray_corners", case=case)
    counts = SurvivalCounts.from_rows(rows["time"], rows["status"], group=rows["group"])
    for cause in (1, 2):
        table = expected("gray_test", case=case, cause=str(cause))
        found = test_for_incidence_difference(counts, cause=cause)
        assert_allclose(found.statistic, table["statistic"][0], rtol=RTOL)


def many_times(counts: SurvivalCounts, times: int) -> SurvivalCounts:
    return replace(counts, n=counts.n * times)


@pytest.mark.parametrize(("times", "cause"), [(100, 1), (100, 2), (1000, 1)])
def test_many_patients_agree_with_cmprsk(patients, expected, times, cause):
    table = expected("gray_test_many", times=str(times), cause=str(cause))
    found = test_for_incidence_difference(many_times(patients("sex"), times), cause=cause)
    assert_allclose(found.statistic, table["statistic"][0], rtol=1e-10)


def test_cmprsk_is_wrong_where_32_bits_overflow(patients, expected):
    """Ten times the patients are ten times the evidence; cmprsk finds 230 times."""
    small, large = (
        test_for_incidence_difference(many_times(patients("sex"), times), cause=2).statistic
        for times in (100, 1000)
    )
    assert_allclose(large, 10 * small, rtol=0.01)
    theirs = expected("gray_test_many", times="1000", cause="2")["statistic"][0]
    assert theirs > 20 * large


@pytest.mark.parametrize("times", [10**4, 10**6, 10**9])
def test_the_statistic_grows_with_the_number_of_patients(patients, times):
    """Up to 1.4e12 patients."""
    limit = test_for_incidence_difference(many_times(patients("sex"), 10**12)).statistic / 10**12
    found = test_for_incidence_difference(many_times(patients("sex"), times)).statistic / times
    assert_allclose(found, limit, rtol=10 / times)


def test_log_rank_of_the_cause_does_not_pass(patients, expected):
    """Cause-specific hazards are another question."""
    rows = patients("sex")
    wrong = test_for_survival_difference(replace(rows, status=(rows.status == 1).astype(int)))
    table = expected("gray_test", case="sex", cause="1")
    with pytest.raises(AssertionError):
        assert_allclose(wrong.statistic, table["statistic"][0], rtol=0.01)
