"""What the source of the siNET study printed is met, and carries the guard that it needs."""

import math

import pytest


@pytest.fixture(scope="module")
def fired(sinet_run):
    """Return findings by code and analysis."""
    return {(f.code, f.analysis): f for f in sinet_run.results.warnings}


def test_the_naive_log_rank_test_is_marked_and_the_time_safe_ratio_stands_beside_it(sinet, fired):
    assert round(sinet["os_by_bone/stage4/p_value"].value, 3) == 0.023
    finding = fired["TIME-01", "os_by_bone"]
    assert "94 patients" in finding.message
    assert "419.7 person-years" in finding.message
    naive = sinet["os_by_bone/stage4/true vs false/hazard_ratio"]
    safe = sinet["os_by_bone/stage4/hazard_ratio_time_dependent"]
    assert naive.value < safe.value, "guaranteed survival flatters the group that comes later"


def test_the_median_among_the_dead_is_marked_and_the_median_of_all_is_longer(sinet, fired):
    cell = sinet["bone_to_death/bone/bone_to_death/median"]
    assert (round(cell.value), cell.n) == (29, 45)
    finding = fired["MEDIAN-01", "bone_to_death"]
    assert "45 of 105 in 'Bone metastasis'" in finding.message
    assert finding.reason
    assert ("MISSING-01", "bone_to_death") not in fired
    of_all = sinet["survival_from_bone/bone/median_survival"]
    assert math.isnan(of_all.value) or of_all.value > 2 * cell.value


def test_prevalent_events_that_are_left_out_are_not_marked(fired):
    assert ("PREVALENT-01", "sre_incidence") not in fired
    assert ("PREVALENT-01", "survival_from_bone") in fired


def test_morphology_on_the_last_scan_came_after_the_events_it_is_set_against(fired):
    assert "10 of those who had it" in fired["TIME-04", "sre_by_morphology"].message


def test_no_reason_is_stale(sinet_run):
    assert not [f for f in sinet_run.results.warnings if f.code == "STALE-01"]
