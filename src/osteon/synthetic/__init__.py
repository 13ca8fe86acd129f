"""Records whose truth is known: made by fixed rules from small tables, or drawn at random."""

from osteon.synthetic.golden import GOLDEN_DATA_CUTOFF, golden_records
from osteon.synthetic.golden_radiotherapy import (
    GOLDEN_RADIOTHERAPY_DATA_CUTOFF,
    golden_radiotherapy_records,
)
from osteon.synthetic.simulation.hazard import Hazard, PiecewiseConstant, Weibull
from osteon.synthetic.simulation.histories import Histories, simulate_histories
from osteon.synthetic.simulation.registry import (
    SimulatedRegistry,
    simulate_records,
    simulate_registry,
)
from osteon.synthetic.simulation.truth import (
    Antiresorptive,
    DiseaseCourse,
    Imaging,
    Observation,
    Precision,
    Process,
    Recording,
    SimulationTruth,
    SkeletalEvents,
)
from osteon.synthetic.simulation.truth_file import dump_truth, parse_truth
from osteon.synthetic.simulation.truth_patients import Centre, PatientMix, PrimarySite, Ratios
from osteon.synthetic.simulation.write import SimulatedSnapshot, write_simulated_snapshot

__all__ = [
    "GOLDEN_DATA_CUTOFF",
    "GOLDEN_RADIOTHERAPY_DATA_CUTOFF",
    "Antiresorptive",
    "Centre",
    "DiseaseCourse",
    "Hazard",
    "Histories",
    "Imaging",
    "Observation",
    "PatientMix",
    "PiecewiseConstant",
    "Precision",
    "PrimarySite",
    "Process",
    "Ratios",
    "Recording",
    "SimulatedRegistry",
    "SimulatedSnapshot",
    "SimulationTruth",
    "SkeletalEvents",
    "Weibull",
    "dump_truth",
    "golden_radiotherapy_records",
    "golden_records",
    "parse_truth",
    "simulate_histories",
    "simulate_records",
    "simulate_registry",
    "write_simulated_snapshot",
]
