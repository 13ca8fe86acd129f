"""The study behind the manual's page on immortal time, in small; all of it is a deep test."""

import importlib
from pathlib import Path

import numpy as np
import pytest

SIMULATIONS = Path(__file__).parents[3] / "docs" / "simulations"


@pytest.fixture(scope="module")
def study():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SIMULATIONS))
        yield importlib.import_module("immortal_time")


def test_the_formulas_are_those_of_the_simulation(study):
    """Drawn beyond all observation: the share alive, and with bone metastasis, at five years."""
    truth = study.TRUTH
    course = study.simulate_histories(
        study.replace(
            truth, observation=study.replace(truth.observation, referred_at_diagnosis=1.0)
        ),
        40_000,
        seed=1,
    ).course
    drawn = np.array([course.death > study.HORIZON_DAYS, course.bone <= study.HORIZON_DAYS])
    expected = np.array(study.derive_expected(truth, study.HORIZON_DAYS))
    error = np.sqrt(expected * (1 - expected) / 40_000)
    assert (abs(drawn.mean(axis=1) - expected) < 4 * error).all()


def test_the_naive_reading_is_wrong_by_more_than_half(study):
    methods = study.list_methods()[:3]
    naive, found, true = study.run_methods(methods, 3, 3_000)[:, :, 0].mean(axis=0)
    assert naive < 0.9
    assert found > 1.6
    assert abs(true - 1.8) < 0.25


def test_tables_are_put_between_their_marks(study):
    page = "a\n<!-- x -->\nold\n<!-- end of x -->\nb\n"
    assert study.insert_table(page, "x", "new") == page.replace("old", "new")
    empty = page.replace("old\n", "")
    assert study.insert_table(empty, "x", "old") == page


def test_the_table_has_a_line_for_every_analysis(study):
    methods = study.list_methods()
    cells = np.full((5, len(methods), 4), [0.5, 0.1, 0.4, 0.6])
    lines = study.render_methods(methods, cells).splitlines()
    assert len(lines) == 2 + len(methods)
    assert lines[2].startswith(
        "| death, with bone metastasis (HR) | ever or never | 1.800 | 0.500 |"
    )
    assert len(study.render_tests(np.array([[0.01, 0.5]])).splitlines()) == 4
