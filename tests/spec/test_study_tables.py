"""What the tables of the siNET study say: bone metastases against stage IV without them."""

import pytest

from osteon import estimate

SEX = [[65, 40], [108, 92]]  # men, women
SITE = [[77, 7, 2, 19], [151, 13, 10, 26]]  # ileum, jejunum, duodenum, undetermined
GRADE = [[55, 44, 6], [119, 77, 2]]  # G1, G2, G3; two patients without a grade are left out
FUNCTIONING = [[77, 28], [94, 106]]  # functioning, non-functioning


@pytest.mark.parametrize(
    ("variable", "counts", "p_value"),
    [
        ("sex", SEX, 0.1856),
        ("site of the primary tumour", SITE, 0.4019),
        ("grade", GRADE, 0.0365),
        ("functioning tumour", FUNCTIONING, 1.07e-5),
    ],
)
def test_characteristics_by_bone_metastasis(variable, counts, p_value):
    table = estimate.ContingencyTable.from_array(counts)
    assert estimate.test_for_independence(table).p_value == pytest.approx(p_value, rel=3e-3)


def test_functioning_tumours_have_three_times_the_odds_of_bone_metastases():
    ratio = estimate.estimate_odds_ratio(estimate.ContingencyTable.from_array(FUNCTIONING))
    found = [round(number, 3) for number in (ratio.value, ratio.conf_low, ratio.conf_high)]
    assert found == [3.101, 1.855, 5.185]


def test_no_skeletal_event_under_antiresorptive_treatment():
    """13 of 76 against 0 of 29: the source printed p < 0.0001, which its counts do not give."""
    events = estimate.ContingencyTable.from_array([[13, 63], [0, 29]])
    assert round(estimate.test_for_independence_exact(events).p_value, 4) == 0.0176


def test_no_event_among_29_leaves_a_risk_of_one_in_nine():
    assert round(estimate.estimate_proportion(0, 29).conf_high, 3) == 0.117


def test_share_of_stage_four_with_bone_metastases():
    share = estimate.estimate_proportion(105, 305)
    assert (round(share.conf_low, 3), round(share.conf_high, 3)) == (0.293, 0.399)


def test_age_of_the_golden_patients_is_found_by_every_definition_of_the_median():
    ages = estimate.ValueCounts.from_rows([60, 19, 83, 58, 59, 61])
    medians = {estimate.estimate_quantile(ages, 0.5, definition=d)[0] for d in (2, 6, 7)}
    assert medians == {59.5}
