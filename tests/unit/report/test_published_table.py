"""Published values stand beside ours in a table of their own, each with what is to be said."""

from dataclasses import replace

import pytest

from osteon.report import write_report
from osteon.report.material import gather_material
from osteon.report.published import build_published_table
from osteon.report.tables import plain_text
from osteon.report.words import words_of
from osteon.study import PublishedValue

OS = "os_by_bone/stage4/true"
VALUES = (
    PublishedValue("os_by_bone", f"{OS}/median_survival_spss", "127 (103.1-150.9)", "interval",
                   "CONTRA", "agrees", "Abstract", "Figure 3 prints another pair"),
    PublishedValue("os_by_bone", "os_by_bone/stage4/p_value", "p < 0.0001", "", "CONTRA",
                   "differs", "Figure 3", "The abstract prints 0.023."),
    PublishedValue("os_by_bone", f"{OS}/60/survival", "40 %", "", "REPRO", "cannot be",
                   reasons=("no count of 19 is 40 %",)),
    PublishedValue("table_1", "table_1/bone/sex/M/n", "65 (61.9 %)", "percent", "EXACT", "agrees"),
    PublishedValue("table_1", "table_1/bone/sex/M/n", "65/105", "", "EXACT", "agrees"),
    PublishedValue("table_1", "table_1/bone/age/median", "60 (19-83)", "range", "EXACT", "agrees"),
)  # fmt: skip


@pytest.fixture
def with_published(results):
    return replace(results, published=VALUES)


def table_of(results, name):
    analysis = next(analysis for analysis in results.analyses if analysis.id == name)
    return build_published_table(gather_material(results, analysis, words_of(results)))


def body(table):
    return [[plain_text(cell.content) for cell in row.cells] for row in table.rows]


def test_an_analysis_without_published_values_has_no_such_table(results):
    assert table_of(results, "table_1") is None


def test_ours_is_printed_in_the_form_of_the_source(with_published):
    table = table_of(with_published, "table_1")
    assert body(table) == [
        ["65 (61.9 %)", "65 (61.9 %)", "agrees", "EXACT"],
        ["65/105", "65/105", "agrees", "EXACT"],
        ["60 (19-83)", "60 (19\u201383)", "agrees", "EXACT"],
    ]
    assert table.rows[0].label == "Bone metastases \u2013 Sex \u2013 Male \u2013 Patients"


def test_place_note_and_reason_are_footnotes(with_published):
    table = table_of(with_published, "os_by_bone")
    assert [row[2:] for row in body(table)] == [
        ["agrees", "CONTRA"], ["differs", "CONTRA"], ["cannot be", "REPRO"],
    ]  # fmt: skip
    assert [sentence for _, sentence in table.footnotes] == [
        "Abstract. Figure 3 prints another pair.",
        "CONTRA: contradicts other values that the source prints.",
        "Figure 3. The abstract prints 0.023.",
        "It cannot be: no count of 19 is 40 %.",
        "REPRO: follows from counts that the source prints.",
    ]


def test_the_report_shows_them_and_writes_their_table(with_published, tmp_path):
    page = write_report(with_published, tmp_path).read_text(encoding="utf-8")
    assert "as published, and here" in page
    assert "127 (103.1-150.9)" in page
    assert "cannot be" in (tmp_path / "tables" / "os_by_bone_published.csv").read_text()
