"""The page as a reader, a screen reader and a printer meet it."""

import dataclasses
import re

import pytest

from osteon.report import write_report
from osteon.study import AnalysisResult, Cell, GuardFinding


@pytest.fixture(scope="module")
def page(results, tmp_path_factory):
    return write_report(results, tmp_path_factory.mktemp("report")).read_text(encoding="utf-8")


def section(page, name):
    return re.search(rf'<section id="{name}".*?</section>', page, re.DOTALL)[0]


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).replace("\u00a0", " ")


def test_nothing_is_loaded_from_outside(page):
    names = re.findall(r'\b(?:src|href|url|action|data)\s*=\s*"([^"]*)"', page)
    assert all(name.startswith("#") for name in names)
    assert not re.findall(r"@import|url\((?!#)|<link|<iframe|<img|<object", page)
    namespaces = re.findall(r'xmlns(?::\w+)?="[^"]*"', page)
    assert page.count("http") == sum(space.count("http") for space in namespaces) + page.count(
        "http-equiv"
    )
    assert "default-src 'none'" in page


def test_the_page_says_its_language_and_fits_a_phone(page):
    assert '<html lang="en-GB">' in page
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    for landmark in ("<header>", "<nav ", "<main ", "<aside "):
        assert landmark in page


def test_every_id_is_unique_and_every_link_leads_somewhere(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:xlink:)?href="#([^"]+)"', page)) <= set(ids)
    assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) <= set(ids)


def test_tables_have_captions_and_scopes_and_scroll_in_their_own_frame(page):
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert all("<caption" in table for table in tables)
    assert all("scope=" in head for table in tables for head in re.findall(r"<th\b[^>]*>", table))
    assert page.count('class="table-frame"') == len(tables)


def test_figures_are_described_in_words(page):
    figures = re.findall(r'<svg role="img" aria-label="([^"]+)"', page)
    assert len(figures) == page.count("<figure ") == 6
    survival = next(text for text in figures if "Kaplan-Meier" in text)
    assert "With bone metastases: events / patients: 45 / 105" in survival
    assert "Log-rank test: p = 0.023" in survival
    assert "Small intestinal NET, from Records in the snapshot: n = 458" in figures[0]


def test_tables_and_figures_are_numbered_in_the_order_they_are_shown(page):
    for word in ("Table", "Figure"):
        numbers = [int(n) for n in re.findall(rf"<b>{word}\u00a0(\d+)\.</b>", page)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers


def test_warnings_stand_in_full_at_the_top_and_in_short_beside_what_they_touch(page):
    top, beside = section(page, "warnings"), section(page, "os_by_bone")
    assert "TIME-01 A group that became known after time zero" in text_of(top)
    assert "who could not die before it. (Overall survival by bone metastasis)" in text_of(top)
    assert "a landmark, or a time-dependent group." in text_of(top)
    assert 'href="#os_by_bone"' in top
    assert 'href="#guard-TIME-01"' in beside
    assert "TIME-01 a group that became known after time zero" in text_of(beside)
    assert "who could not die before it" not in text_of(beside)
    assert "TIME-01" not in section(page, "table_1")


def test_the_words_of_a_protocol_in_a_hint_are_set_as_code(results, tmp_path):
    finding = GuardFinding("TIME-03", "os_by_bone", "late & few", "declare `entry` of the endpoint")
    page = write_report(dataclasses.replace(results, warnings=(finding,)), tmp_path).read_text(
        encoding="utf-8"
    )
    assert "Declare <code>entry</code> of the endpoint." in page
    assert "Late &amp; few." in page


def test_a_study_of_a_kind_without_template_prints_all_it_has(page):
    place = text_of(section(page, "unheard_of"))
    assert "Also computed" in place
    assert "Small intestinal NET \u2013 wonder: 131 m2" in place
    assert "Small intestinal NET \u2013 marvel: not estimable" in place


def test_an_unknown_statistic_of_a_known_kind_is_not_dropped(results, tmp_path):
    odd = Cell("table_1", "kurtosis", 3.14159, population="bone", variable="age", n=105)
    lost = Cell("nowhere", "n", 7.0, population="bone")
    changed = dataclasses.replace(results, cells=(*results.cells, odd, lost))
    page = write_report(changed, tmp_path).read_text(encoding="utf-8")
    assert "Bone metastases \u2013 Age at diagnosis \u2013 kurtosis: 3.14" in text_of(
        section(page, "table_1")
    )
    assert "Bone metastases \u2013 Patients: 7" in text_of(section(page, "nowhere"))


def test_words_of_a_protocol_cannot_become_markup(results, tmp_path):
    bad = '<script>alert(1)</script> & "so"'
    cell = Cell("x", "n", 1.0, population=bad, method=bad)
    changed = dataclasses.replace(
        results,
        study={**results.study, "title": bad, "question": bad},
        labels={"population": {bad: bad}},
        analyses=(AnalysisResult(id="x", kind="distribution", title=bad, note=bad),),
        cells=(cell, dataclasses.replace(cell, statistic="percent", level="y", variable="v")),
        curves=(),
        warnings=(GuardFinding("X-01", "x", bad, bad),),
    )
    page = write_report(changed, tmp_path).read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert page.count("<script>") == 1


def test_digests_versions_and_the_command_stand_at_the_end(page):
    place = text_of(section(page, "reproduce"))
    assert "osteon study run sinet_bone.toml SNAPSHOT RESULTS" in place
    assert "3f9a" * 16 in place
    assert "b71c" * 16 in place
    assert "2023-05-31" in place


def test_missing_values_are_counted_for_each_population(page):
    rows = re.findall(r"<tr class.*?</tr>", section(page, "missing"), re.DOTALL)
    assert [text_of(row).split() for row in rows] == [
        ["Ki-67", "index", "31", "20", "4"],
        ["Grade", "2", "2", "0"],
    ]
