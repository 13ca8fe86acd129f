"""On 2,000 registries naive analyses miss the truth and sound ones cover it as they promise."""

import importlib
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "immortal_time.md"
SOUND_COVERAGE = (93.5, 96.5)
"""About three standard errors of a share of 95 % among 2,000."""
MONTE_CARLO_ERRORS = 5
"""A bias beyond so many is no chance."""

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def study():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "docs" / "simulations"))
        yield importlib.import_module("immortal_time")


@pytest.fixture(scope="module")
def cells(study):
    return study.run_methods(study.list_methods())


@pytest.fixture(scope="module")
def p_values(study):
    return study.run_tests()


def test_sound_analyses_cover_the_truth(study, cells):
    assert len(cells) == 2_000
    coverage = {
        (method.estimand.name, method.name): study.find_coverage(method, cells[:, place])
        for place, method in enumerate(study.list_methods())
        if method.is_sound
    }
    low, high = SOUND_COVERAGE
    assert len(coverage) == 5
    assert all(low <= share <= high for share in coverage.values()), coverage


def test_naive_analyses_are_biased_and_do_not_cover(study, cells):
    for place, method in enumerate(study.list_methods()):
        if not method.is_sound:
            bias, error = study.find_bias(method, cells[:, place])
            assert abs(bias) > MONTE_CARLO_ERRORS * error, method.name
            assert study.find_coverage(method, cells[:, place]) < SOUND_COVERAGE[0], method.name


def test_ever_or_never_turns_harm_into_benefit(study, cells):
    naive = study.list_methods()[0]
    assert (naive.name, naive.estimand.truth) == ("ever or never", 1.8)
    assert np.exp(np.log(cells[:, 0, 0]).mean()) < 0.9


def test_mantel_byar_keeps_its_level_and_the_naive_test_does_not(p_values):
    naive, mantel_byar = (100 * (p_values < 0.05).mean(axis=0)).tolist()
    assert 3.5 <= mantel_byar <= 6.5
    assert naive > 50


def test_the_manual_prints_these_numbers(study, cells, p_values):
    page = PAGE.read_text(encoding="utf-8")
    assert study.render_methods(study.list_methods(), cells) in page
    assert study.render_tests(p_values) in page
