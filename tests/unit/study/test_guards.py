"""Guards on hand-made registries: each has an example on which it fires and one that is silent."""

import pytest

from osteon.errors import StudyError
from osteon.protocol import parse_protocol
from osteon.study import run_study

MSCC = {"type": "MSCC", "region": "T5"}
LATE = {"events": [{"date": "2012-01-01", **MSCC}]}
EARLY = {"events": [{"date": "2010-01-01", **MSCC}]}

ENDPOINT = """
[endpoint.survival]
title = "Survival"
origin = "diagnosis"
events = ["death"]
censored_at = ["last_contact"]
"""
CURVE = """
[analysis.curve]
kind = "survival"
title = "Curve"
population = "all"
endpoint = "survival"
"""
GROUP = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
"""
BY_GROUP = CURVE + 'group = "compressed"\n'


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    """Return a function: patients and parts of a protocol to the codes of the guards."""

    def study(patients, *parts):
        text = protocol_text(*parts)
        return run_study(parse_protocol(text), freeze_rows(tables(patients))).results

    return study


def codes(results, analysis="curve"):
    return {finding.code for finding in results.warnings if finding.analysis == analysis}


def test_time_01_refuses_a_baseline_group_of_the_future(run):
    with pytest.raises(StudyError) as caught:
        run([LATE, {}], GROUP, ENDPOINT, BY_GROUP)
    (problem,) = caught.value.problems
    assert "TIME-01" in problem.found
    assert "1 patient," in problem.found
    assert "2.0 person-years" in problem.found
    assert "time_dependent" in problem.hint


def test_time_01_marks_ever_and_gives_the_time_safe_answer_beside_it(run):
    patients = [{**LATE, "death": "2014-01-01", "last": "2014-01-01"}, {"death": "2013-01-01"}, {}]
    results = run(patients, GROUP, ENDPOINT, BY_GROUP + 'grouping = "ever"\n')
    assert "TIME-01" in codes(results)
    assert "curve/all/p_value_time_dependent" in {cell.cell_id for cell in results.cells}


@pytest.mark.parametrize("patients", [[EARLY, {}], [{}, {}]])
def test_time_01_is_silent_where_the_group_was_known(run, patients):
    assert "TIME-01" not in codes(run(patients, GROUP, ENDPOINT, BY_GROUP))


@pytest.mark.parametrize("grouping", ['"time_dependent"', '"landmark"\nlandmark = 12'])
def test_time_01_is_silent_on_the_time_safe_readings(run, grouping):
    results = run([LATE, {}], GROUP, ENDPOINT, f"{BY_GROUP}grouping = {grouping}\n")
    assert "TIME-01" not in codes(results)


SELECTED = """
[population.selected]
title = "Selected"
from = "all"
steps = [{ keep = "compressed", reason = "No compression" }]
"""
CURVE_OF_SELECTED = CURVE.replace('population = "all"', 'population = "selected"')


def test_time_02_fires_on_a_population_selected_by_the_future(run):
    assert "TIME-02" in codes(run([LATE, {}], GROUP, SELECTED, ENDPOINT, CURVE_OF_SELECTED))


def test_time_02_is_silent_where_membership_was_known(run):
    results = run([EARLY, LATE], GROUP, SELECTED, ENDPOINT, CURVE)
    assert "TIME-02" not in codes(results)
    results = run([EARLY, {}], GROUP, SELECTED, ENDPOINT, CURVE_OF_SELECTED)
    assert "TIME-02" not in codes(results)


def test_time_03_fires_where_patients_were_first_seen_later(run):
    assert "TIME-03" in codes(run([{"referral": "2011-01-01"}], ENDPOINT, CURVE))


def test_time_03_is_silent_with_a_declared_entry_which_is_used(run):
    patients = [{"referral": "2011-01-01"}, {"referral": "2009-01-01"}]
    results = run(patients, ENDPOINT + 'entry = "referral"\n', CURVE)
    assert "TIME-03" not in codes(results)
    at_risk = {c.level: c.value for c in results.cells if c.statistic == "n_at_risk"}
    assert (at_risk["6"], at_risk["24"]) == (1, 2)


def test_time_03_is_silent_where_all_were_seen_in_time(run):
    assert "TIME-03" not in codes(run([{"referral": "2009-01-01"}, {}], ENDPOINT, CURVE))


def test_an_acknowledged_guard_carries_its_reason(run):
    reason = "The registry began when the centre opened."
    part = CURVE + f'acknowledge = {{ "TIME-03" = "{reason}" }}\n'
    results = run([{"referral": "2011-01-01"}], ENDPOINT, part)
    (finding,) = [f for f in results.warnings if f.code == "TIME-03"]
    assert finding.reason == reason


MANY = "\n".join(CURVE.replace("curve", f"curve_{n}") + 'group = "sex"\n' for n in range(3))
PATIENTS = [{"death": "2012-01-01", "last": "2012-01-01"}, {"sex": "M"}]


def test_multi_01_counts_p_values_without_a_primary_analysis(run):
    results = run(PATIENTS, "[settings]\nmost_tests = 2\n", ENDPOINT, MANY)
    assert "MULTI-01" in codes(results, "")


def test_multi_01_is_silent_with_a_primary_analysis_or_few_tests(run):
    assert "MULTI-01" not in codes(run(PATIENTS, ENDPOINT, MANY), "")
    results = run(PATIENTS, 'primary = "curve_0"', "[settings]\nmost_tests = 2\n", ENDPOINT, MANY)
    assert "MULTI-01" not in codes(results, "")


def test_those_who_left_before_the_landmark_are_counted(run):
    patients = [{"death": "2010-02-01", "last": "2010-02-01"}, {}, EARLY]
    part = BY_GROUP + 'grouping = "landmark"\nlandmark = 12\n'
    results = run(patients, GROUP, ENDPOINT, part)
    values = {cell.cell_id: cell.value for cell in results.cells}
    assert values["curve/all/n_before_landmark"] == 1
    assert "MISSING-01" not in codes(results)


SITES = """
unit = "radiotherapy_target"
"""
DOSE = """
[variable.dose]
column = "radiotherapy_target.dose_total_cgy"
[variable.high]
cases = [{ when = "dose > 1000", is = "yes" }, { when = "dose <= 1000", is = "no" }]
[analysis.sites]
kind = "distribution"
title = "Sites"
population = "all"
variables = ["high"]
"""


@pytest.fixture
def sites(freeze_rows, tables, protocol_text):
    """Return a function: doses of the sites of each patient to results."""

    def study(*doses, part=DOSE):
        rows = tables([{} for _ in doses])
        rows["radiotherapy_course"] = [
            {"patient_id": f"P{p}", "id": f"course-{p}", "intent": "palliative",
             "indication": ["pain"], "status": "completed", "start_date": "2011-01-01",
             "end_date": "2011-01-05"}
            for p in range(1, len(doses) + 1)
        ]  # fmt: skip
        rows["radiotherapy_target"] = [
            {"patient_id": f"P{p}", "radiotherapy_course_id": f"course-{p}", "region": "T5",
             "dose_total_cgy": dose, "fractions": 1}
            for p, of_patient in enumerate(doses, 1)
            for dose in of_patient
        ]  # fmt: skip
        text = protocol_text(SITES, part)
        return run_study(parse_protocol(text), freeze_rows(rows)).results

    return study


def test_cluster_01_fires_and_widens_the_interval(sites):
    results = sites([800, 800, 800], [3000, 3000, 3000], [800], [3000])
    assert "CLUSTER-01" in codes(results, "sites")
    cell = next(c for c in results.cells if c.cell_id == "sites/all/high/yes/percent")
    assert cell.value == 50
    assert cell.conf_low < 10  # Wilson, as if eight patients: 21.5


READINGS = """
[variable.dose]
column = "radiotherapy_target.dose_total_cgy"
[variable.first]
bands = { of = "dose", limits = [1000], labels = ["low", "high"] }
[variable.second]
bands = { of = "dose", limits = [2000], labels = ["low", "high"] }
[variable.third]
bands = { of = "dose", limits = [2500], labels = ["low", "high"] }
[analysis.readings]
kind = "agreement"
title = "Readings"
population = "all"
variables = ["first", "second"]
"""
ONE_SITE_EACH = ([800], [3000], [1500], [3000], [800], [2200], [900], [3000])


@pytest.mark.parametrize("part", [READINGS, READINGS.replace('"second"]', '"second", "third"]')])
def test_sites_of_a_patient_that_are_read_alike_narrow_no_interval_of_kappa(sites, part):
    single, double = (
        next(
            cell
            for cell in sites(*(copies * doses for doses in ONE_SITE_EACH), part=part).cells
            if cell.statistic == "kappa"
        )
        for copies in (1, 2)
    )
    assert double.value == pytest.approx(single.value)
    assert double.n == 2 * single.n
    assert "between patients" in double.method
    assert "between patients" not in single.method
    assert double.conf_low <= single.conf_low + 1e-12


def test_cluster_01_is_silent_with_one_site_a_patient(sites):
    results = sites([800], [3000])
    assert "CLUSTER-01" not in codes(results, "sites")
