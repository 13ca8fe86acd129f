"""What holds for the occupation of states whatever the courses."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from osteon.estimate import TransitionCounts, estimate_state_occupation

STATES = ("a", "b", "c", "gone")


MOVES = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 5)), min_size=1, max_size=4)


@st.composite
def courses(draw, ends=("", "gone")):
    """Patients who start anywhere, move among three states, and leave or are lost at last."""
    stays = []
    for moves in draw(st.lists(MOVES, min_size=1, max_size=10)):
        entry = 0
        visited = [state for state, _ in moves]
        visited = [s for s, before in zip(visited, [None, *visited], strict=False) if s != before]
        following = [*(STATES[state] for state in visited[1:]), draw(st.sampled_from(ends))]
        for state, to, (_, length) in zip(visited, following, moves, strict=False):
            stays.append((STATES[state], to, entry, entry + length))
            entry += length
    start, to, entry, time = zip(*stays, strict=True)
    return {"from_state": start, "to_state": to, "entry": np.array(entry), "time": np.array(time)}


@given(courses())
def test_somewhere_is_everyone(rows):
    found = estimate_state_occupation(TransitionCounts.from_rows(**rows, states=STATES))
    assert_allclose(found.probability.sum(axis=1), 1, rtol=1e-12)
    assert (found.probability >= 0).all()


@given(courses(), st.integers(2, 9))
def test_does_not_depend_on_the_unit_of_time_or_on_order(rows, scale):
    moved = {name: values[::-1] for name, values in rows.items()}
    for name in ("entry", "time"):
        moved[name] = moved[name] * scale / 7
    first = estimate_state_occupation(TransitionCounts.from_rows(**rows, states=STATES))
    second = estimate_state_occupation(TransitionCounts.from_rows(**moved, states=STATES))
    assert_array_equal(first.probability, second.probability)
    assert_allclose(first.std_error, second.std_error, rtol=1e-12)


@given(courses(), st.integers(1, 9))
def test_twice_the_patients_halve_the_variance(rows, copies):
    counts = TransitionCounts.from_rows(**rows, states=STATES)
    more = TransitionCounts.from_rows(**rows, n=np.full(len(counts.n), copies), states=STATES)
    first, second = estimate_state_occupation(counts), estimate_state_occupation(more)
    assert_allclose(first.probability, second.probability, atol=1e-14)
    assert_allclose(first.std_error, second.std_error * np.sqrt(copies), atol=1e-8)


@given(courses(ends=["gone"]))
def test_without_censoring_it_is_the_share_in_the_state(rows):
    """Watched to the end, patients can simply be counted."""
    counts = TransitionCounts.from_rows(**rows, states=STATES)
    found = estimate_state_occupation(counts)
    for time, probability in zip(found.time, found.probability, strict=True):
        inside = (rows["entry"] <= time) & (rows["time"] > time)
        number = np.bincount(counts.from_state[inside], minlength=4)
        total = (rows["entry"] == 0).sum()
        number[3] = total - number.sum()
        assert_allclose(probability, number / total, atol=1e-12)
