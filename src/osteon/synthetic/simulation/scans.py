"""Imaging studies: when they were made, and when one of them first showed bone metastasis."""

from dataclasses import dataclass

import numpy as np

from osteon.synthetic.simulation.arrays import Aligned, BoolArray, FloatArray, IntArray
from osteon.synthetic.simulation.course import Course
from osteon.synthetic.simulation.traits import Traits
from osteon.synthetic.simulation.truth import SimulationTruth
from osteon.synthetic.simulation.watch import Watch


@dataclass(frozen=True, slots=True, eq=False)
class Scans(Aligned):
    """Studies in the order of patients and days.

    Parameters
    ----------
    patient : ndarray of int, shape (n_scans,)
        The place of the patient.
    day : ndarray of float, shape (n_scans,)
        Days since diagnosis.
    is_prompted : ndarray of bool, shape (n_scans,)
        Whether a skeletal event was the reason.
    """

    patient: IntArray
    day: FloatArray
    is_prompted: BoolArray

    def with_prompted(self, patient: IntArray, day: FloatArray) -> "Scans":
        """Return these studies and one more for some patients."""
        prompted = Scans(patient, day, np.ones(len(patient), dtype=np.bool_))
        both = Scans.stack([self, prompted])
        return both.select(np.lexsort((both.day, both.patient)))


def draw_scans(
    truth: SimulationTruth, traits: Traits, watch: Watch, rng: np.random.Generator
) -> Scans:
    """Draw the studies that the schedule brings: one at the first visit, then at intervals.

    One that is planned for after the end may come so early that it is still made. Without it,
    who has had a study early would be sure to live until the day that it was planned for.
    """
    imaging = truth.imaging
    centre_ratio = np.array([centre.scan_interval_ratio for centre in truth.patients.centres])
    ratio = centre_ratio[traits.centre]
    interval, earliest = imaging.interval_days * ratio, imaging.jitter_days * ratio
    n_planned = ((watch.end - watch.entry + earliest) // interval).astype(np.int64) + 1
    patient = np.repeat(np.arange(len(n_planned)), n_planned)
    place = np.arange(len(patient)) - np.repeat(np.cumsum(n_planned) - n_planned, n_planned)
    is_first = place == 0
    jitter = rng.uniform(-1, 1, len(patient)) * earliest[patient]
    day = watch.entry[patient] + np.rint(place * interval[patient] + np.where(is_first, 0, jitter))
    is_made = is_first | (rng.random(len(patient)) >= imaging.missed_share)
    is_made &= day <= watch.end[patient]
    scans = Scans(patient, day, np.zeros(len(patient), dtype=np.bool_))
    return scans.select(is_made)


def find_first_positive(scans: Scans, course: Course) -> FloatArray:
    """Return the day of each patient's first study with bone metastasis; infinite without one."""
    positive = np.flatnonzero(scans.day >= course.bone[scans.patient])
    patient, first = np.unique(scans.patient[positive], return_index=True)
    day = np.full(len(course), np.inf)
    day[patient] = scans.day[positive[first]]
    return day
