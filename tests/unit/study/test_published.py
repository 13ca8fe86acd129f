"""What a publication printed agrees with ours, differs from it, or cannot be at all."""

import math
from types import SimpleNamespace

import pytest

from osteon.errors import StudyError
from osteon.protocol import Published
from osteon.study import AnalysisResult, Cell
from osteon.study.answer import Answer
from osteon.study.published import compare_with_published

BONE = {"analysis": "a", "population": "bone"}
MALE = {**BONE, "variable": "sex", "level": "M", "n": 105}
CELLS = (
    Cell(statistic="n", value=65, **MALE),
    Cell(statistic="percent", value=100 * 65 / 105, unit="%", **MALE),
    Cell(statistic="median", value=60, variable="age", **BONE),
    Cell(statistic="min", value=19, variable="age", **BONE),
    Cell(statistic="max", value=83, variable="age", **BONE),
    Cell(statistic="p_value", value=0.0229, **BONE),
    Cell(statistic="median_survival", value=126.7, conf_low=103.14, conf_high=math.nan,
         conf_level=0.95, **BONE),
    Cell(statistic="median_follow_up", value=math.nan, conf_low=99.0, conf_high=math.nan,
         conf_level=0.95, **BONE),
)  # fmt: skip


def compare(cell, printed, **further):
    further = {"status": "EXACT", **further}
    published = Published(cell=cell, printed=printed, **further)
    analysis = SimpleNamespace(published=(published,))
    answer = Answer(AnalysisResult(id="a", kind="distribution", title="A"), CELLS, {})
    return compare_with_published(SimpleNamespace(analysis={"a": analysis}), [answer])


@pytest.mark.parametrize(
    ("cell", "printed", "verdict"),
    [
        ("bone/sex/M/n", "65", "agrees"),
        ("bone/sex/M/n", "65 (61.9 %)", "agrees"),
        ("bone/sex/M/n", "65 (62)", "agrees"),
        ("bone/sex/M/n", "65 (61.8 %)", "differs"),
        ("bone/sex/M/n", "64 (61.9 %)", "differs"),
        ("bone/sex/M/n", "65/105", "agrees"),
        ("bone/sex/M/n", "65/106", "differs"),
        ("bone/sex/M/percent", "61.9 %", "agrees"),
        ("bone/age/median", "60 (19-83)", "agrees"),
        ("bone/age/median", "60 (19-84)", "differs"),
        ("bone/p_value", "0.023", "agrees"),
        ("bone/p_value", "p < 0.0001", "differs"),
        ("bone/p_value", "p < 0.05", "agrees"),
        ("bone/p_value", "> 0.05", "differs"),
        ("bone/p_value", "> 0.01", "agrees"),
        ("bone/median_survival", "127", "agrees"),
        ("bone/median_survival", "127 (103.1-150.9)", "differs"),
        ("bone/median_survival", "not reached", "differs"),
        ("bone/median_follow_up", "not reached", "agrees"),
    ],
)
def test_a_printed_value_is_held_against_ours(cell, printed, verdict):
    (found,) = compare(cell, printed)
    assert found.verdict == verdict
    assert found.cell_id == f"a/{cell}"


@pytest.mark.parametrize(
    ("cell", "printed", "further", "reason"),
    [
        ("bone/sex/M/n", "13 (27.7 %)", {"of": 76}, "no count of 76 is 27.7 %"),
        ("bone/sex/M/n", "13/76 (17.2)", {}, "no count of 76 is 17.2 %"),
        ("bone/sex/M/n", "66 (61.9 %)", {"of": 105}, "66 of 105 is not 61.9 %"),
        ("bone/sex/M/percent", "40 %", {"of": 19}, "no count of 19 is 40 %"),
        ("bone/age/median", "60 (62-83)", {}, "60 does not lie between 62 and 83"),
        ("bone/p_value", "23", {}, "23 is no probability"),
    ],
)
def test_what_no_records_can_give_cannot_be(cell, printed, further, reason):
    (found,) = compare(cell, printed, **further)
    assert found.verdict == "cannot be"
    assert found.reasons == (reason,)


def test_without_the_denominator_of_the_source_a_percent_is_not_called_impossible():
    """Ours is another denominator on other records, and says nothing about the source's."""
    (found,) = compare("bone/sex/M/n", "13 (27.7 %)")
    assert found.verdict == "differs"


def test_an_interval_may_begin_at_its_estimate():
    (found,) = compare("bone/median_survival", "29 (29.4-53)")
    assert found.verdict == "differs"


@pytest.mark.parametrize(
    ("cell", "printed", "further", "where", "text"),
    [
        ("bone/sex/m/n", "65", {}, "analysis.a.published.0.cell", "bone/sex/M/n"),
        ("bone/wonder", "65", {}, "analysis.a.published.0.cell", "bone/sex/M/n"),
        ("bone/sex/M/n", "65 (60-70)", {}, "analysis.a.published.0.printed", "no interval here"),
        ("bone/age/median", "60 (9-11)", {"brackets": "quartiles"},
         "analysis.a.published.0.printed", "no quartiles here"),
        ("bone/age/median", "60 (9)", {"brackets": "range"}, "analysis.a.published.0.printed",
         "two numbers in brackets"),
        ("bone/sex/M/n", "65 (9-11)", {"brackets": "percent"}, "analysis.a.published.0.printed",
         "one number in brackets"),
        ("bone/p_value", "0.02 (61)", {}, "analysis.a.published.0.printed", "no percent here"),
    ],
)  # fmt: skip
def test_a_value_that_nothing_answers_is_refused_with_what_is_near(
    cell, printed, further, where, text
):
    with pytest.raises(StudyError) as caught:
        compare(cell, printed, **further)
    (problem,) = caught.value.problems
    assert problem.where == where
    assert text in str(problem)


def test_the_nearest_cell_is_suggested():
    with pytest.raises(StudyError, match=r"Did you mean 'bone/sex/M/percent'"):
        compare("bone/sex/M/percnt", "61.9 %")
