"""Skeletal events: how often, when, and of what kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from osteon.synthetic.simulation.arrays import (
    DAYS_PER_YEAR,
    Aligned,
    FloatArray,
    IntArray,
    whole_days,
)
from osteon.synthetic.simulation.traits import Traits, derive_ratio, draw_levels
from osteon.synthetic.simulation.truth import SkeletalEvents

RADIOTHERAPY, FRACTURE, SURGERY, CORD_COMPRESSION = range(4)


@dataclass(frozen=True, slots=True, eq=False)
class Events(Aligned):
    """Skeletal events in the order of patients and days, one a day at most.

    Parameters
    ----------
    patient : ndarray of int, shape (n_events,)
        The place of the patient.
    day : ndarray of float, shape (n_events,)
        Days since diagnosis.
    kind : ndarray of int, shape (n_events,)
        0 radiotherapy, 1 fracture, 2 surgery, 3 cord compression.
    """

    patient: IntArray
    day: FloatArray
    kind: IntArray


class Spell(NamedTuple):
    """Days (start, stop] of each patient with a rate of events per year; empty if start >= stop."""

    start: FloatArray
    stop: FloatArray
    rate: FloatArray


def draw_propensity(events: SkeletalEvents, traits: Traits, rng: np.random.Generator) -> FloatArray:
    """Return what each patient's rates are multiplied with: features, and a frailty of mean 1."""
    ratio = derive_ratio(events.ratios, traits)
    if events.frailty_variance == 0:
        return ratio
    variance = events.frailty_variance
    return np.asarray(ratio * rng.gamma(1 / variance, variance, len(traits)))


def draw_first_day(start: FloatArray, rate: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the day of the first event after a day, for constant rates; infinite at rate 0."""
    wait = np.full(len(start), np.inf)
    np.divide(rng.standard_exponential(len(start)), rate, out=wait, where=rate > 0)
    return start + whole_days(wait)


def draw_days(spell: Spell, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
    """Draw patients and days of the events of a spell."""
    n_days = np.maximum(spell.stop - spell.start, 0)
    number = rng.poisson(spell.rate * n_days / DAYS_PER_YEAR)
    patient = np.repeat(np.arange(len(number)), number)
    later = np.ceil(rng.random(len(patient)) * n_days[patient])
    return patient, spell.start[patient] + np.maximum(later, 1)


def collect_events(
    parts: Sequence[tuple[IntArray, FloatArray]],
    kind_shares: Sequence[float],
    rng: np.random.Generator,
) -> Events:
    """Return events in order, each with its kind; what falls on one day is one event."""
    patient, day = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((day, patient))
    patient, day = patient[order], day[order]
    is_new = (np.diff(patient, prepend=-1) != 0) | (np.diff(day, prepend=-1) != 0)
    patient, day = patient[is_new], day[is_new]
    return Events(patient, day, kind=draw_levels(kind_shares, len(day), rng))
