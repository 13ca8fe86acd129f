"""Who the simulated patients are at diagnosis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from osteon.synthetic.simulation.arrays import Aligned, BoolArray, FloatArray, IntArray
from osteon.synthetic.simulation.truth_patients import PatientMix, Ratios

YOUNGEST_YEARS, OLDEST_YEARS = 18, 90
REFERENCE_AGE_YEARS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Traits(Aligned):
    """What distinguishes n patients at diagnosis.

    Parameters
    ----------
    centre, site : ndarray of int, shape (n,)
        Places in the lists of the truth.
    age_years : ndarray of int, shape (n,)
        Completed years.
    grade : ndarray of int, shape (n,)
        0, 1 and 2 for G1, G2 and G3.
    severity : ndarray of int, shape (n,)
        Levels from 0.
    is_male, is_functioning : ndarray of bool, shape (n,)
        Sex, and whether the tumour functions.
    """

    centre: IntArray
    site: IntArray
    age_years: IntArray
    grade: IntArray
    severity: IntArray
    is_male: BoolArray
    is_functioning: BoolArray


def draw_levels(shares: Sequence[float], n: int, rng: np.random.Generator) -> IntArray:
    """Draw one of several levels for each of n, by their shares."""
    limits = np.cumsum(shares)[:-1]
    return np.searchsorted(limits, rng.random(n), side="right")


def draw_traits(mix: PatientMix, n_patients: int, rng: np.random.Generator) -> Traits:
    """Draw who n patients are."""
    site = draw_levels([site.share for site in mix.sites], n_patients, rng)
    functioning_share = np.array([site.functioning_share for site in mix.sites])[site]
    return Traits(
        centre=draw_levels([centre.share for centre in mix.centres], n_patients, rng),
        site=site,
        age_years=_draw_ages(mix, n_patients, rng),
        grade=draw_levels(mix.grade_shares, n_patients, rng),
        severity=draw_levels(mix.severity_shares, n_patients, rng),
        is_male=rng.random(n_patients) < mix.male_share,
        is_functioning=rng.random(n_patients) < functioning_share,
    )


def derive_ratio(ratios: Ratios, traits: Traits) -> FloatArray:
    """Return what the features of each patient multiply a hazard with."""
    grades = np.array([1.0, ratios.g2, ratios.g3])
    decades = (traits.age_years - REFERENCE_AGE_YEARS) / 10
    return np.asarray(
        np.where(traits.is_male, ratios.male, 1.0)
        * np.where(traits.is_functioning, ratios.functioning, 1.0)
        * grades[traits.grade]
        * ratios.per_decade_of_age**decades
        * ratios.per_severity_level ** traits.severity.astype(np.float64)
    )


def _draw_ages(mix: PatientMix, n: int, rng: np.random.Generator) -> IntArray:
    """Draw ages from the part of the normal distribution between youngest and oldest."""
    chance = rng.random(n)
    if mix.age_sd_years == 0:
        return np.full(n, int(mix.age_mean_years))
    ends = np.array([YOUNGEST_YEARS, OLDEST_YEARS + 1])
    low, high = ndtr((ends - mix.age_mean_years) / mix.age_sd_years)
    age = mix.age_mean_years + mix.age_sd_years * ndtri(low + chance * (high - low))
    years: IntArray = np.clip(np.floor(age), YOUNGEST_YEARS, OLDEST_YEARS).astype(np.int64)
    return years
