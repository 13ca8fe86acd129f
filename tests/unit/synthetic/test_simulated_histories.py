"""Simulated histories hold together, and their margins are those of the truth."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from osteon.errors import ProtocolError
from osteon.estimate import SurvivalCounts, estimate_cumulative_incidence, estimate_survival
from osteon.synthetic import (
    Centre,
    PiecewiseConstant,
    Process,
    Ratios,
    SimulationTruth,
    Weibull,
    simulate_histories,
)

DAYS_PER_YEAR = 365.25
STANDARD_ERRORS = 4
"""A deviation beyond this many is no chance; seeds are fixed, so that nothing fails by chance."""
TRUTH = SimulationTruth()
NEVER = PiecewiseConstant((0.0,))


@pytest.fixture(scope="module")
def histories():
    return simulate_histories(TRUTH, 20_000, seed=11)


def assert_share(is_so, expected):
    error = np.sqrt(expected * (1 - expected) / len(is_so))
    assert abs(is_so.mean() - expected) < STANDARD_ERRORS * error


def test_states_follow_each_other(histories):
    course = histories.course
    has_bone = np.isfinite(course.bone)
    assert (course.stage_iv[has_bone] <= course.bone[has_bone]).all()
    assert (course.bone[has_bone] < course.death[has_bone]).all()
    assert (course.death >= 1).all()


def test_patients_are_seen_before_they_die(histories):
    watch, course = histories.watch, histories.course
    assert (watch.entry < watch.end).all()
    assert (watch.end <= course.death).all()
    assert_array_equal(watch.is_dead, watch.end == course.death)
    assert not (watch.is_dead & watch.is_lost).any()
    cutoff = np.datetime64(TRUTH.observation.data_cutoff).astype(int)
    last_day = watch.diagnosis + watch.end
    assert (last_day <= cutoff).all()
    assert (last_day == cutoff)[~watch.is_dead & ~watch.is_lost].all()


def test_bone_metastasis_is_found_by_the_first_study_after_it_came(histories):
    scans, found, bone = histories.scans, histories.findings.found, histories.course.bone
    after = scans.day >= bone[scans.patient]
    assert_array_equal(after, scans.day >= found[scans.patient])
    first = np.full(histories.n_patients, np.inf)
    np.minimum.at(first, scans.patient[after], scans.day[after])
    assert_array_equal(first, found)
    is_found = np.isfinite(found)
    delay = found[is_found] - bone[is_found]
    assert delay.min() == 0
    assert 100 < np.median(delay[delay > 0]) < 365


def test_studies_lie_between_first_visit_and_end(histories):
    scans, watch = histories.scans, histories.watch
    assert (scans.day >= watch.entry[scans.patient]).all()
    assert (scans.day <= watch.end[scans.patient]).all()
    _, first = np.unique(scans.patient, return_index=True)
    assert_array_equal(scans.day[first], watch.entry)
    assert (np.lexsort((scans.day, scans.patient)) == np.arange(len(scans))).all()


def test_studies_are_made_as_often_before_death_as_ever():
    """Else having just had one would tell that the patient is going to live."""
    centres = (Centre("one", 1.0),)
    imaging = replace(TRUTH.imaging, interval_days=100, jitter_days=33, missed_share=0.2)
    truth = replace(TRUTH, patients=replace(TRUTH.patients, centres=centres), imaging=imaging)
    drawn = simulate_histories(truth, 20_000, seed=13)
    scans, watch = drawn.scans, drawn.watch
    dying = watch.is_dead & (watch.end - watch.entry > 1000)
    left = (watch.end[scans.patient] - scans.day)[dying[scans.patient]]
    for first, last in ((0, 16), (16, 50), (50, 100)):
        expected = dying.sum() * 0.8 * (last - first) / 100
        number = ((left >= first) & (left < last)).sum()
        assert abs(number - expected) < STANDARD_ERRORS * np.sqrt(expected)


def test_treatment_follows_the_finding(histories):
    findings, watch = histories.findings, histories.watch
    treated = np.isfinite(findings.treated)
    assert (findings.treated > findings.found)[treated].all()
    assert (findings.treated <= watch.end)[treated].all()


def test_events_lie_in_bone_follow_up_one_a_day(histories):
    events, watch = histories.events, histories.watch
    assert (events.day > watch.entry[events.patient]).all()
    assert (events.day <= watch.end[events.patient]).all()
    assert (events.day >= histories.findings.found[events.patient]).all()
    assert len(np.unique(np.stack([events.patient, events.day]), axis=1).T) == len(events)


def test_an_event_before_any_study_prompts_one(histories):
    scans, events = histories.scans, histories.events
    pairs = set(zip(events.patient.tolist(), events.day.tolist(), strict=True))
    prompted = scans.select(scans.is_prompted)
    assert len(prompted) > 50
    assert all(pair in pairs for pair in zip(prompted.patient, prompted.day, strict=True))
    assert_array_equal(prompted.day, histories.findings.found[prompted.patient])


def test_conversion_happens_to_some_of_those_seen_by_tracer_alone(histories):
    findings, bone = histories.findings, histories.course.bone
    has_bone = np.isfinite(bone)
    assert_share(findings.on_ct[has_bone] > bone[has_bone], TRUTH.imaging.tracer_only_share)


def test_loci_are_one_to_six(histories):
    assert (histories.findings.n_loci.min(), histories.findings.n_loci.max()) == (1, 6)


def test_who_the_patients_are():
    """Late referral selects those who live, so here everybody is seen from diagnosis on."""
    truth = replace(TRUTH, observation=replace(TRUTH.observation, referred_at_diagnosis=1.0))
    traits = simulate_histories(truth, 20_000, seed=5).traits
    mix = truth.patients
    assert_share(traits.is_male, mix.male_share)
    for place, site in enumerate(mix.sites):
        assert_share(traits.site == place, site.share)
        assert_share(traits.is_functioning[traits.site == place], site.functioning_share)
    for levels, shares in (
        (traits.grade, mix.grade_shares),
        (traits.severity, mix.severity_shares),
        (traits.centre, [centre.share for centre in mix.centres]),
    ):
        for level, share in enumerate(shares):
            assert_share(levels == level, share)
    assert (traits.age_years.min(), traits.age_years.max()) == (18, 90)


def test_referral_and_loss():
    truth = replace(
        TRUTH,
        course=replace(TRUTH.course, death=Process(Weibull(1.0, 1e6))),
        observation=replace(TRUTH.observation, loss=PiecewiseConstant((0.3,))),
    )
    watch = simulate_histories(truth, 20_000, seed=6).watch
    counts = SurvivalCounts.from_rows(watch.end - watch.entry, watch.is_lost)
    at = estimate_survival(counts)[""].at(2 * DAYS_PER_YEAR)
    assert abs(at.survival[0] - np.exp(-0.6)) < STANDARD_ERRORS * at.std_error[0]
    early = watch.diagnosis < np.datetime64("2005-01-01").astype(int)
    assert_share(watch.entry[early] == 0, truth.observation.referred_at_diagnosis)


@pytest.mark.parametrize("hazard", [PiecewiseConstant((0.1, 0.2), (0.0, 3.0)), Weibull(1.6, 7.0)])
def test_time_to_bone_metastasis_is_that_of_its_hazard(hazard):
    """Kaplan-Meier against the closed form exp(-H); death is independent and censors."""
    course = replace(
        TRUTH.course,
        stage_iv_at_diagnosis=1.0,
        bone_at_stage_iv=0.0,
        bone=Process(hazard),
    )
    drawn = simulate_histories(replace(TRUTH, course=course), 20_000, seed=7)
    bone, watch = drawn.course.bone, drawn.watch
    time = np.minimum(bone, watch.end)
    came_without = time > watch.entry
    counts = SurvivalCounts.from_rows(
        time[came_without],
        (bone <= watch.end)[came_without],
        entry=watch.entry[came_without],
    )
    years = np.array([1, 2, 4, 8])
    at = estimate_survival(counts)[""].at(np.ceil(years * DAYS_PER_YEAR))
    expected = np.exp(-hazard.cumulative(np.ceil(years * DAYS_PER_YEAR) / DAYS_PER_YEAR))
    assert (abs(at.survival - expected) < STANDARD_ERRORS * at.std_error).all()


def test_bone_metastasis_and_death_compete_by_their_constant_hazards():
    bone_rate, death_rate = 0.08, 0.05
    course = replace(
        TRUTH.course,
        stage_iv_at_diagnosis=1.0,
        bone_at_stage_iv=0.0,
        bone=Process(PiecewiseConstant((bone_rate,))),
        death=Process(PiecewiseConstant((death_rate / 2,))),
        death_ratio_metastatic=2.0,
    )
    patients = replace(TRUTH.patients, centres=(Centre("one", 1.0),))
    truth = replace(TRUTH, course=course, patients=patients)
    drawn = simulate_histories(truth, 20_000, seed=8)
    bone, watch = drawn.course.bone, drawn.watch
    time, status = np.minimum(bone, watch.end), np.where(bone <= watch.end, 1, 2 * watch.is_dead)
    kept = time > watch.entry
    counts = SurvivalCounts.from_rows(time[kept], status[kept], entry=watch.entry[kept])
    at = estimate_cumulative_incidence(counts)[""].at(np.array([1461.0, 2922.0]))
    total = bone_rate + death_rate
    expected = (1 - np.exp(-total * np.array([4.0, 8.0]))) * bone_rate / total
    assert (abs(at.incidence[:, 0] - expected) < STANDARD_ERRORS * at.std_error[:, 0]).all()


def test_bone_metastasis_multiplies_the_hazard_of_death():
    """Deaths per patient-year before and after, in plain sums; constant hazards, one centre."""
    course = replace(
        TRUTH.course,
        stage_iv_at_diagnosis=1.0,
        death=Process(PiecewiseConstant((0.02,))),
        death_ratio_metastatic=3.0,
        death_ratio_bone=2.5,
    )
    patients = replace(TRUTH.patients, centres=(Centre("one", 1.0, death_ratio=1.2),))
    drawn = simulate_histories(replace(TRUTH, course=course, patients=patients), 20_000, seed=9)
    watch, bone = drawn.watch, drawn.course.bone
    after = np.maximum(watch.end - np.maximum(bone, watch.entry), 0).sum() / DAYS_PER_YEAR
    before = np.maximum(np.minimum(bone, watch.end) - watch.entry, 0).sum() / DAYS_PER_YEAR
    for deaths, years, rate in (
        ((watch.is_dead & (bone < watch.end)).sum(), after, 0.02 * 3 * 2.5 * 1.2),
        ((watch.is_dead & ~(bone < watch.end)).sum(), before, 0.02 * 3 * 1.2),
    ):
        assert abs(deaths - rate * years) < STANDARD_ERRORS * np.sqrt(rate * years)


def test_severity_confounds_treatment_and_events(histories):
    findings, events = histories.findings, histories.events
    found, severity = np.isfinite(findings.found), histories.traits.severity
    treated = [
        np.isfinite(findings.treated)[found & (severity == level)].mean() for level in (0, 2)
    ]
    number = np.bincount(events.patient, minlength=histories.n_patients)
    events_each = [number[found & (severity == level)].mean() for level in (0, 2)]
    assert treated[1] > 1.5 * treated[0]
    assert events_each[1] > 1.5 * events_each[0]


def test_event_rates_are_those_of_state_and_treatment():
    """Without frailty and severity, events per year in each state, in plain sums."""
    truth = replace(
        TRUTH,
        events=replace(
            TRUTH.events,
            rate_local=0.05,
            rate_metastatic=0.1,
            rate_bone=0.4,
            ratios=Ratios(),
            frailty_variance=0.0,
        ),
        antiresorptive=replace(
            TRUTH.antiresorptive, start=Process(PiecewiseConstant((0.5,))), event_ratio=0.5
        ),
    )
    drawn = simulate_histories(truth, 20_000, seed=10)
    course, watch, findings, events = drawn.course, drawn.watch, drawn.findings, drawn.events
    limits = [watch.entry, course.stage_iv, course.bone, findings.found, findings.treated]
    rates = {0: 0.05, 1: 0.1, 3: 0.4, 4: 0.2}
    for state, rate in rates.items():
        start = np.maximum(limits[state], watch.entry)
        stop = watch.end if state == 4 else np.minimum(limits[state + 1], watch.end)
        years = np.maximum(stop - start, 0).sum() / DAYS_PER_YEAR
        day, patient = events.day, events.patient
        number = ((day > start[patient]) & (day <= stop[patient])).sum()
        assert abs(number - rate * years) < STANDARD_ERRORS * np.sqrt(rate * years), state


def test_frailty_spreads_events_among_patients():
    def spread(variance):
        truth = replace(
            TRUTH,
            events=replace(TRUTH.events, frailty_variance=variance, ratios=Ratios()),
            course=replace(TRUTH.course, stage_iv_at_diagnosis=1.0, bone_at_stage_iv=1.0),
        )
        drawn = simulate_histories(truth, 5_000, seed=12)
        number = np.bincount(drawn.events.patient, minlength=5_000)
        return number.mean(), number.var()

    (mean, variance), (frail_mean, frail_variance) = spread(0.0), spread(2.0)
    assert frail_mean == pytest.approx(mean, rel=0.1)
    assert frail_variance > 2 * variance


def test_blocks_are_drawn_apart_and_joined(monkeypatch):
    monkeypatch.setattr(
        "osteon.synthetic.simulation.histories.PATIENTS_PER_BLOCK", 100, raising=True
    )
    joined = simulate_histories(TRUTH, 250, seed=3)
    first = simulate_histories(TRUTH, 100, seed=3)
    assert joined.n_patients == 250
    assert_array_equal(joined.course.death[:100], first.course.death)
    assert_array_equal(np.unique(joined.scans.patient), np.arange(250))


def test_the_same_seed_gives_the_same_patients_and_another_gives_others():
    first, again = (simulate_histories(TRUTH, 500, seed=1) for _ in range(2))
    other = simulate_histories(TRUTH, 500, seed=2)
    assert_array_equal(first.events.day, again.events.day)
    assert not np.array_equal(first.course.death, other.course.death)


def test_a_truth_in_which_nobody_is_seen_is_refused():
    observation = replace(TRUTH.observation, referred_at_diagnosis=0.0, referral=NEVER)
    with pytest.raises(ProtocolError, match="none of 1000 patients"):
        simulate_histories(replace(TRUTH, observation=observation), 10, seed=1)
