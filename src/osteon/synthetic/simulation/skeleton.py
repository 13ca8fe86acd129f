"""What happens to the skeleton: bone metastasis found, treatment begun, events again and again."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from osteon.synthetic.simulation.arrays import (
    Aligned,
    BoolArray,
    FloatArray,
    IntArray,
    whole_days,
)
from osteon.synthetic.simulation.course import Course
from osteon.synthetic.simulation.events import (
    Events,
    Spell,
    collect_events,
    draw_days,
    draw_first_day,
    draw_propensity,
)
from osteon.synthetic.simulation.scans import Scans, draw_scans, find_first_positive
from osteon.synthetic.simulation.traits import Traits, derive_ratio, draw_levels
from osteon.synthetic.simulation.truth import SimulationTruth
from osteon.synthetic.simulation.watch import Watch

MOST_LOCI = 6


@dataclass(frozen=True, slots=True, eq=False)
class BoneFindings(Aligned):
    """What n patients have in bone, and what is done; days since diagnosis, infinite if never.

    Parameters
    ----------
    found : ndarray of float, shape (n,)
        Day of the first study that showed bone metastasis.
    on_ct : ndarray of float, shape (n,)
        Day from which CT shows it.
    treated : ndarray of float, shape (n,)
        First day of antiresorptive therapy.
    is_denosumab : ndarray of bool, shape (n,)
        Which agent it would be.
    morphology : ndarray of int, shape (n,)
        What CT shows: 0 osteoblastic, 1 mixed, 2 osteolytic.
    n_loci : ndarray of int, shape (n,)
        Number of loci, should bone metastasis come.
    first_region : ndarray of float, shape (n,)
        From 0 to 1: where the first of them lies.
    """

    found: FloatArray
    on_ct: FloatArray
    treated: FloatArray
    is_denosumab: BoolArray
    morphology: IntArray
    n_loci: IntArray
    first_region: FloatArray


class Skeleton(NamedTuple):
    """Everything about bone that n patients' histories hold."""

    findings: BoneFindings
    scans: Scans
    events: Events


def draw_skeleton(
    truth: SimulationTruth, traits: Traits, course: Course, watch: Watch, rng: np.random.Generator
) -> Skeleton:
    """Draw studies, treatment and skeletal events.

    Notes
    -----
    Bone metastasis is found by the first study after it came. A skeletal event before that
    prompts a study on its own day. Treatment starts after it was found and goes on. Events have
    the rate of the state, under treatment times its ratio; none is drawn before the first visit.
    """
    scans = draw_scans(truth, traits, watch, rng)
    scheduled = find_first_positive(scans, course)
    propensity = draw_propensity(truth.events, traits, rng)
    rate = truth.events.rate_bone * propensity
    presenting = draw_first_day(np.maximum(course.bone, watch.entry), rate, rng)
    presenting[presenting > np.minimum(scheduled, watch.end)] = np.inf
    found = np.minimum(scheduled, presenting)
    findings = _draw_findings(truth, traits, course, watch, found, rng)
    first = np.flatnonzero(np.isfinite(presenting))
    prompted = np.flatnonzero(presenting < scheduled)
    spells = (
        *_spells_before_bone(truth, propensity, course, watch),
        Spell(found, np.minimum(findings.treated, watch.end), rate),
        Spell(findings.treated, watch.end, rate * truth.antiresorptive.event_ratio),
    )
    days = [draw_days(spell, rng) for spell in spells]
    events = collect_events([(first, presenting[first]), *days], truth.events.kind_shares, rng)
    return Skeleton(findings, scans.with_prompted(prompted, presenting[prompted]), events)


def _spells_before_bone(
    truth: SimulationTruth, propensity: FloatArray, course: Course, watch: Watch
) -> tuple[Spell, Spell]:
    local_stop = np.minimum(course.stage_iv, watch.end)
    metastatic_start = np.maximum(course.stage_iv, watch.entry)
    metastatic_stop = np.minimum(course.bone, watch.end)
    return (
        Spell(watch.entry, local_stop, truth.events.rate_local * propensity),
        Spell(metastatic_start, metastatic_stop, truth.events.rate_metastatic * propensity),
    )


def _draw_findings(
    truth: SimulationTruth,
    traits: Traits,
    course: Course,
    watch: Watch,
    found: FloatArray,
    rng: np.random.Generator,
) -> BoneFindings:
    imaging, therapy, n = truth.imaging, truth.antiresorptive, len(traits)
    centre_ratio = np.array([centre.treatment_ratio for centre in truth.patients.centres])
    ratio = derive_ratio(therapy.start.ratios, traits) * centre_ratio[traits.centre]
    treated = found + whole_days(therapy.start.hazard.time_at(rng.standard_exponential(n) / ratio))
    conversion = whole_days(imaging.conversion.time_at(rng.standard_exponential(n)))
    conversion[rng.random(n) >= imaging.tracer_only_share] = 0
    further_mean = imaging.further_loci_mean * imaging.further_loci_ratio**traits.severity
    return BoneFindings(
        found=found,
        on_ct=course.bone + conversion,
        treated=np.where(treated <= watch.end, treated, np.inf),
        is_denosumab=rng.random(n) < therapy.denosumab_share,
        morphology=draw_levels(imaging.morphology_shares, n, rng),
        n_loci=1 + np.minimum(rng.poisson(further_mean), MOST_LOCI - 1),
        first_region=rng.random(n),
    )
