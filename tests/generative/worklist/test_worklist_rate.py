"""How fast the worklist of a registry is found."""

from time import process_time

from osteon.synthetic import (
    GOLDEN_DATA_CUTOFF,
    SimulationTruth,
    golden_records,
    simulate_records,
)
from osteon.worklist import find_gaps

GOLDEN_SECONDS = 3  # some 0.3 s where nothing else runs
N_PATIENTS = 2_000
SECONDS = 12  # some 1 s where nothing else runs; the limit is to catch what grows with the square


def seconds_for(records):
    start = process_time()
    assert find_gaps(records, as_of=GOLDEN_DATA_CUTOFF)
    return process_time() - start


def test_the_golden_registry_takes_no_waiting():
    assert seconds_for(golden_records()) < GOLDEN_SECONDS


def test_a_registry_takes_seconds():
    assert seconds_for(simulate_records(SimulationTruth(), N_PATIENTS, seed=1)) < SECONDS
