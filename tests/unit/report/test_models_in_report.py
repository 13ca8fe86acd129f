"""Models in a report: tables, forests, love plots and sentences, and every cell shown somewhere."""

import pytest

from osteon.report.kinds import build_exhibits
from osteon.report.material import gather_material
from osteon.report.rounding import Part
from osteon.report.tables import plain_text
from osteon.report.text.findings import write_findings
from osteon.report.words import words_of
from osteon.study import AnalysisResult, Cell, Curve, StudyResults

COX = "Cox regression, Efron ties, Wald interval"
LABELS = {
    "population": {"all": "Stage IV"},
    "variable": {"bone": "Bone metastasis", "age": "Age", "grade": "Grade", "sex": "Sex"},
    "level:bone": {"false": "No", "true": "Yes"},
    "level:grade": {"G1": "G1", "G2": "G2", "G3": "G3"},
    "level:sex": {"M": "Male", "F": "Female"},
}
FORMS = {
    "bone": {"as": "time_dependent", "levels": ["false", "true"], "reference": "false"},
    "age": {"as": "baseline", "per": 10.0, "unit": "years"},
    "ki67": {"as": "ever", "transform": "spline", "knots": ["1", "2", "20"], "unit": "%"},
    "grade": {"as": "baseline", "levels": ["G1", "G2", "G3"], "reference": "G1"},
}


def cell(statistic, value, *, low=None, **keys):
    limits = {} if low is None else {"conf_low": low, "conf_high": 2 * value, "conf_level": 0.95}
    return Cell("model", statistic, value, population="all", method=COX, **limits, **keys)


def ratios(variable, level=""):
    for suffix in ("_univariable", ""):
        yield cell(f"hazard_ratio{suffix}", 2.0, low=1.5, variable=variable, level=level, n=302)
        yield cell(f"p_value{suffix}", 0.04, variable=variable, level=level)


def regression_cells():
    yield cell("n_population", 305.0)
    yield cell("n_incomplete", 3.0)
    yield cell("n_without", 3.0, variable="grade")
    yield from level_cells("bone", ("false", "true"))
    yield from level_cells("grade", ("G1", "G2", "G3"))
    yield from ratios("age")
    for knot in ("1", "20"):
        yield cell("hazard_ratio", 1.2, low=0.8, variable="ki67", level=knot)
    for word in ("p_value", "p_value_linearity"):
        yield cell(word, 0.5, variable="ki67")
    for variable in ("bone", "age", "grade"):
        yield cell("p_value_proportional_hazards", 0.3, variable=variable)
    yield cell("p_value", 0.02, variable="grade")
    yield from whole_cells()


def level_cells(variable, levels):
    for level in levels:
        yield cell("n", 100.0, variable=variable, level=level)
        yield cell("n_event", 30.0, variable=variable, level=level)
    for level in levels[1:]:
        yield from ratios(variable, level)


def whole_cells():
    for name in ("likelihood_ratio", "proportional_hazards"):
        for word, value in (("chi_square", 12.3), ("df", 4.0), ("p_value", 0.015)):
            yield cell(f"{word}_{name}", value)
    yield cell("n", 302.0)
    yield cell("n_event", 102.0)
    yield cell("events_per_variable", 25.5)
    yield cell("concordance", 0.7, low=0.6)


def subgroup_cells():
    for variable, level in (("", ""), ("sex", "M"), ("sex", "F")):
        place = {"variable": variable, "level": level}
        for side in ("true", "false"):
            yield cell("n", 80.0, group=side, **place)
            yield cell("n_event", 20.0, group=side, **place)
        yield cell("hazard_ratio", 2.0, low=1.1, group="true vs false", **place)
        yield cell("p_value", 0.03, group="true vs false", **place)
    yield cell("p_value_interaction", 0.4, variable="sex")


def weighting_cells():
    for variable in ("age", "grade"):
        yield cell("standardised_difference", 0.32, variable=variable)
        yield cell("standardised_difference_weighted", 0.04, variable=variable)
    for word in ("propensity_min", "propensity_max", "weight_min", "weight_max", "n_truncated"):
        yield cell(word, 0.5)
    for side in ("true", "false"):
        yield cell("n", 80.0, group=side)
        yield cell("n_event", 20.0, group=side)
        yield cell("effective_size", 71.3, group=side)
        yield cell("n_at_risk", 80.0, group=side, level="0")
    for suffix in ("", "_weighted"):
        yield cell(f"hazard_ratio{suffix}", 1.4, low=0.9, group="true vs false")
        yield cell(f"p_value{suffix}", 0.2, group="true vs false")


def curve(side):
    steps = ((0.0, 12.0), (1.0, 0.6), (1.0, 0.5), (1.0, 0.7), (80.0, 60.0), (0.0, 9.0), (0.0, 2.0))
    return Curve("model", "all", side, "weighted_survival", *steps)


CELLS = {"regression": regression_cells, "subgroups": subgroup_cells, "weighting": weighting_cells}
SETTINGS = {
    "regression": {"ratio": "hazard_ratio", "covariates": FORMS},
    "subgroups": {"ratio": "hazard_ratio", "group": "bone", "groups": ["true", "false"]},
    "weighting": {"group": "bone", "covariates": FORMS},
}
ROWS = {"regression": tuple(FORMS), "subgroups": ("sex",), "weighting": ("age", "grade")}


@pytest.fixture
def material():
    def gather(kind, cells=None):
        settings = {"population": "all", "endpoint": "survival", **SETTINGS[kind]}
        analysis = AnalysisResult("model", kind, "Model", rows=ROWS[kind], settings=settings)
        results = StudyResults(
            study={}, snapshot={}, versions={}, time_unit="months", labels=LABELS, attrition=(),
            analyses=(analysis,), cells=tuple(CELLS[kind]() if cells is None else cells),
            curves=tuple(map(curve, ("true", "false"))) if kind == "weighting" else (),
        )  # fmt: skip
        return gather_material(results, analysis, words_of(results))

    return gather


def printed(table):
    return {
        plain_text((row.label,)): [plain_text(cell.content) for cell in row.cells]
        for row in table.rows
    }


@pytest.mark.parametrize("kind", CELLS)
def test_every_cell_is_shown(material, kind):
    own = material(kind)
    shown = {n.cell.cell_id for n in build_exhibits(own).numbers() if n.part is Part.VALUE}
    assert {cell.cell_id for cell in own.cells} <= shown


def test_the_table_of_a_regression(material):
    (table,) = build_exhibits(material("regression")).tables
    rows = printed(table)
    assert rows["Age, per 10 years"] == [
        "", "", "2.00 (1.50\u20134.00)", "0.040", "2.00 (1.50\u20134.00)", "0.040", "0.300",
    ]  # fmt: skip
    assert rows["No"][2:6] == ["1 (reference)", "", "1 (reference)", ""]
    assert rows["Grade"] == ["", "", "", "", "", "0.020", "0.300"]
    assert "Bone metastasis (time-dependent)" in rows
    assert "ki67 (ever; naive, biased: TIME-01), as a curve" in rows
    assert rows["2 %"][4] == "1 (reference)"
    assert rows["Curvature"][5] == "0.500"
    head = [plain_text(cell.content) for cell in table.head[0]]
    assert head == ["Covariate", "Patients", "Events", "Univariable", "Multivariable",
                    "p, proportional hazards"]  # fmt: skip


def test_a_regression_of_one_covariate_has_one_row_of_heads(material):
    cells = [c for c in regression_cells() if c.variable == "age" and "univar" not in c.statistic]
    (table,) = build_exhibits(material("regression", cells)).tables
    assert len(table.head) == 1
    assert plain_text(table.head[0][3].content) == "Hazard ratio (95% CI)"


def test_a_model_without_estimates_has_no_table_and_no_forest(material):
    cells = [c for c in regression_cells() if c.statistic in {"n_population", "n_incomplete"}]
    exhibits = build_exhibits(material("regression", cells))
    assert not exhibits.tables
    assert not exhibits.drawings


def test_the_lines_of_a_regression(material):
    lines = {line.label: plain_text(line.content) for line in
             build_exhibits(material("regression")).lines}  # fmt: skip
    assert lines["Model"].startswith("302 patients; 102 events; 25.5 events per variable")
    assert "Harrell's C = 0.700 (95% CI 0.600\u20131.40)" in lines["Model"]
    assert "degrees of freedom = 4, p = 0.015" in lines["Proportional hazards"]


def test_a_forest_says_in_words_what_it_shows(material):
    (drawing,) = build_exhibits(material("regression")).drawings
    assert "G3: 2.00 (1.50\u20134.00)" in drawing.description
    (drawing,) = build_exhibits(material("subgroups")).drawings
    assert "All patients: 2.00 (1.10\u20134.00)" in drawing.description


def test_the_table_of_subgroups(material):
    (table,) = build_exhibits(material("subgroups")).tables
    rows = printed(table)
    assert rows["All patients"] == ["20/80", "20/80", "2.00 (1.10\u20134.00)", "0.030", ""]
    assert rows["Sex"] == ["", "", "", "", "0.400"]
    assert rows["Female"][2] == "2.00 (1.10\u20134.00)"


def test_weights_are_shown_before_and_after(material):
    exhibits = build_exhibits(material("weighting"))
    balance = exhibits.tables[0]
    assert printed(balance)["Age, per 10 years"] == ["0.32", "0.04"]
    assert [drawing.id for drawing in exhibits.drawings] == ["model_balance", "model"]
    assert len(exhibits.lines) == 2
    patients = printed(exhibits.tables[1])
    assert patients["Effective sample size"] == ["71.3", "71.3"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("regression", "Bone metastasis (time-dependent): Yes vs No hazard ratio = 2.00"),
        ("subgroups", "Interaction: Sex p = 0.400."),
        ("weighting", "With weights, Yes vs No: hazard ratio = 1.40"),
    ],
)
def test_sentences_on_a_model(material, kind, expected):
    sentences = [plain_text(text) for text in write_findings(material(kind))]
    assert any(sentence.startswith(expected) for sentence in sentences), sentences
