"""What the engine models from records equals what R models from the cohort's own file."""

import csv
import math
from pathlib import Path

import pytest
from numpy.testing import assert_allclose

from osteon.protocol import parse_protocol
from osteon.study import run_study

RTOL = 1e-7  # fitted coefficients under tight convergence; closed forms agree far closer
EXPECTED = Path(__file__).parents[2] / "oracle" / "expected" / "golden_regression.csv"
Z = 1.959963984540054
PROTOCOL = """
protocol = 1
id = "models"
title = "Models of the golden cohort"

[date.diagnosis]
concept = "diagnosis"
[date.bone_index_date]
concept = "bone_index_date"
[date.death]
concept = "death"
[date.last_contact]
concept = "last_contact"
[date.first_skeletal_event]
concept = "first_skeletal_event"
with = { event_set = "SRE4_PAIN" }

[variable.small_intestinal]
concept = "small_intestinal"
[variable.stage_iv]
concept = "stage_iv_ever"
[variable.bone]
concept = "bone_metastasis"
[variable.age]
column = "tumour.age_at_diagnosis"
known = "diagnosis"
[variable.sex]
column = "patient.sex"
levels = { M = "Male", F = "Female" }
[variable.grade.first]
from = "pathology"
where = "is_reference"
date = "specimen_date"
value = "grade_reported"
[variable.functioning]
concept = "functioning"
[variable.hormones]
any = { from = "hormone_assessment", where = "functioning = 'functioning'" }
[variable.antiresorptive]
concept = "antiresorptive_ever"

[population.stage4]
title = "Stage IV"
steps = [{ keep = "small_intestinal and stage_iv", reason = "Other" }]
[population.bone]
title = "Bone metastasis"
from = "stage4"
steps = [{ keep = "bone", reason = "Never bone metastasis" }]

[endpoint.survival]
title = "Overall survival"
origin = "diagnosis"
events = ["death"]
censored_at = ["last_contact"]
[endpoint.skeletal]
title = "First skeletal-related event"
origin = "bone_index_date"
events = ["first_skeletal_event"]
competing = ["death"]
censored_at = ["last_contact"]
exclude_prevalent = true

[analysis.cox]
kind = "regression"
title = "Survival"
model = "cox"
population = "stage4"
endpoint = "survival"
covariates = [
  { variable = "bone", as = "time_dependent" }, { variable = "age", per = 10 },
  { variable = "sex" }, { variable = "grade" }, { variable = "functioning" },
]

[analysis.curved]
kind = "regression"
title = "Survival, age as a curve"
model = "cox"
population = "stage4"
endpoint = "survival"
covariates = [
  { variable = "bone", as = "time_dependent" },
  { variable = "age", transform = "spline", knots = [45, 58, 70] },
  { variable = "grade" },
]

[analysis.fine_gray]
kind = "regression"
title = "Skeletal events, death competing"
model = "fine_gray"
population = "bone"
endpoint = "skeletal"
covariates = [{ variable = "sex" }, { variable = "age", per = 10 }]

[analysis.firth]
kind = "regression"
title = "Skeletal events under antiresorptive therapy"
model = "cox"
cause_specific = true
penalty = "firth"
population = "bone"
endpoint = "skeletal"
covariates = [{ variable = "antiresorptive", as = "time_dependent" }]

[analysis.logistic]
kind = "regression"
title = "Bone metastasis"
model = "logistic"
population = "stage4"
outcome = "bone"
covariates = [
  { variable = "sex" }, { variable = "age", per = 10 }, { variable = "grade" },
  { variable = "functioning" },
]

[analysis.means]
kind = "survival"
title = "Mean survival within ten years"
population = "stage4"
endpoint = "survival"
group = "functioning"
rmst = 120

[analysis.subgroups]
kind = "subgroups"
title = "Functioning tumours by sex"
population = "stage4"
endpoint = "survival"
group = "functioning"
variables = ["sex"]

[analysis.weighting]
kind = "weighting"
title = "Functioning tumours, weighted"
population = "stage4"
endpoint = "survival"
treatment = "hormones"
covariates = [{ variable = "sex" }, { variable = "age" }, { variable = "grade" }]
times = [60]
"""
LEVELS = {
    "bone": "bone/true", "decades": "age", "female": "sex/F", "G2": "grade/G2", "G3": "grade/G3",
    "silent": "functioning/non_functioning",
}  # fmt: skip


@pytest.fixture(scope="module")
def r() -> dict[str, float]:
    with EXPECTED.open(encoding="utf-8") as file:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def results(golden_snapshot):
    return run_study(parse_protocol(PROTOCOL), golden_snapshot).results


@pytest.fixture(scope="module")
def cells(results):
    return {cell.cell_id: cell for cell in results.cells}


@pytest.mark.parametrize("name", LEVELS)
def test_the_multivariable_hazard_ratios(cells, r, name):
    place = f"cox/stage4/{LEVELS[name]}"
    ratio = cells[f"{place}/hazard_ratio"]
    found = [ratio.value, ratio.conf_low, cells[f"{place}/p_value"].value]
    expected = [r[f"{word}_{name}"] for word in ("cox", "cox_low", "cox_p")]
    assert_allclose(found, expected, rtol=RTOL)


@pytest.mark.parametrize("level", ["G2", "G3"])
def test_grade_alone(cells, r, level):
    cell = cells[f"cox/stage4/grade/{level}/hazard_ratio_univariable"]
    assert_allclose(cell.value, r[f"alone_{level}"], rtol=RTOL)


def test_bone_metastasis_as_known_at_any_time_does_not_agree(cells, r):
    """The likely mistake: the group of the future, which is handed guaranteed survival."""
    ratio = cells["cox/stage4/bone/true/hazard_ratio"]
    assert r["naive_1"] < ratio.conf_low
    sides = [cells[f"cox/stage4/bone/{level}/n"].value for level in ("false", "true")]
    assert sum(sides) > cells["cox/stage4/n"].value  # who changes sides was on both


def test_what_the_model_says_as_a_whole(cells, r):
    words = ("chi_square", "df", "p_value")
    found = [cells[f"cox/stage4/{word}_likelihood_ratio"].value for word in words]
    assert_allclose(found, [r[f"likelihood_ratio_{k}"] for k in (1, 2, 3)], rtol=RTOL)
    order = cells["cox/stage4/concordance"]
    assert_allclose(order.value, r["concordance_1"], rtol=RTOL)
    assert_allclose((order.conf_high - order.value) / Z, r["concordance_2"], rtol=RTOL)


@pytest.mark.parametrize(
    ("name", "variable"),
    [("bone", "bone"), ("decades", "age"), ("sex", "sex"), ("grade", "grade"),
     ("silent", "functioning"), ("overall", "")],
)  # fmt: skip
def test_proportional_hazards(cells, r, name, variable):
    place = "/".join(word for word in ("cox/stage4", variable) if word)
    p_value = cells[f"{place}/p_value_proportional_hazards"].value
    assert_allclose(p_value, r[f"hazards_p_{name}"], rtol=RTOL)


def test_age_as_a_curve_fits_as_the_natural_spline_of_r(cells, r):
    """Two bases of one space: the coefficients differ, the model does not."""
    assert_allclose(cells["curved/stage4/bone/true/hazard_ratio"].value, r["curved_1"], rtol=RTOL)
    gain = cells["curved/stage4/chi_square_likelihood_ratio"].value
    assert_allclose(gain, r["curved_2"], rtol=RTOL)
    assert cells["curved/stage4/age/p_value_linearity"].value < 1
    assert "curved/stage4/age/58/hazard_ratio" not in cells  # the knot that others are held against


@pytest.mark.parametrize(("name", "place"), [("female", "sex/F"), ("decades", "age")])
def test_subdistribution_hazards(cells, r, name, place):
    cell = cells[f"fine_gray/bone/{place}/subdistribution_hazard_ratio"]
    assert_allclose(cell.value, r[f"fine_gray_{name}"], rtol=RTOL)
    error = math.log(cell.conf_high / cell.value) / Z
    assert_allclose(error, r[f"fine_gray_se_{name}"], rtol=RTOL)


def test_firths_penalty_where_nobody_treated_had_the_event(cells, r):
    """R maximises the penalised likelihood by the golden section, hence the tolerance."""
    cell = cells["firth/bone/antiresorptive/true/hazard_ratio"]
    found = [cell.value, cell.conf_low, cell.conf_high]
    p_value = cells["firth/bone/antiresorptive/true/p_value"].value
    assert cells["firth/bone/antiresorptive/true/n_event"].value == 0
    assert_allclose([*found, p_value], [r[f"firth_{k}"] for k in (1, 2, 3, 4)], rtol=1e-4)


@pytest.mark.parametrize("name", ["female", "decades", "G2", "G3", "silent"])
def test_odds_ratios(cells, r, name):
    cell = cells[f"logistic/stage4/{LEVELS[name]}/odds_ratio"]
    error = math.log(cell.conf_high / cell.value) / Z
    expected = [r[f"logistic_{name}"], r[f"logistic_se_{name}"]]
    assert_allclose([cell.value, error], expected, rtol=RTOL)


def test_restricted_means(cells, r):
    for group, name in (("functioning", "hormones"), ("non_functioning", "silent")):
        cell = cells[f"means/stage4/{group}/120/restricted_mean"]
        error = (cell.conf_high - cell.value) / Z
        expected = [r[f"restricted_mean_{name}"], r[f"restricted_mean_se_{name}"]]
        assert_allclose([cell.value, error], expected, rtol=RTOL)
    apart = cells["means/stage4/non_functioning vs functioning/restricted_mean_difference"]
    p_value = cells[f"{apart.cell_id.rpartition('/')[0]}/p_value_restricted_mean_difference"]
    found = [apart.value, (apart.conf_high - apart.value) / Z, p_value.value]
    expected = [r[f"restricted_mean_apart_{k}"] for k in (1, 2, 3)]
    assert_allclose(found, expected, rtol=1e-6)


def test_subgroups(cells, r):
    effect = cells["subgroups/stage4/non_functioning vs functioning/sex/M/hazard_ratio"]
    interaction = cells["subgroups/stage4/sex/p_value_interaction"].value
    assert_allclose([effect.value, interaction], [r["men_1"], r["interaction_1"]], rtol=RTOL)


def test_the_weighted_comparison(cells, r):
    ratio = cells["weighting/stage4/true vs false/hazard_ratio_weighted"]
    error = math.log(ratio.conf_high / ratio.value) / Z
    assert_allclose([ratio.value, error], [r["weighted_1"], r["weighted_2"]], rtol=RTOL)
    alive = [cells[f"weighting/stage4/{side}/60/survival"].value for side in ("false", "true")]
    expected = [100 * r[f"weighted_alive_{group}"] for group in ("silent", "hormones")]
    assert_allclose(alive, expected, rtol=RTOL)
    words = ("standardised_difference", "standardised_difference_weighted")
    distances = [cells[f"weighting/stage4/age/{word}"].value for word in words]
    assert_allclose(distances, [r[f"distance_of_age_{k}"] for k in (1, 2)], rtol=1e-6)


def test_the_weighted_comparison_needs_its_robust_variance(cells, r):
    """The likely mistake: weights taken as numbers of patients."""
    ratio = cells["weighting/stage4/true vs false/hazard_ratio"]
    assert abs(math.log(ratio.conf_high / ratio.value) / Z - r["weighted_2"]) > 1e-4
