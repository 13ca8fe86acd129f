"""Guards that look at follow-up, medians and tests; reasons; all refusals at once."""

import math

import pytest

from osteon.errors import StudyError
from osteon.protocol import parse_protocol
from osteon.study import Cell, check_study, run_study
from osteon.study.guards.equivalence import guard_equivalence

MSCC = {"type": "MSCC", "region": "T5"}
EVENT = {"events": [{"date": "2012-01-01", **MSCC}]}
DEAD = {"death": "2013-01-01", "last": "2013-01-01"}
ENDPOINTS = """
[endpoint.survival]
title = "Survival"
origin = "diagnosis"
events = ["death"]
censored_at = ["last_contact"]

[endpoint.compression]
title = "Compression"
origin = "diagnosis"
events = ["event"]
censored_at = ["last_contact"]
"""
CURVE = """
[analysis.curve]
kind = "survival"
title = "Curve"
population = "all"
endpoint = "survival"
"""
COMPRESSED = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
"""
TREATED = """
[variable.treated]
any = { from = "antiresorptive_course", date = "start_date" }
"""


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    """Return a function: patients and parts of a protocol to what the study found."""

    def study(patients, *parts, more=(), use=run_study):
        rows = {**tables(patients), **dict(more)}
        found = use(parse_protocol(protocol_text(*parts)), freeze_rows(rows))
        return found if use is check_study else found.results

    return study


def found(results, code):
    findings = getattr(results, "findings", None) or results.warnings
    return [finding for finding in findings if finding.code == code]


def test_time_02_sees_who_left_a_complement_later(run):
    """Who had a compression in 2012 was at risk without one for two years."""
    parts = """
[population.hit]
title = "Hit"
from = "all"
steps = [{ keep = "compressed", reason = "Never" }]

[population.spared]
title = "Spared"
from = "all"
without = "hit"
"""
    curve = CURVE.replace('"all"', '"spared"')
    (finding,) = found(run([EVENT, {}, {}], COMPRESSED, parts, ENDPOINTS, curve), "TIME-02")
    assert "1 patients do not belong to 'Spared'" in finding.message
    assert "2.0 person-years" in finding.message
    early = {"events": [{"date": "2010-01-01", **MSCC}]}
    assert not found(run([early, {}], COMPRESSED, parts, ENDPOINTS, curve), "TIME-02")


ASSOCIATION = """
[analysis.pairs]
kind = "association"
title = "Pairs"
population = "all"
outcome = "compressed"
group = "treated"
"""


@pytest.mark.parametrize(("start", "n_late"), [("2012-06-01", 1), ("2011-06-01", 0)])
def test_time_04_counts_treatment_that_followed_the_event(run, start, n_late):
    course = {"patient_id": "P1", "agent": "denosumab", "start_date": start}
    more = {"antiresorptive_course": [course]}
    results = run([EVENT, EVENT, {}], COMPRESSED, TREATED, ASSOCIATION, more=more)
    assert len(found(results, "TIME-04")) == n_late


def test_compete_01_sees_deaths_that_the_endpoint_does_not_name(run):
    curve = CURVE.replace('endpoint = "survival"', 'endpoint = "compression"')
    (finding,) = found(run([DEAD, EVENT, {}], ENDPOINTS, curve), "COMPETE-01")
    assert finding.message.startswith("1 died without the event of 'Compression'")
    assert not found(run([EVENT, {}], ENDPOINTS, curve), "COMPETE-01")
    assert not found(run([DEAD, {}], ENDPOINTS, CURVE), "COMPETE-01")


TIMES = """
[variable.to_death]
{source}

[analysis.times]
kind = "distribution"
title = "Times"
population = "all"
variables = ["to_death"]
"""
DURATION = 'duration = { from = "diagnosis", to = "death" }'
DIFFERENCE = 'calculate = "(death - diagnosis) / 365.25"'
TO_CONTACT = 'duration = { from = "diagnosis", to = "last_contact" }'


@pytest.mark.parametrize("source", [DURATION, DIFFERENCE])
def test_median_01_says_of_how_many_the_median_is(run, source):
    times = TIMES.format(source=source)
    (finding,) = found(run([DEAD, {}, {}], ENDPOINTS, times), "MEDIAN-01")
    assert "1 of 3 in 'All'" in finding.message
    assert "'survival'" in finding.hint
    assert not found(run([DEAD, DEAD], times), "MEDIAN-01")


def test_median_01_is_silent_on_times_that_everybody_has(run):
    assert not found(run([DEAD, {}], TIMES.format(source=TO_CONTACT)), "MEDIAN-01")


def cell(statistic, value, low=math.nan, high=math.nan, **keys):
    return Cell("a", statistic, value, conf_low=low, conf_high=high, **keys)


@pytest.fixture
def analysis(protocol_text):
    """Return the analysis of a table whose title claims nothing."""
    return parse_protocol(protocol_text()).analysis["table"]


NOTHING = cell("p_value", 0.4, variable="sex")
RATIO = cell("odds_ratio", 1.2, 0.5, 3, variable="sex")
OF_ALL = cell("p_value", 0.4, variable="x", group="a vs b vs c")
OF_TWO = cell("risk_difference", 1, -2, 4, variable="x", group="b vs a", level="l")


@pytest.mark.parametrize(
    ("cells", "n_found"),
    [
        ([NOTHING], 1),
        ([cell("p_value", 0.04, variable="sex")], 0),
        ([cell("p_value_proportional_hazards", 0.4)], 0),
        ([NOTHING, RATIO], 0),
        ([NOTHING, cell("odds_ratio", 1.2, 0.5, 3, variable="age")], 1),
        ([NOTHING, cell("odds_ratio", 1.2, variable="sex")], 1),
        ([OF_ALL, OF_TWO], 0),
        ([cell("p_value_likelihood_ratio", 0.4), RATIO], 0),
    ],
)
def test_equiv_01_wants_an_interval_of_what_was_tested(analysis, cells, n_found):
    assert len(list(guard_equivalence("a", analysis, cells))) == n_found


@pytest.mark.parametrize(
    ("note", "is_claim"),
    [
        ("Grade made no difference.", True),
        ("Survival was independent of sex.", True),
        ("It did not differ significantly.", True),
        ("Patients from two independent centres.", False),
        ("The difference is large.", False),
    ],
)
def test_equiv_01_reads_claims(analysis, note, is_claim):
    claiming = analysis.model_copy(update={"note": note})
    assert bool(list(guard_equivalence("a", claiming, []))) is is_claim
    shown = [cell("hazard_ratio", 1, 0.5, 2)]
    assert not list(guard_equivalence("a", claiming, shown))


def test_missing_01_fires_above_the_declared_share(run):
    patients = [{"referral": "2009-01-01"}, {}, {}, {}]
    origin = ENDPOINTS.replace('origin = "diagnosis"', 'origin = "referral"')
    (finding,) = found(run(patients, origin, CURVE), "MISSING-01")
    assert "3 of 4 have no usable follow-up" in finding.message
    lax = "[settings]\nmost_missing = 0.75\n"
    assert not found(run(patients, lax, origin, CURVE), "MISSING-01")


def test_a_group_without_event_has_a_finite_ratio_and_is_told(run):
    patients = [{**DEAD, "sex": "M"}, {"sex": "M"}, {"sex": "F"}, {"sex": "F"}]
    results = run(patients, ENDPOINTS, CURVE + 'group = "sex"\n')
    (ratio,) = [c for c in results.cells if c.statistic == "hazard_ratio"]
    assert 0 < ratio.value < math.inf
    assert any("no event" in finding.message for finding in found(results, "SPARSE-01"))


REASON = "The registry began when the centre opened."


def test_a_reason_of_the_study_holds_for_all_and_a_stale_one_is_told(run):
    late = {"referral": "2011-01-01"}
    reason = f'acknowledge = {{ "TIME-03" = "{REASON}" }}'
    results = run([late, {}], reason, ENDPOINTS, CURVE)
    assert [finding.reason for finding in found(results, "TIME-03")] == [REASON]
    assert not found(results, "STALE-01")
    (stale,) = found(run([{}], reason, ENDPOINTS, CURVE), "STALE-01")
    assert stale.key == "acknowledge.TIME-03"


def test_a_refusal_does_not_hide_the_next(run):
    by_event = CURVE + 'group = "compressed"\n'
    parts = (COMPRESSED, ENDPOINTS, by_event, by_event.replace("curve", "other"))
    checked = run([EVENT, {"referral": "2011-01-01"}], *parts, use=check_study)
    assert [p.where for p in checked.refusals] == ["analysis.curve.group", "analysis.other.group"]
    assert {f.analysis for f in found(checked, "TIME-03")} == {"curve", "other"}
    with pytest.raises(StudyError, match="2 analyses cannot be answered"):
        run([EVENT, {}], *parts)
