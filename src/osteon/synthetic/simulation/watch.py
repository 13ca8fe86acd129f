"""What is seen of the course: the first visit, the end of follow-up, and who is missed."""

from dataclasses import dataclass

import numpy as np

from osteon.errors import Problem, ProtocolError
from osteon.synthetic.simulation.arrays import Aligned, BoolArray, FloatArray, IntArray, whole_days
from osteon.synthetic.simulation.course import Course, draw_course
from osteon.synthetic.simulation.traits import Traits, draw_traits
from osteon.synthetic.simulation.truth import Observation, SimulationTruth

_FEWEST_CANDIDATES = 1000
"""Drawn at a time; if none of them is ever seen, the truth makes no registry."""


@dataclass(frozen=True, slots=True, eq=False)
class Watch(Aligned):
    """When n patients are under observation; days since diagnosis, but for the first.

    Parameters
    ----------
    diagnosis : ndarray of int, shape (n,)
        Day of diagnosis since 1970-01-01.
    entry, end : ndarray of float, shape (n,)
        First visit, and last day seen: death, loss to follow-up or the data cut-off.
    is_dead, is_lost : ndarray of bool, shape (n,)
        What ended it; neither where it was the cut-off.
    """

    diagnosis: IntArray
    entry: FloatArray
    end: FloatArray
    is_dead: BoolArray
    is_lost: BoolArray


def draw_registered(
    truth: SimulationTruth, n_patients: int, rng: np.random.Generator
) -> tuple[Traits, Course, Watch]:
    """Draw patients until n of them come to the centre alive before the data cut-off.

    Raises
    ------
    ProtocolError
        Nobody does.
    """
    parts: list[tuple[Traits, Course, Watch]] = []
    n_missing = n_patients
    while n_missing > 0:
        n_candidates = max(_FEWEST_CANDIDATES, 2 * n_missing)
        traits = draw_traits(truth.patients, n_candidates, rng)
        course = draw_course(truth, traits, rng)
        watch = _draw_watch(truth.observation, course, rng)
        seen = np.flatnonzero(watch.entry < watch.end)[:n_missing]
        if not len(seen):
            found = f"none of {n_candidates} patients who reach their first visit"
            permitted = "patients who live to be seen before the data cut-off"
            raise ProtocolError(
                "The truth makes no registry.", [Problem("observation", found, permitted)]
            )
        parts.append((traits.select(seen), course.select(seen), watch.select(seen)))
        n_missing -= len(seen)
    traits_parts, course_parts, watch_parts = zip(*parts, strict=True)
    return Traits.stack(traits_parts), Course.stack(course_parts), Watch.stack(watch_parts)


def _draw_watch(observation: Observation, course: Course, rng: np.random.Generator) -> Watch:
    n = len(course)
    first, cutoff = (
        np.datetime64(day, "D").astype(np.int64)
        for day in (observation.first_diagnosis_date, observation.data_cutoff)
    )
    diagnosis = rng.integers(first, cutoff, n)
    entry = whole_days(observation.referral.time_at(rng.standard_exponential(n)))
    entry[rng.random(n) < observation.referred_at_diagnosis] = 0
    loss = entry + whole_days(observation.loss.time_at(rng.standard_exponential(n)))
    closing = (cutoff - diagnosis).astype(np.float64)
    end = np.minimum(np.minimum(course.death, closing), loss)
    is_dead = course.death <= end
    return Watch(diagnosis, entry, end, is_dead, is_lost=~is_dead & (loss < closing))
