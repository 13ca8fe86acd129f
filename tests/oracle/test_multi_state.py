"""Occupation of states and transition probabilities against R's etm and survival."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    SurvivalCounts,
    TransitionCounts,
    estimate_cumulative_incidence,
    estimate_state_occupation,
)

RTOL = 1e-12  # products of some 250 matrices in the same order
ATOL = 1e-14  # a variance that is 0 in one order of summation


@pytest.fixture(scope="module")
def ventilation(oracle_data):
    rows = oracle_data("ventilation")
    names = ["" if np.isnan(to) else str(int(to)) for to in rows["to"]]
    start = [str(int(state)) for state in rows["from"]]
    return TransitionCounts.from_rows(
        start, names, entry=rows["entry"], time=rows["time"], states=("0", "1", "2")
    )


@pytest.mark.parametrize("start_time", [0, 7])
@pytest.mark.parametrize("start", ["0", "1"])
def test_transition_probabilities_agree_with_etm(ventilation, expected, start_time, start):
    found = estimate_state_occupation(ventilation, start=start, start_time=start_time)
    for column, state in enumerate(found.states):
        wanted = {"start": str(start_time), "from": start, "to": state}
        table = expected("transition_probabilities", **wanted)
        at = found.at(table["time"])
        assert_allclose(at.probability[:, column], table["probability"], rtol=RTOL, atol=ATOL)
        assert_allclose(at.std_error[:, column] ** 2, table["variance"], rtol=RTOL, atol=ATOL)


@pytest.fixture(scope="module")
def illness(oracle_data):
    rows = oracle_data("mgus2_illness")
    return TransitionCounts.from_illness_death(
        rows["illness_time"], rows["end_time"], rows["died"] == 1
    )


def test_the_stays_are_those_given_to_r(illness, oracle_data):
    rows = oracle_data("mgus2_course")
    code = {"healthy": 0, "ill": 1, "dead": 2, "": -1}
    theirs = zip(
        [code[word] for word in rows["from"]],
        [code[word] for word in rows["to"]],
        rows["entry"],
        rows["time"],
        strict=True,
    )
    ours = zip(illness.from_state, illness.to_state, illness.entry, illness.time, strict=True)
    assert sorted(ours) == sorted(theirs)


@pytest.mark.parametrize("state", ["healthy", "ill", "dead"])
def test_occupation_agrees_with_etm_and_survfit(illness, expected, state):
    table = expected("state_occupation", state=state)
    found = estimate_state_occupation(illness)
    column = found.states.index(state)
    at = found.at(table["time"])
    assert_allclose(at.probability[:, column], table["probability"], rtol=RTOL, atol=ATOL)
    assert_allclose(at.probability[:, column], table["survfit"], rtol=RTOL, atol=ATOL)
    std_error = np.sqrt(table["variance"])
    assert_allclose(at.std_error[:, column], std_error, rtol=1e-10, atol=1e-14)


def test_greenwood_is_close_to_the_jackknife_of_survfit(illness, expected):
    """They differ for who entered illness late; the order of the variance must be right."""
    table = expected("state_occupation", state="ill")
    found = estimate_state_occupation(illness).at(table["time"]).std_error[:, 1]
    late = table["time"] > 24
    assert_allclose(found[late], table["survfit_std_error"][late], rtol=0.15)
    assert not np.allclose(found[late], table["survfit_std_error"][late], rtol=1e-6)


def test_ever_ill_in_place_of_ill_now_does_not_pass(illness, expected):
    """Cumulative incidence of illness never falls; occupation of the state does, by deaths."""
    first = illness.entry == 0
    counts = SurvivalCounts.from_rows(illness.time[first], illness.to_state[first].clip(0))
    table = expected("state_occupation", state="ill")
    wrong = estimate_cumulative_incidence(counts)[""].at(table["time"]).incidence[:, 0]
    with pytest.raises(AssertionError):
        assert_allclose(wrong, table["probability"], rtol=0.5)
