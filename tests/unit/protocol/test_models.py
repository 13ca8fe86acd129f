"""Analyses that model an outcome: what fits together, and what is refused with advice."""

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import parse_protocol

HEAD = """
protocol = 1
id = "small"
title = "A small study"

[date.diagnosis]
concept = "diagnosis"
[date.event]
concept = "first_skeletal_event"
[date.death]
concept = "death"
[date.last_contact]
concept = "last_contact"

[variable.sex]
column = "patient.sex"
[variable.age]
column = "tumour.age_at_diagnosis"
known = "diagnosis"
[variable.bone]
concept = "bone_metastasis"
[variable.treated]
any = { from = "antiresorptive_course", date = "start_date" }

[population.all]
title = "All"

[endpoint.survival]
title = "Survival"
origin = "diagnosis"
events = ["death"]
censored_at = ["last_contact"]
[endpoint.late]
title = "Survival, observed from the event on"
origin = "diagnosis"
entry = "event"
events = ["death"]
competing = ["event"]
censored_at = ["last_contact"]
[endpoint.skeletal]
title = "Skeletal event"
origin = "diagnosis"
events = ["event"]
competing = ["death"]
censored_at = ["last_contact"]
[endpoint.again]
title = "Skeletal events"
origin = "diagnosis"
recurrent = { from = "skeletal_event", date = "date" }
censored_at = ["last_contact"]
"""
COX = 'kind = "regression"\nmodel = "cox"\nendpoint = "survival"\n'
FINE_GRAY = 'kind = "regression"\nmodel = "fine_gray"\nendpoint = "skeletal"\n'
LOGISTIC = 'kind = "regression"\nmodel = "logistic"\noutcome = "bone"\n'
SUBGROUPS = 'kind = "subgroups"\ngroup = "bone"\nvariables = ["sex"]\n'
WEIGHTING = 'kind = "weighting"\nendpoint = "survival"\ntreatment = "treated"\n'
AGE = 'covariates = [{ variable = "age", per = 10 }]\n'


def analysis(*lines, top=""):
    body = "".join(lines)
    text = f'[analysis.model]\ntitle = "Model"\npopulation = "all"\n{body}'
    return f"{top}\n{HEAD}\n{text}"


@pytest.mark.parametrize(
    "lines",
    [
        (COX, AGE),
        (COX, 'covariates = [{ variable = "bone", as = "time_dependent" }]\nstrata = ["sex"]\n'),
        (COX.replace("survival", "skeletal"), "cause_specific = true\n", AGE),
        (COX, 'covariates = [{ variable = "age", transform = "spline", knots = [50, 60, 70] }]\n'),
        (COX, 'covariates = [{ variable = "sex", reference = "F" }]\npenalty = "firth"\n'),
        (FINE_GRAY, AGE),
        (LOGISTIC, AGE, 'origin = "diagnosis"\n'),
        (SUBGROUPS, 'endpoint = "survival"\n'),
        (
            SUBGROUPS.replace('"bone"', '"sex"').replace('["sex"]', '["bone"]'),
            'outcome = "treated"\n',
        ),
        (WEIGHTING, AGE, "truncation = [0.01, 0.99]\n"),
    ],
)
def test_what_fits_together_is_accepted(lines):
    assert "model" in parse_protocol(analysis(*lines)).analysis


@pytest.mark.parametrize(
    ("lines", "where", "found", "permitted"),
    [
        ((COX, 'outcome = "bone"\n', AGE), "analysis.model.model", "model", "an `endpoint`"),
        ((COX, 'origin = "death"\n', AGE), "analysis.model.model", "model", "origin is time zero"),
        ((LOGISTIC, 'endpoint = "survival"\n', AGE), "analysis.model.model", "model", "`outcome`"),
        ((LOGISTIC, 'strata = ["sex"]\n', AGE), "analysis.model.strata", "strata", "cox"),
        ((FINE_GRAY, 'penalty = "firth"\n', AGE), "analysis.model.penalty", "penalty", "logistic"),
        ((COX.replace("survival", "skeletal"), AGE), "analysis.model.endpoint", "COMPETE-01",
         "`cause_specific = true`"),
        ((WEIGHTING.replace("survival", "skeletal"), AGE), "analysis.model.endpoint", "COMPETE-01",
         "nothing competes"),
        ((COX, "cause_specific = true\n", AGE), "analysis.model.cause_specific", "cause-specific",
         "no such key"),
        ((FINE_GRAY.replace("skeletal", "survival"), AGE), "analysis.model.model",
         "nothing competes", "cox"),
        ((FINE_GRAY.replace("skeletal", "late"), AGE), "analysis.model.model", "`entry`",
         "without `entry`"),
        ((COX.replace("survival", "again"), AGE), "analysis.model.endpoint", "may come again",
         "`events`"),
        ((COX, 'covariates = [{ variable = "agge" }]\n'), "analysis.model.covariates", "'agge'",
         "age"),
        ((COX, 'covariates = [{ variable = "sex", as = "time_dependent" }]\n'),
         "analysis.model.covariates", "no truth value", "a truth value"),
        ((FINE_GRAY, 'covariates = [{ variable = "bone", as = "time_dependent" }]\n'),
         "analysis.model.covariates", "covariates", "competing event"),
        ((COX, 'covariates = [{ variable = "sex", per = 10 }]\n'), "analysis.model.covariates",
         "no number", "`per`"),
        ((COX, 'covariates = [{ variable = "age", knots = [1, 2, 3] }]\n'),
         "analysis.model.covariates", "knots", "spline"),
        ((COX, 'covariates = [{ variable = "age", transform = "spline", knots = [1, 2] }]\n'),
         "analysis.model.covariates", "knots", "three"),
        ((COX, 'covariates = [{ variable = "age", transform = "spline", knots = [3, 2, 1] }]\n'),
         "analysis.model.covariates", "knots", "larger"),
        ((COX, 'covariates = [{ variable = "age", transform = "spline", per = 2 }]\n'),
         "analysis.model.covariates", "per", "spline"),
        ((COX, 'covariates = [{ variable = "age", transform = "log", per = 1 }]\n'),
         "analysis.model.covariates", "per", "other than 1"),
        ((COX, 'covariates = [{ variable = "age", per = 10, reference = "60" }]\n'),
         "analysis.model.covariates", "reference", "levels"),
        ((COX, "covariates = []\n"), "analysis.model.covariates", "covariates", "at least"),
        ((COX, AGE, 'strata = ["age"]\n'), "analysis.model.covariates", "covariates", "once"),
        ((LOGISTIC.replace("bone", "sex"), AGE), "analysis.model.outcome", "no truth value",
         "a truth value"),
        ((SUBGROUPS,), "analysis.model.endpoint", "endpoint", "either"),
        ((SUBGROUPS, 'endpoint = "survival"\norigin = "diagnosis"\n'), "analysis.model.origin",
         "origin", "`outcome`"),
        ((SUBGROUPS, 'outcome = "treated"\ncause_specific = true\n'),
         "analysis.model.cause_specific", "cause_specific", "`endpoint`"),
        ((WEIGHTING, 'covariates = [{ variable = "bone", as = "ever" }]\n'),
         "analysis.model.covariates", "covariates", "time zero"),
        ((WEIGHTING, AGE, "truncation = [0.9, 0.1]\n"), "analysis.model.truncation", "truncation",
         "ascending"),
        ((WEIGHTING.replace("treated", "sex"), AGE), "analysis.model.treatment", "no truth value",
         "a truth value"),
        ((COX, 'covariates = [{ variable = "when" }]\n'), "analysis.model.covariates", "'when'",
         "age"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_advice(lines, where, found, permitted):
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(analysis(*lines))
    (problem,) = caught.value.problems
    assert where.rpartition(".")[0] in problem.where
    assert found in problem.found
    assert permitted in problem.permitted


def test_a_penalty_does_not_go_with_units_of_one_patient():
    text = analysis(
        COX, 'covariates = [{ variable = "sex" }]\npenalty = "firth"\n', top='unit = "lesion"'
    ).replace("protocol = 1", "")
    with pytest.raises(ProtocolError) as caught:
        parse_protocol("protocol = 1\n" + text)
    assert any("CLUSTER-01" in problem.found for problem in caught.value.problems)


def test_a_date_is_no_covariate():
    date = '\n[variable.seen]\ncolumn = "patient.first_referral_date"\n'
    text = analysis(COX, 'covariates = [{ variable = "seen" }]\n') + date
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(text)
    assert "duration" in caught.value.problems[0].hint
