"""The course of the disease: distant metastasis, bone metastasis, death."""

from dataclasses import dataclass

import numpy as np

from osteon.synthetic.simulation.arrays import Aligned, BoolArray, FloatArray, whole_days
from osteon.synthetic.simulation.hazard import Hazard
from osteon.synthetic.simulation.traits import Traits, derive_ratio
from osteon.synthetic.simulation.truth import DiseaseCourse, SimulationTruth

_LONGEST_LIFE_YEARS = 1000.0
"""Nothing comes later but what never comes."""


@dataclass(frozen=True, slots=True, eq=False)
class Course(Aligned):
    """What happens to n patients, whether or not it is seen; days since diagnosis.

    Parameters
    ----------
    stage_iv, bone : ndarray of float, shape (n,)
        First day with distant and with bone metastasis; infinite where death comes before.
    death : ndarray of float, shape (n,)
        Day of death; infinite where the hazard ends before it comes.
    is_in_liver : ndarray of bool, shape (n,)
        Where distant metastasis would lie: in the liver, or else in the peritoneum.
    """

    stage_iv: FloatArray
    bone: FloatArray
    death: FloatArray
    is_in_liver: BoolArray


def draw_course(truth: SimulationTruth, traits: Traits, rng: np.random.Generator) -> Course:
    """Draw the course of each patient.

    Notes
    -----
    Events come at the end of the day on which the hazard has summed to a standard exponential
    variable; so nothing but what was there at diagnosis happens on day 0.
    """
    course, n_patients = truth.course, len(traits)
    stage_iv = _draw_years(
        course.metastasis.hazard, derive_ratio(course.metastasis.ratios, traits), rng
    )
    stage_iv[rng.random(n_patients) < course.stage_iv_at_diagnosis] = 0
    wait = _draw_years(course.bone.hazard, derive_ratio(course.bone.ratios, traits), rng)
    wait[rng.random(n_patients) < course.bone_at_stage_iv] = 0
    bone = stage_iv + wait
    centre_ratio = np.array([centre.death_ratio for centre in truth.patients.centres])
    ratio = derive_ratio(course.death.ratios, traits) * centre_ratio[traits.centre]
    due = rng.standard_exponential(n_patients) / ratio
    death = whole_days(_die(course, due, stage_iv, bone))
    stage_iv, bone = whole_days(stage_iv), whole_days(bone)
    return Course(
        stage_iv=np.where(stage_iv < death, stage_iv, np.inf),
        bone=np.where(bone < death, bone, np.inf),
        death=death,
        is_in_liver=rng.random(n_patients) < course.liver_share,
    )


def _draw_years(hazard: Hazard, ratio: FloatArray, rng: np.random.Generator) -> FloatArray:
    return hazard.time_at(rng.standard_exponential(len(ratio)) / ratio)


def _die(
    course: DiseaseCourse, due: FloatArray, stage_iv: FloatArray, bone: FloatArray
) -> FloatArray:
    """Return the time at which the hazard of death, which the state multiplies, sums to `due`."""
    hazard, metastatic = course.death.hazard, course.death_ratio_metastatic
    with_bone = metastatic * course.death_ratio_bone
    local_sum = hazard.cumulative(np.minimum(stage_iv, _LONGEST_LIFE_YEARS))
    bone_sum = hazard.cumulative(np.minimum(bone, _LONGEST_LIFE_YEARS))
    by_bone = local_sum + metastatic * (bone_sum - local_sum)
    in_local, in_metastatic = due <= local_sum, due <= by_bone
    reached = np.where(
        in_local,
        due,
        np.where(
            in_metastatic,
            local_sum + (due - local_sum) / metastatic,
            bone_sum + (due - by_bone) / with_bone,
        ),
    )
    return hazard.time_at(reached)
