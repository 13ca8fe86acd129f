"""Models on hand-made registries: what they answer, and the guards that fire or are silent."""

import pytest

from osteon.errors import StudyError
from osteon.protocol import parse_protocol
from osteon.study import run_study

VARIABLES = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
[variable.irradiated]
any = { from = "skeletal_event", where = "type = 'RT_BONE'", date = "date" }
[variable.waited]
duration = { from = "referral", to = "diagnosis", unit = "days" }
"""
ENDPOINT = """
[endpoint.survival]
title = "Survival"
origin = "diagnosis"
events = ["death"]
censored_at = ["last_contact"]
"""
COX = """
[analysis.model]
kind = "regression"
model = "cox"
title = "Model"
population = "all"
endpoint = "survival"
"""
SUBGROUPS = """
[analysis.model]
kind = "subgroups"
title = "Subgroups"
population = "all"
endpoint = "survival"
group = "compressed"
variables = ["sex"]
"""
WEIGHTING = """
[analysis.model]
kind = "weighting"
title = "Weights"
population = "all"
endpoint = "survival"
treatment = "compressed"
covariates = [{ variable = "sex" }]
times = [12]
"""


def patient(last_month, *, died=True, sex="F", compressed=None, irradiated=None, wait=0):
    """A patient diagnosed on the first day of 2010 and followed for so many months."""
    last = f"{2010 + last_month // 12}-{last_month % 12 + 1:02}-15"
    days = {"MSCC": compressed, "RT_BONE": irradiated}
    events = [{"date": day, "type": kind, "region": "T5"} for kind, day in days.items() if day]
    return {
        "sex": sex, "last": last, "events": events, "referral": f"2009-12-{31 - wait:02}",
        **({"death": last} if died else {}),
    }  # fmt: skip


EARLY, LATE = "2009-06-01", "2010-07-01"
SERIES = [
    patient(
        month,
        died=month % 3 != 0,
        sex="MF"[month % 2],
        compressed=EARLY if month % 4 < 2 else None,
        wait=month % 7,
    )
    for month in range(4, 44)
]


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    """Return a function: patients and parts of a protocol to results."""

    def study(patients, *parts):
        text = protocol_text(VARIABLES, ENDPOINT, *parts)
        return run_study(parse_protocol(text), freeze_rows(tables(patients))).results

    return study


def values(results):
    return {
        cell.cell_id.removeprefix("model/all/"): cell.value
        for cell in results.cells
        if cell.analysis == "model"
    }


def found(results, code):
    return [f for f in results.warnings if (f.code, f.analysis) == (code, "model")]


def cox(*covariates, further=""):
    listed = ", ".join(f"{{ {covariate} }}" for covariate in covariates)
    return f"{COX}covariates = [{listed}]\n{further}"


SEX, WAITED = 'variable = "sex"', 'variable = "waited", per = 7'
IN_TIME = 'variable = "compressed", as = "time_dependent"'


def test_time_01_refuses_every_baseline_covariate_of_the_future(run):
    patients = [patient(20, compressed=LATE, irradiated=LATE), patient(30)]
    part = cox('variable = "compressed"', SEX, 'variable = "irradiated"')
    with pytest.raises(StudyError) as caught:
        run(patients, part)
    assert len(caught.value.problems) == 2
    for problem, number in zip(caught.value.problems, (0, 2), strict=True):
        assert f"covariates.{number}" in problem.where
        assert "TIME-01" in problem.found
        assert "0.5 person-years" in problem.found
        assert "time_dependent" in problem.hint


def test_time_01_marks_a_covariate_read_as_ever(run):
    patients = [*SERIES, patient(20, compressed=LATE)]
    results = run(patients, cox('variable = "compressed", as = "ever"'))
    (finding,) = found(results, "TIME-01")
    assert "biased" in finding.message
    assert finding.key == "analysis.model.covariates.0"


@pytest.mark.parametrize("covariate", [IN_TIME, SEX])
def test_time_01_is_silent_on_covariates_known_in_time(run, covariate):
    results = run([*SERIES, patient(20, compressed=LATE)], cox(covariate))
    assert not found(results, "TIME-01")


FORMS = {
    "both": (SEX, WAITED),
    "single": (SEX,),
    "daily": ('variable = "waited"',),
    "weekly": (WAITED,),
    "natural": ('variable = "waited", transform = "log"',),
    "doubled": ('variable = "waited", transform = "log", per = 2',),
    "turned": ('variable = "sex", reference = "F"',),
}


def named(name, text):
    return text.replace("[analysis.model]", f"[analysis.{name}]")


@pytest.fixture
def forms(run):
    """Return the values of several models of one registry."""
    parts = [named(name, cox(*covariates)) for name, covariates in FORMS.items()]
    parts.append(named("stratified", cox(WAITED, further='strata = ["sex"]\n')))
    results = run(SERIES, *parts, SUBGROUPS)
    return {cell.cell_id.replace("/all/", "/"): cell.value for cell in results.cells}


def test_covariates_enter_in_the_form_that_is_declared(forms):
    """One registry for all of them, as each costs a second."""
    assert forms["both/n"] == 40
    assert forms["both/sex/F/n"] + forms["both/sex/M/n"] == 40
    assert forms["both/sex/F/n_event"] + forms["both/sex/M/n_event"] == 27
    assert forms["both/events_per_variable"] == 13.5
    for place in ("sex/F", "waited"):
        alone = forms[f"both/{place}/hazard_ratio_univariable"]
        assert forms[f"both/{place}/hazard_ratio"] != alone
    assert not any(name.startswith("single/") and "univariable" in name for name in forms)
    assert forms["weekly/waited/hazard_ratio"] == pytest.approx(
        forms["daily/waited/hazard_ratio"] ** 7
    )
    assert forms["doubled/waited/hazard_ratio"] == pytest.approx(
        forms["natural/waited/hazard_ratio"] ** 0.6931471805599453
    )
    assert forms["turned/sex/M/hazard_ratio"] * forms["single/sex/F/hazard_ratio"] == pytest.approx(
        1
    )
    assert "stratified/waited/hazard_ratio" in forms
    assert not any(name.startswith("stratified/sex") for name in forms)
    check_subgroups(forms)


def check_subgroups(forms):
    """Pass if the effect is there in all patients and in each level."""
    assert forms["model/true/n"] + forms["model/false/n"] == 40
    assert forms["model/true/sex/F/n"] + forms["model/true/sex/M/n"] == forms["model/true/n"]
    for place in ("", "sex/F/", "sex/M/"):
        assert forms[f"model/true vs false/{place}hazard_ratio"] > 0
    assert 0 < forms["model/sex/p_value_interaction"] < 1


def test_no_such_reference_and_no_logarithm_are_refused_together(run):
    patients = [*SERIES, patient(12, wait=-1)]
    patients[-1]["referral"] = "2010-01-01"
    part = cox('variable = "sex", reference = "X"', 'variable = "waited", transform = "log"')
    with pytest.raises(StudyError) as caught:
        run(patients, part)
    reference, logarithm = caught.value.problems
    assert "M, F" in reference.permitted
    assert "0 or less" in logarithm.found


def test_missing_01_fires_above_the_declared_share(run):
    patients = [dict(p) for p in SERIES]
    for p in patients[:3]:
        del p["referral"]
    results = run(patients, cox(SEX, WAITED))
    (finding,) = found(results, "MISSING-01")
    assert "3 of 40" in finding.message
    assert values(results)["n_incomplete"] == 3
    assert values(results)["waited/n_without"] == 3
    settings = "[settings]\nmost_missing = 0.1\n"
    assert not found(run(patients, settings, cox(SEX, WAITED)), "MISSING-01")


def test_sparse_01_fires_on_few_events_and_on_a_level_without_any(run):
    patients = [patient(m, died=m % 2 == 0, sex="FM"[m % 2]) for m in range(4, 14)]
    findings = found(run(patients, cox(SEX)), "SPARSE-01")
    assert {"firth" in finding.hint for finding in findings} == {True}
    assert any("without any event" in finding.message for finding in findings)
    assert any("5.0 events for each column" in finding.message for finding in findings)


def test_firths_penalty_answers_where_a_level_has_no_event(run):
    patients = [patient(m, died=m % 2 == 0, sex="FM"[m % 2]) for m in range(4, 14)]
    results = run(patients, cox(SEX, further='penalty = "firth"\n'))
    assert not found(results, "SPARSE-01")
    assert values(results)["sex/F/hazard_ratio"] > 1
    assert values(results)["sex/F/p_value"] < 0.1


def test_sparse_01_is_silent_with_enough_events(run):
    assert not found(run(SERIES, cox(SEX)), "SPARSE-01")


def test_a_covariate_in_which_all_are_alike_is_left_out(run):
    results = run([p for p in SERIES if p["sex"] == "F"], cox(SEX, WAITED))
    assert any("alike in Sex" in finding.message for finding in found(results, "SPARSE-01"))
    assert "waited/hazard_ratio" in values(results)
    results = run([p for p in SERIES if p["sex"] == "F"], cox(SEX))
    assert any("cannot be estimated" in f.message for f in found(results, "SPARSE-01"))


CROSSING = [
    *(patient(m, sex="M") for m in range(1, 13)),
    *(patient(m, sex="F") for m in range(24, 36)),
    *(patient(48, sex="M", died=False) for _ in range(12)),
    *(patient(40 + m % 3, sex="F") for m in range(12)),
]


def test_ph_01_fires_where_hazards_cross(run):
    (finding,) = found(run(CROSSING, cox(SEX)), "PH-01")
    assert "Sex (p < 0.001)" in finding.message
    assert "rmst" in finding.hint


def test_ph_01_is_silent_where_they_do_not(run):
    assert not found(run(SERIES, cox(SEX)), "PH-01")


def test_subgroups_refuse_a_group_of_the_future_and_one_of_one_level(run):
    with pytest.raises(StudyError) as caught:
        run([*SERIES, patient(20, compressed=LATE)], SUBGROUPS)
    assert "TIME-01" in caught.value.problems[0].found
    with pytest.raises(StudyError) as caught:
        run([patient(5), patient(9)], SUBGROUPS)
    assert "two levels" in caught.value.problems[0].permitted


def test_subgroups_of_an_outcome_have_odds_ratios(run):
    died = '[variable.dead]\nany = { from = "follow_up", where = "status = \'dead\'" }\n'
    part = SUBGROUPS.replace('endpoint = "survival"', 'outcome = "dead"')
    cells = values(run(SERIES, died, part))
    assert "true vs false/odds_ratio" in cells
    assert "true vs false/sex/M/odds_ratio" in cells


def test_weights_bring_balance(run):
    patients = [*SERIES, *(patient(m, sex="M", compressed=EARLY) for m in range(5, 20))]
    results = run(patients, WEIGHTING)
    cells = values(results)
    assert abs(cells["sex/standardised_difference"]) > 0.3
    assert abs(cells["sex/standardised_difference_weighted"]) < 1e-6
    assert cells["true/effective_size"] < cells["true/n"]
    assert cells["true vs false/hazard_ratio_weighted"] != cells["true vs false/hazard_ratio"]
    assert {curve.kind for curve in results.curves} == {"weighted_survival"}
    assert not found(results, "POSITIVITY-01")
    assert not found(results, "BALANCE-01")


def test_positivity_01_refuses_a_level_in_which_all_were_treated(run):
    patients = [p for p in SERIES if p["events"] or p["sex"] == "F"]
    with pytest.raises(StudyError) as caught:
        run(patients, WEIGHTING)
    assert "POSITIVITY-01" in caught.value.problems[0].found


def test_positivity_01_fires_where_a_treatment_was_nearly_certain(run):
    rare = [patient(m % 30 + 1, sex="F", compressed=EARLY if m == 7 else None) for m in range(60)]
    men = [p for p in SERIES if p["sex"] == "M"]
    (finding,) = found(run([*rare, *men], WEIGHTING), "POSITIVITY-01")
    assert "60 of 80" in finding.message


def test_weights_need_treated_and_untreated(run):
    with pytest.raises(StudyError) as caught:
        run([patient(5), patient(9)], WEIGHTING)
    assert "treated and untreated" in caught.value.problems[0].permitted


def test_equiv_01_is_silent_as_every_ratio_has_its_interval(run):
    """It fired on the test of the model as a whole, beside which its ratios stand."""
    results = run(SERIES, cox(SEX, WAITED))
    assert values(results)["p_value_likelihood_ratio"] > 0.05
    assert not found(results, "EQUIV-01")
