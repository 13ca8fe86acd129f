"""Every guard fires on protocols drawn with its fault, and is silent on their repaired twins.

One registry is drawn, and one cohort of it serves all protocols of a unit, which declare parts of
the same pool.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import numpy as np
import pytest

from faults import MAKERS, POOLS, whole_pool
from osteon.cohort import Cohort, build_cohort
from osteon.errors import ProtocolError
from osteon.protocol import GUARD_TITLES, parse_protocol
from osteon.snapshot import Snapshot
from osteon.study.run import answer_analyses
from osteon.study.sensitivity import NOT_RUN
from osteon.synthetic import SimulationTruth, write_simulated_snapshot

N_PATIENTS = 2_000
FEW, MANY = 2, 200
OF_WEIGHTS = {"POSITIVITY-01", "BALANCE-01"}
"""Guards with tests of their own, beside those of weights."""
CODES = sorted(MAKERS)


@pytest.fixture(scope="module")
def registry(tmp_path_factory) -> Snapshot:
    folder = tmp_path_factory.mktemp("faults") / "snapshot"
    created = datetime(2024, 1, 1, tzinfo=UTC)
    truth = SimulationTruth()
    return write_simulated_snapshot(folder, truth, N_PATIENTS, seed=1, created=created).snapshot


@pytest.fixture(scope="module")
def cohorts(registry) -> Mapping[str, Cohort]:
    return {unit: build_cohort(parse_protocol(whole_pool(unit)), registry) for unit in POOLS}


@pytest.fixture(scope="module")
def fired(registry, cohorts) -> Callable[[str, str], set[str]]:
    """Return a function: a protocol to the codes of the guards that mark or refuse it."""

    def run(text: str, unit: str) -> set[str]:
        try:
            protocol = parse_protocol(text)
        except ProtocolError as error:
            return {problem.found.partition(":")[0] for problem in error.problems}
        answered = answer_analyses(
            protocol, registry, cohorts[unit], lambda _: None, run_again=lambda _: NOT_RUN
        )
        refused = {
            problem.found.partition(":")[0]
            for error in answered.refusals.values()
            for problem in error.problems
        }
        return {finding.code for finding in answered.findings} | refused

    return run


def check_pairs(code: str, n_pairs: int, fired: Callable[[str, str], set[str]]) -> None:
    missed, false = [], []
    for number in range(n_pairs):
        pair = MAKERS[code](np.random.default_rng([number, *code.encode()]))
        on_fault, on_twin = fired(pair.faulty, pair.faulty_unit), fired(pair.repaired, "patient")
        if code not in on_fault:
            missed.append((number, on_fault, pair.faulty))
        if code in on_twin or not on_twin <= GUARD_TITLES.keys():
            false.append((number, on_twin, pair.repaired))
    assert not missed, f"{code} missed {len(missed)} of {n_pairs}: {missed[0]}"
    assert not false, f"{code} fired on {len(false)} of {n_pairs} twins: {false[0]}"


@pytest.mark.parametrize("code", CODES)
def test_a_guard_fires_on_its_fault_and_not_on_the_repaired_twin(fired, code):
    check_pairs(code, FEW, fired)


@pytest.mark.deep
@pytest.mark.parametrize("code", CODES)
def test_a_guard_tells_200_faults_from_their_twins(fired, code):
    check_pairs(code, MANY, fired)


def test_overlap_is_told_when_a_protocol_is_read():
    for number in range(MANY):
        pair = MAKERS["OVERLAP-01"](np.random.default_rng(number))
        parse_protocol(pair.repaired)
        with pytest.raises(ProtocolError, match="OVERLAP-01"):
            parse_protocol(pair.faulty)


def test_every_guard_has_its_faults():
    assert set(MAKERS) == GUARD_TITLES.keys() - OF_WEIGHTS


@pytest.mark.parametrize("code", CODES)
def test_pairs_differ_from_each_other_and_from_their_twins(code):
    pairs = [MAKERS[code](np.random.default_rng([n, *code.encode()])) for n in range(MANY)]
    assert all(pair.faulty != pair.repaired for pair in pairs)
    assert len({pair.faulty for pair in pairs}) > MANY / 4
