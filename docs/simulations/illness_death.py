"""What the analyses should find, by the formulas of the illness-death model."""

from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osteon.synthetic import PatientMix, Ratios, SimulationTruth

Array = NDArray[Any]

DAYS_PER_YEAR = 365.25


def derive_expected(truth: SimulationTruth, horizon_days: int) -> tuple[float, float]:
    """Return who is alive, and who has had bone metastasis, some days after diagnosis.

    The formulas of the illness-death model, summed over days and over all kinds of patients; what
    the simulation draws, this integrates.
    """
    mix, course = truth.patients, truth.course
    days = np.arange(horizon_days + 1) / DAYS_PER_YEAR
    middle = (days[1:] + days[:-1]) / 2
    bone_sum, death_sum = course.bone.hazard.cumulative(days), course.death.hazard.cumulative
    functioning = sum(site.share * site.functioning_share for site in mix.sites)
    alive = with_bone = 0.0
    for is_functioning, share in ((True, functioning), (False, 1 - functioning)):
        for grade, grade_share in enumerate(mix.grade_shares):
            bone_ratio = (1.0, course.bone.ratios.g2, course.bone.ratios.g3)[grade]
            bone_ratio *= course.bone.ratios.functioning if is_functioning else 1.0
            ratio, weight = weigh_death_ratios(mix, course.death.ratios, grade)
            before = course.death_ratio_metastatic * ratio[:, np.newaxis]
            came = -np.diff(np.exp(-bone_ratio * bone_sum)) * np.exp(-before * death_sum(middle))
            left = death_sum(days[-1]) - death_sum(middle)
            still = np.exp(-bone_ratio * bone_sum[-1] - before[:, 0] * death_sum(days[-1]))
            since = (came * np.exp(-before * course.death_ratio_bone * left)).sum(axis=1)
            alive += share * grade_share * float(weight @ (still + since))
            with_bone += share * grade_share * float(weight @ came.sum(axis=1))
    return alive, with_bone


def weigh_death_ratios(mix: PatientMix, ratios: Ratios, grade: int) -> tuple[Array, Array]:
    """Return what sex, age and centre multiply the hazard of death with, and how often."""
    ages = np.arange(18, 91)
    spread = NormalDist(mix.age_mean_years, mix.age_sd_years)
    age_weight = np.diff([spread.cdf(age) for age in (*ages, 91)])
    of_age = ratios.per_decade_of_age ** ((ages - 60) / 10)
    of_sex, sex_weight = np.array([1, ratios.male]), [1 - mix.male_share, mix.male_share]
    of_centre = [centre.death_ratio for centre in mix.centres]
    centre_weight = [centre.share for centre in mix.centres]
    ratio = np.multiply.outer(np.multiply.outer(of_age, of_sex), of_centre)
    weight = np.multiply.outer(np.multiply.outer(age_weight, sex_weight), centre_weight)
    of_grade = (1.0, ratios.g2, ratios.g3)[grade]
    return of_grade * ratio.ravel(), weight.ravel() / weight.sum()
