"""What a report says of groups that came to be after time zero."""

import dataclasses

import pytest

from osteon.report.bar_figures import build_association_figures
from osteon.report.material import gather_material
from osteon.report.phrases import comparison_lines
from osteon.report.reading import naive_mark
from osteon.report.survival import build_survival_tables, followed_lines
from osteon.report.survival_figure import build_survival_figures
from osteon.report.tables import plain_text
from osteon.report.verdict import verdict_lines
from osteon.report.words import words_of
from osteon.study import AnalysisResult, Cell, GuardFinding


@pytest.fixture
def survival(results):
    """Return the survival by bone metastasis, grouped as asked for."""

    def gather(grouping):
        analysis = next(analysis for analysis in results.analyses if analysis.id == "os_by_bone")
        settings = {**analysis.settings, "grouping": grouping}
        changed = dataclasses.replace(analysis, settings=settings)
        own = gather_material(results, changed, words_of(results))
        if grouping == "ever":
            return own
        cells = tuple(cell for cell in own.cells if not cell.statistic.endswith("_dependent"))
        return dataclasses.replace(own, warnings=(), cells=cells)

    return gather


def labels(table):
    return [row.label.replace("\u00a0", " ") for row in table.rows]


def test_a_naive_p_is_marked_and_the_time_safe_answer_stands_below_it(survival):
    naive, safe = (plain_text(line) for line in verdict_lines(survival("ever")))
    assert naive == "Log-rank test: p = 0.023 (naive, biased: TIME-01)"
    assert safe == (
        "Time-safe: Mantel-Byar test: p < 0.001; hazard ratio, With bone metastases vs Without "
        "bone metastases = 3.14 (95% CI 2.11\u20134.66)"
    )


def test_the_text_below_the_table_tells_the_two_answers_apart(survival):
    naive, safe = comparison_lines(survival("ever"))
    assert naive.label == "Stage IV (naive, biased: TIME-01)"
    assert safe.label == "Stage IV (time-safe)"
    assert "hazard ratio = 3.14" in plain_text(safe.content)
    assert "hazard ratio" not in plain_text(naive.content)


def test_a_comparison_of_groups_known_at_time_zero_bears_no_mark(survival):
    material = survival("baseline")
    assert naive_mark(material) == ""
    assert [plain_text(line) for line in verdict_lines(material)] == ["Log-rank test: p = 0.023"]
    assert [line.label for line in comparison_lines(material)] == ["Stage IV"]


def test_the_warning_alone_marks_a_comparison(results):
    analysis = next(one for one in results.analyses if one.id == "sre_by_antiresorptive")
    material = gather_material(results, analysis, words_of(results))
    warned = dataclasses.replace(
        material, warnings=(dataclasses.replace(results.warnings[0], analysis=analysis.id),)
    )
    (line,) = verdict_lines(warned)
    assert plain_text(line) == "Fisher's exact test: p = 0.018 (naive, biased: TIME-01)"


def test_units_of_one_patient_are_marked_and_the_clustered_answer_stands_below(results):
    analysis = next(one for one in results.analyses if one.id == "sre_by_antiresorptive")
    words = dataclasses.replace(words_of(results), unit="lesion")
    material = gather_material(results, analysis, words)
    exact = next(cell for cell in material.cells if cell.statistic == "p_value_exact")
    method = "Generalised estimating equations, exchangeable correlation within patients"
    clustered = (
        dataclasses.replace(exact, statistic="p_value_clustered", value=0.21, method=method),
        dataclasses.replace(exact, statistic="odds_ratio_clustered", value=0.4, method=method),
    )
    material = dataclasses.replace(
        material,
        cells=(*material.cells, *clustered),
        warnings=(GuardFinding("CLUSTER-01", analysis.id, "105 lesions belong to 60 patients"),),
    )
    first, second = (plain_text(line) for line in verdict_lines(material))
    assert first == "Fisher's exact test: p = 0.018 (naive, too sure: CLUSTER-01)"
    assert second == (
        "Patients as clusters: Generalised estimating equations: p = 0.210; "
        "odds ratio, Treated vs Untreated = 0.40"
    )
    naive, safer = comparison_lines(material)
    assert naive.label.endswith("(naive, too sure: CLUSTER-01)")
    assert safer.label.endswith("(patients as clusters)")
    (drawing,) = build_association_figures(material)
    assert "p = 0.210" in drawing.description


def test_only_the_exact_form_of_a_test_stands_in_a_figure(results):
    analysis = next(one for one in results.analyses if one.id == "sre_by_antiresorptive")
    material = gather_material(results, analysis, words_of(results))
    exact = next(cell for cell in material.cells if cell.statistic == "p_value_exact")
    pearson = dataclasses.replace(exact, statistic="p_value", value=0.017, method="Pearson's test")
    both = dataclasses.replace(material, cells=(pearson, *material.cells))
    assert [plain_text(line) for line in verdict_lines(both)] == ["Fisher's exact test: p = 0.018"]


def test_a_ratio_of_several_groups_does_not_guess_who_is_compared(survival):
    material = survival("ever")
    several = dataclasses.replace(material.analysis, columns=("false", "true", "other"))
    _, safe = verdict_lines(dataclasses.replace(material, analysis=several))
    assert "hazard ratio = 3.14" in plain_text(safe)


def test_many_tests_stay_out_of_the_figure(results):
    cells = tuple(Cell("a", "p_value", 0.5, variable=name) for name in "xyz")
    analysis = AnalysisResult(id="a", kind="association", title="A")
    material = gather_material(
        dataclasses.replace(results, cells=cells), analysis, words_of(results)
    )
    assert verdict_lines(material) == ()


def test_groups_over_time_are_counted_as_ever_in_the_group(survival):
    material = survival("time_dependent")
    table, *_ = build_survival_tables(material)
    assert {"Patients ever in the group", "Censored, or moved to another group"} <= set(
        labels(table)
    )
    (drawing,) = build_survival_figures(material)
    assert "Simon-Makuch curves" in drawing.description
    assert "events / patients ever in the group: 45 / 105" in drawing.description
    legend = plain_text(drawing.legend)
    assert legend.startswith("Simon-Makuch curves; bands: 95% CI; ticks: censored; broken lines")
    assert "patients move to a group when it becomes known" in legend


def test_time_from_a_landmark_is_said_on_the_axis_and_in_the_table(survival):
    material = survival("landmark")
    before = Cell("os_by_bone", "n_before_landmark", 8.0, population="stage4", n=305)
    material = dataclasses.replace(material, cells=(*material.cells, before))
    table, *_ = build_survival_tables(material)
    assert "Survival at 60 months from the landmark, % (95% CI)" in labels(table)
    (line,) = followed_lines(material)
    assert "8 with the event, or censored, before the landmark" in plain_text(line.content)


def test_a_figure_says_what_its_marks_are_and_how_groups_were_read(survival):
    (drawing,) = build_survival_figures(survival("ever"))
    legend = plain_text(drawing.legend)
    assert legend.startswith("Kaplan-Meier curves; bands: 95% CI; ticks: censored")
    assert legend.endswith("could not have had the event before (TIME-01).")
