"""What the tables of each kind of analysis print."""

import dataclasses
import math

import pytest

from osteon.report.association import build_association_tables
from osteon.report.descriptive import build_descriptive_table, build_distribution_tables
from osteon.report.material import gather_material
from osteon.report.phrases import comparison_lines, interval, with_interval
from osteon.report.survival import build_survival_tables, followed_lines
from osteon.report.tables import Footnotes, plain_text
from osteon.report.words import words_of
from osteon.study import Cell


@pytest.fixture
def material(results):
    def gather(name):
        analysis = next(analysis for analysis in results.analyses if analysis.id == name)
        return gather_material(results, analysis, words_of(results))

    return gather


def printed(table):
    """Return a table's body as text by label."""
    return {
        plain_text((row.label,)): [plain_text(cell.content) for cell in row.cells]
        for row in table.rows
    }


def test_characteristics_have_a_column_a_population_and_one_for_p(material):
    table = build_descriptive_table(material("table_1"), with_intervals=False)
    heads = [" ".join(map(plain_text, (c.content, c.below))).strip() for c in table.head[0]]
    assert heads == [
        "Characteristic", "Small intestinal NET n = 458", "Stage IV n = 305",
        "Bone metastases n = 105", "p", "Exact p", "Odds ratio (95% CI)",
    ]  # fmt: skip
    rows = printed(table)
    assert rows["Follow-up, months, median (range)"][2] == "37.0 (0.0\u2013202.0)"
    assert rows["Median (IQR)"][0] == "58 (49.5\u201366)"
    assert rows["Range"][:3] == ["19\u201384", "19\u201384", "19\u201383"]
    assert rows["Sex, n (%)"] == ["", "", "", "0.186", "", ""]
    assert rows["Male"] == ["249 (54.4)", "173 (56.7)", "65 (61.9)", "", "", ""]
    assert rows["Missing"] == ["2 (0.4)", "2 (0.7)", "", "", "", ""]
    assert rows["Hormone syndrome, n (%)"][3:] == ["< 0.001", "", "3.10 (1.85\u20135.18)"]


def test_footnotes_say_who_was_compared_by_what(material):
    table = build_descriptive_table(material("table_1"), with_intervals=False)
    sides = "Bone metastases vs Stage IV without bone metastases"
    assert table.footnotes == (
        ("a", f"{sides}: Pearson chi-square test without continuity correction."),
        ("b", f"{sides}: Fisher's exact test."),
        ("c", f"{sides}: Odds ratio with Woolf interval."),
    )
    marked = {row.label: [cell.marker for cell in row.cells] for row in table.rows}
    assert marked["Sex, n\u00a0(%)"] == ["", "", "", "a", "", ""]


def test_an_exact_p_stands_beside_the_approximate_one_with_a_letter_of_its_own(material):
    table = build_descriptive_table(material("table_1"), with_intervals=False)
    assert printed(table)["Grade, n (%)"][3:] == ["0.037", "0.027", ""]
    (grade,) = (row for row in table.rows if row.label.startswith("Grade"))
    assert [cell.marker for cell in grade.cells[3:]] == ["a", "b", ""]


def test_standardised_differences_stand_in_a_column_of_their_own(material):
    own = material("table_1")
    sides = {"group": "bone vs no_bone", "n": 305, "n_missing": 0}
    asked = (
        Cell(
            "table_1",
            "standardised_difference",
            -0.1049,
            variable="age",
            method="Of means",
            **sides,
        ),
        Cell(
            "table_1", "standardised_difference", 0.1614, variable="sex", method="Of 'M'", **sides
        ),
    )
    with_them = dataclasses.replace(own, cells=(*own.cells, *asked))
    table = build_descriptive_table(with_them, with_intervals=False)
    assert plain_text(table.head[0][-1].content) == "Standardised difference"
    assert printed(table)["Sex, n (%)"][-1] == "0.16"
    (age,) = (row for row in table.rows if row.label.startswith("Age"))
    assert plain_text(age.cells[-1].content) == "\u22120.10"
    compared = "Bone metastases vs Stage IV without bone metastases"
    assert (age.cells[-1].marker, f"{compared}: Of means.") in table.footnotes


def test_a_table_without_exact_tests_has_no_column_for_them(material):
    own = material("table_1")
    cells = tuple(cell for cell in own.cells if cell.statistic != "p_value_exact")
    table = build_descriptive_table(dataclasses.replace(own, cells=cells), with_intervals=False)
    assert "Exact p" not in [plain_text(cell.content) for cell in table.head[0]]


def test_a_numeric_variable_says_how_many_lack_it(material):
    table = build_descriptive_table(material("table_1"), with_intervals=False)
    after = [row.label for row in table.rows].index("Ki-67 index, %, median (range)") + 1
    assert table.rows[after].label == "Missing"
    assert [plain_text(cell.content) for cell in table.rows[after].cells[:3]] == ["31", "20", "4"]


def test_percents_of_other_patients_than_the_column_get_their_denominator(results, material):
    cells = [
        dataclasses.replace(c, n=303) if c.variable == "grade" and c.population == "stage4" else c
        for c in results.cells
    ]
    changed = dataclasses.replace(material("table_1"), cells=tuple(
        c for c in cells if c.analysis == "table_1"
    ))  # fmt: skip
    rows = printed(build_descriptive_table(changed, with_intervals=False))
    assert rows["G1"][:2] == ["285/458 (62.2)", "174/303 (57.0)"]
    assert rows["Male"][1] == "173 (56.7)"


def test_several_comparisons_each_have_a_column_that_names_them(material):
    own = material("table_1")
    others = [dataclasses.replace(c, group="sinet vs bone") for c in own.comparing]
    table = build_descriptive_table(
        dataclasses.replace(own, cells=(*own.cells, *others)), with_intervals=False
    )
    heads = [plain_text(cell.content) for cell in table.head[0]]
    assert "p, Bone metastases vs Stage IV without bone metastases" in heads
    assert "p, Small intestinal NET vs Bone metastases" in heads


def test_distributions_print_intervals_and_fold_yes_and_no_into_one_row(material):
    rows = printed(build_descriptive_table(material("timing"), with_intervals=True))
    assert rows["Osteoblastic"] == ["61 (58.1)", "48.5\u201367.1"]
    assert rows["Pathological fracture, n (%)"] == ["8 (7.6)", "3.9\u201314.3"]
    assert "No" not in rows


def test_variables_of_other_populations_get_a_table_of_their_own(material):
    own = material("timing")
    of_stage4 = (
        dataclasses.replace(cell, population="stage4")
        for cell in own.cells
        if cell.variable in {"", "morphology"}
    )
    others = (cell for cell in own.cells if cell.variable != "morphology")
    moved = dataclasses.replace(own, cells=(*others, *of_stage4))
    first, second = build_distribution_tables(moved)
    assert [table.id for table in (first, second)] == ["timing_onset", "timing_morphology"]
    assert second.title == "Onset and morphology: Morphology at last PET/CT"
    assert [plain_text(cell.content) for cell in second.head[0]] == ["Characteristic", "Stage IV"]
    assert all(any(cell.content for cell in row.cells) or row.kind == "heading"
               for table in (first, second) for row in table.rows)  # fmt: skip
    (whole,) = build_distribution_tables(own)
    assert whole.id == "timing"


def test_associations_have_a_row_a_group_with_denominators(material):
    (table,) = build_association_tables(material("sre_by_antiresorptive"))
    assert printed(table) == {
        "Treated": ["0/29 (0.0)", "0.0\u201311.7", "29/29 (100.0)", "88.3\u2013100.0"],
        "Untreated": ["13/76 (17.1)", "10.3\u201327.1", "63/76 (82.9)", "72.9\u201389.7"],
    }


def test_comparisons_of_one_outcome_stand_on_one_line(material):
    (line,) = comparison_lines(material("sre_by_antiresorptive"))
    assert line.label == "Skeletal-related event, Treated vs Untreated"
    assert plain_text(line.content) == (
        "Fisher's exact test: p = 0.018. Conditional odds ratio, exact interval: "
        "odds ratio = 0.00 (95% CI 0.00\u20130.78); n = 105"
    )


def test_survival_has_a_column_a_group_and_a_row_an_estimate(material):
    estimates, at_risk = build_survival_tables(material("os_by_bone"))
    assert [plain_text(cell.content) for cell in estimates.head[0]] == [
        "Estimate", "Without bone metastases", "With bone metastases",
    ]  # fmt: skip
    rows = printed(estimates)
    assert rows["Events"] == ["59", "45"]
    assert rows["Median, months (95% CI)"] == [
        "170.0 (140.2\u2013not reached)", "127.0 (103.5\u2013145.0)",
    ]  # fmt: skip
    assert rows["Median, SPSS-compatible, months (95% CI)"][1] == "127.0 (103.1\u2013150.9)"
    assert "Survival at 120 months, % (95% CI)" in rows
    assert printed(at_risk)["With bone metastases"][:2] == ["105", "82"]
    assert at_risk.is_folded


def test_a_limit_below_time_zero_is_printed_and_told_of(material):
    own = material("os_by_bone")
    cells = tuple(
        dataclasses.replace(cell, conf_low=-21.13)
        if cell.statistic == "median_survival_spss" and cell.group == "true"
        else cell
        for cell in own.cells
    )
    table, _ = build_survival_tables(dataclasses.replace(own, cells=cells))
    row = next(row for row in table.rows if row.label.startswith("Median, SPSS"))
    assert plain_text(row.cells[1].content) == "127.0 (\u221221.1 to 150.9)"
    assert "SPSS is believed to print zero there" in dict(table.footnotes)[row.marker]
    plain_table, _ = build_survival_tables(own)
    assert not [note for _, note in plain_table.footnotes if "below zero" in note]


def test_a_median_that_was_not_reached_keeps_its_lower_limit(material):
    (table,) = build_survival_tables(material("survival_rates"))
    assert printed(table)["Median, months (95% CI)"] == ["not reached (213.4\u2013not reached)"]


def test_incidences_stand_below_the_name_of_their_event(material):
    (table,) = build_survival_tables(material("first_sre"))
    assert [row.label for row in table.rows] == [
        "Skeletal-related event", "Cumulative incidence at 60\u00a0months, % (95% CI)",
        "death", "Cumulative incidence at 60\u00a0months, % (95% CI)",
    ]  # fmt: skip


def test_who_could_not_be_followed_is_said_in_a_line(material):
    (line,) = followed_lines(material("os_by_bone"))
    assert plain_text(line.content) == "305 in the population; 0 without usable follow-up or group"
    assert followed_lines(material("first_sre")) == ()


def test_a_negative_limit_is_joined_by_a_word():
    cell = Cell("a", "risk_difference", -0.1, conf_low=-0.2, conf_high=0.05, conf_level=0.95)
    assert plain_text(interval(cell)) == "\u22120.200 to 0.0500"


def test_a_value_without_interval_stands_alone():
    assert plain_text(with_interval(Cell("a", "n", 5.0))) == "5"
    assert with_interval(None) == ()


def test_the_same_sentence_gets_the_same_letter():
    footnotes = Footnotes()
    sentences = [f"sentence {number}" for number in range(28)]
    assert [footnotes.marker(s) for s in sentences][::9] == ["a", "j", "s", "ab"]
    assert footnotes.marker("sentence 9") == "j"
    assert footnotes.marker("") == ""
    assert footnotes.listed()[0] == ("a", "Sentence 0.")


def test_a_value_that_is_not_estimable_is_said_where_it_would_stand(material):
    own = material("table_1")
    cells = [
        dataclasses.replace(c, value=math.nan) if c.statistic == "p_value" else c for c in own.cells
    ]
    rows = printed(build_descriptive_table(
        dataclasses.replace(own, cells=tuple(cells)), with_intervals=False
    ))  # fmt: skip
    assert rows["Sex, n (%)"][3] == "not estimable"
