"""No count of a few patients leaves, and none can be had by taking one number from another."""

import dataclasses
import json
import math
import re
from itertools import pairwise

import pyarrow as pa
import pytest

from osteon.errors import UserError
from osteon.report import suppress, write_report
from osteon.report.disclosure.flow import merge_steps
from osteon.report.disclosure.places import MISSING, find_small_places
from osteon.report.disclosure.times import find_small_times
from osteon.report.material import is_comparison
from osteon.report.rounding import SUPPRESSED
from osteon.study import AnalysisResult, AttritionStep, Cell, GuardFinding, StudyRun

THRESHOLD = 6
COUNTED = re.compile(r'data-(?:cell|attrition)="([^"]*/n(?:_\w+)?|\d+)"[^>]*data-text="([^"]*)"')
COUNTS = {"table_1.sex": pa.table({"level": ["M", "F"], "n": [65, 40]}),
          "table_1.grade": pa.table({"level": ["G1", "G3"], "n": [55, 2]})}  # fmt: skip


@pytest.fixture(scope="module")
def told(results):
    few = GuardFinding(
        "TIME-03", "os_by_bone", "4 patients first seen later; 158 of 305, 4.5 years"
    )
    study = dataclasses.replace(results, warnings=(*results.warnings, few))
    return suppress(StudyRun(study, COUNTS), THRESHOLD)


@pytest.fixture(scope="module")
def cells(told):
    return {cell.cell_id: cell for cell in told.results.cells}


def test_no_small_count_is_left(told):
    for cell in told.results.cells:
        if cell.statistic == "n" or cell.statistic.startswith("n_"):
            assert not 0 < cell.value < THRESHOLD, cell.cell_id
        for count in (cell.n, cell.n_missing):
            assert count is None or not 0 < count < THRESHOLD, cell.cell_id


def test_a_small_count_takes_its_percent_and_its_interval_with_it(cells):
    for statistic in ("n", "percent"):
        cell = cells[f"table_1/bone/site/duodenum/{statistic}"]
        assert (cell.method, cell.n) == (SUPPRESSED, None)
        assert math.isnan(cell.value)
        assert math.isnan(cell.conf_low)


def test_of_a_sum_never_a_single_count_is_withheld(results):
    """The levels of a variable add up to the column: two are withheld, or none."""
    places = find_small_places(results, THRESHOLD)
    by_variable = {}
    for cell in results.cells:
        if cell.statistic == "n" and cell.level and not is_comparison(cell):
            key = (cell.population, cell.group, cell.variable)
            by_variable.setdefault(key, {})[cell.level] = cell.value
    for (population, group, variable), levels in by_variable.items():
        withheld = [level for level in (*levels, MISSING)
                    if (population, group, variable, level) in places]  # fmt: skip
        others = [n for level, n in levels.items() if level not in withheld and n]
        assert len(withheld) != 1 or not others, (population, variable)


def test_what_compares_withheld_counts_is_withheld(cells):
    assert cells["table_1/bone vs no_bone/grade/p_value"].method == SUPPRESSED
    assert cells["table_1/bone vs no_bone/sex/p_value"].method != SUPPRESSED


def test_extremes_are_values_of_single_patients(cells):
    assert cells["table_1/bone/age/min"].method == SUPPRESSED
    assert cells["table_1/bone/age/median"].method != SUPPRESSED


def test_a_part_that_is_nearly_its_whole_is_withheld(results):
    """Whoever knows both would know the few by which they differ."""
    sizes = {"stage4": 305, "bone": 302}
    cells = tuple(Cell("a", "n", float(n), population=p) for p, n in sizes.items())
    near = dataclasses.replace(results, cells=cells)
    assert ("bone", "", "", "") in find_small_places(near, THRESHOLD)
    assert ("stage4", "", "", "") not in find_small_places(near, THRESHOLD).small


def test_curves_end_where_few_are_at_risk_and_tell_no_days(results, told):
    for before, after in zip(results.curves, told.results.curves, strict=True):
        last = before.time.index(after.time[-1])
        assert before.n_at_risk[last] >= THRESHOLD
        for start, end in pairwise(after.time):
            events = sum(n for t, n in zip(before.time, before.n_event, strict=True)
                         if start < t <= end)  # fmt: skip
            assert events >= THRESHOLD
        assert set(after.n_event) | set(after.n_censored) | set(after.n_at_risk) == {0.0}


def test_estimates_late_on_the_curve_go_with_the_few_at_risk(results):
    late = Cell("os_by_bone", "n_at_risk", 2.0, population="stage4", group="true", level="60")
    others = [c for c in results.cells if c.cell_id != late.cell_id]
    study = dataclasses.replace(results, cells=(*others, late))
    told = suppress(StudyRun(study, {}), THRESHOLD).results
    found = {cell.cell_id: cell for cell in told.cells}
    assert found["os_by_bone/stage4/true/60/survival"].method == SUPPRESSED
    assert found["os_by_bone/stage4/false/60/survival"].method != SUPPRESSED


def count(statistic, value, group, level="60"):
    return Cell("curve", statistic, float(value), population="all", group=group, level=level)


def test_of_those_at_risk_never_a_single_group_is_withheld():
    """Another analysis may show them all together: what is left would be the small group's."""
    cells = [count("n_at_risk", n, group) for group, n in (("a", 3), ("b", 40), ("c", 20))]
    cells += [count("n_at_risk", n, group, "12") for group, n in (("a", 30), ("b", 90), ("c", 60))]
    withheld = find_small_times(cells, THRESHOLD)
    assert withheld == {"curve/all/a/60/n_at_risk", "curve/all/c/60/n_at_risk"}


def test_who_left_does_not_tell_who_is_still_at_risk():
    cells = [count("n_at_risk", 3, ""), count("n_event_by", 30, ""), count("n_censored_by", 17, "")]
    assert find_small_times(cells, THRESHOLD) == {
        "curve/all/60/n_at_risk", "curve/all/60/n_censored_by",
    }  # fmt: skip


def test_single_patients_of_a_swimmer_plot_are_not_told(results):
    swimmer = AnalysisResult(id="course", kind="swimmer", title="Course", columns=("1", "2"))
    cells = [Cell("course", "n", 40.0, population="bone")]
    cells += [Cell("course", "course_time", 12.5, population="bone", group=group, n=1,
                   variable="death", unit="months") for group in "12"]  # fmt: skip
    study = dataclasses.replace(
        results, analyses=(*results.analyses, swimmer), cells=(*results.cells, *cells)
    )
    told = suppress(StudyRun(study, {}), THRESHOLD).results
    assert [cell.cell_id for cell in told.cells if cell.analysis == "course"] == ["course/bone/n"]
    assert told.analyses[-1].columns == ()


def test_person_years_that_a_few_may_have_are_withheld(results):
    squares = [Cell("lexis", "person_years", years, population="bone", group="2010", level=level)
               for level, years in (("0", 4.2), ("1", 17.0))]  # fmt: skip
    told = suppress(
        StudyRun(dataclasses.replace(results, cells=(*results.cells, *squares)), {}), THRESHOLD
    )
    found = {cell.cell_id: cell.method for cell in told.results.cells}
    assert found["lexis/bone/2010/0/person_years"] == SUPPRESSED
    assert found["lexis/bone/2010/1/person_years"] != SUPPRESSED


def step(reason, n_before, n_excluded, n_after, **others):
    place = {"population": "a", "parent": "", "n_unknown": 0, **others}
    return AttritionStep(
        reason=reason, n_before=n_before, n_excluded=n_excluded, n_after=n_after, **place
    )


def test_steps_that_left_out_a_few_are_told_with_a_neighbour():
    told = merge_steps([step("A", 100, 2, 97, n_unknown=1), step("B", 97, 20, 77)], THRESHOLD)
    assert told == (step("A; or: B", 100, 23, 77),)


def test_a_population_that_left_out_a_few_in_all_is_not_told_nor_what_comes_from_it():
    steps = [step("A", 100, 30, 70), step("B", 70, 2, 68, population="b", parent="a"),
             step("C", 68, 30, 38, population="c", parent="b")]  # fmt: skip
    assert merge_steps(steps, THRESHOLD) == (steps[0],)


def test_small_numbers_in_warnings_are_withheld_and_others_stay(told):
    message = told.results.warnings[-1].message
    assert message == "fewer than 6 patients first seen later; 158 of 305, 4.5 years"


def test_count_tables_with_a_small_count_stay_at_home(told):
    assert list(told.counts) == ["table_1.sex"]
    assert told.results.analyses[0].counts == ("table_1.sex",)


def test_the_cost_is_told(told):
    cost = told.results.study["disclosure"]
    n = sum(cell.method == SUPPRESSED for cell in told.results.cells)
    assert cost.startswith(
        f"Counts below 6 are withheld and printed as n/s: {n} of {len(told.results.cells)} numbers"
    )
    assert cost.endswith("1 of 2 count tables")


def test_nothing_that_is_written_holds_a_small_count(told, tmp_path):
    page = write_report(told.results, tmp_path).read_text(encoding="utf-8")
    assert ">n/s<" in page
    assert "Small counts" in page
    written = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    counts = [cell["value"] for cell in written["cells"] if cell["statistic"] == "n"]
    assert not [n for n in counts if isinstance(n, float) and 0 < n < THRESHOLD]


def test_no_picture_shows_a_small_count(told, tmp_path):
    """Numbers at risk, flow charts and bars are drawn from what is left."""
    write_report(told.results, tmp_path)
    drawn = [
        (cell_id, text)
        for path in sorted((tmp_path / "figures").glob("*.svg"))
        for cell_id, text in COUNTED.findall(path.read_text(encoding="utf-8"))
    ]
    assert any(cell_id.endswith("n_at_risk") for cell_id, _ in drawn)
    assert [pair for pair in drawn if pair[1].isdigit() and 0 < int(pair[1]) < THRESHOLD] == []


@pytest.mark.parametrize("threshold", [-1, 0, 1])
def test_a_threshold_that_withholds_nothing_is_refused(results, threshold):
    with pytest.raises(UserError, match="Small counts cannot be withheld"):
        suppress(StudyRun(results, {}), threshold)
