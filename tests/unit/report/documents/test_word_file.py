"""The Word file as Word and its users meet it."""

import dataclasses
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.oxml.ns import qn

from osteon.report.documents import cover_of, render_docx
from osteon.report.documents.spans import spread_head
from osteon.report.documents.word import Tag, tag_of
from osteon.report.documents.word.document import NO_TIME
from osteon.report.rounding import Part
from osteon.report.tables import HeadCell, Number, Table
from osteon.study import Cell

LONGEST_TAG = 64


def instructions(word):
    return [code.text.strip() for code in word.body.iter(qn("w:instrText"))]


def test_the_same_results_give_the_same_bytes(blocks, results, docx_bytes):
    assert render_docx(blocks, cover_of(results)) == docx_bytes


def test_no_file_in_it_bears_a_time(docx_bytes):
    assert {entry.date_time for entry in ZipFile(BytesIO(docx_bytes)).infolist()} == {NO_TIME}


def test_its_date_is_the_cut_off(word, results):
    properties = word.document.core_properties
    assert properties.created.date().isoformat() == results.snapshot["data_cutoff"]
    assert properties.title == results.study["title"]


def test_results_without_a_cut_off_have_a_document_too(results):
    assert cover_of(dataclasses.replace(results, snapshot={})).date.isoformat() == "1980-01-01"


def test_captions_count_themselves(word):
    """Every table and figure has a number of its own, which Word computes."""
    captions = [p for p in word.document.paragraphs if p.style.name in {"Caption", "Table Caption"}]
    sequences = [code for code in instructions(word) if code.startswith("SEQ")]
    assert len(captions) == len(sequences)
    for word_of in ("Table", "Figure"):
        printed = [re.match(rf"{word_of}\u00a0(\d+)\.", p.text) for p in captions]
        numbers = [int(match[1]) for match in printed if match]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) == sequences.count(rf"SEQ {word_of} \* ARABIC")


def test_references_lead_to_bookmarks(word):
    bookmarks = [mark.get(qn("w:name")) for mark in word.body.iter(qn("w:bookmarkStart"))]
    wanted = [code.split()[1] for code in instructions(word) if code.startswith("REF")]
    assert wanted
    assert set(wanted) <= set(bookmarks)
    assert len(bookmarks) == len(set(bookmarks))
    assert all(len(name) <= 40 and name.startswith("_") for name in bookmarks)


def test_every_style_that_is_used_can_be_changed_by_name(word):
    """No paragraph bears a format of its own, so that a changed style changes all that bears it."""
    names = {style.style_id for style in word.document.styles}
    for mark in ("w:pStyle", "w:rStyle", "w:tblStyle"):
        used = {element.get(qn("w:val")) for element in word.body.iter(qn(mark))}
        assert used
        assert used <= names
    direct = {child.tag for p in word.body.iter(qn("w:pPr")) for child in p}
    assert direct == {qn("w:pStyle")}


def test_heads_of_tables_repeat_on_every_page(word, blocks):
    for table in word.body.iter(qn("w:tbl")):
        first = next(table.iter(qn("w:tr")))
        assert next(first.iter(qn("w:tblHeader")), None) is not None


def test_every_row_of_a_table_is_as_wide_as_its_grid(word):
    for table in word.body.iter(qn("w:tbl")):
        width = len(list(table.iter(qn("w:gridCol"))))
        for row in table.iter(qn("w:tr")):
            spans = [cell.find(f".//{qn('w:gridSpan')}") for cell in row.iter(qn("w:tc"))]
            assert sum(1 if s is None else int(s.get(qn("w:val"))) for s in spans) == width


def test_figures_are_pictures_with_their_svg_and_with_words(word, docx_bytes):
    described = [p.get("descr") for p in word.body.iter(qn("wp:docPr"))]
    assert len(described) == 6
    assert any("Kaplan-Meier" in text for text in described)
    names = ZipFile(BytesIO(docx_bytes)).namelist()
    assert sum(name.endswith(".svg") for name in names) == len(described)
    assert sum(name.endswith(".png") for name in names) == len(described)
    xml = ZipFile(BytesIO(docx_bytes)).read("word/document.xml").decode()
    assert xml.count("svgBlip") >= len(described)


def test_tags_fit_word_and_controls_have_ids_of_their_own(word):
    tags = [tag for tag, _ in word.controls()]
    assert len(tags) > 300
    assert max(map(len, tags)) <= LONGEST_TAG
    ids = [control.get(qn("w:val")) for control in word.body.iter(qn("w:id"))]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("osteon:cell:value:ab12", Tag("cell", "ab12", "value")), ("osteon:step:n_after:3",
      Tag("step", "3", "n_after")), ("zotero:cell:value:x", None), ("osteon:cell:value", None),
     ("osteon:else:value:x", None), ("", None)],
)  # fmt: skip
def test_tags_are_read_back_and_those_of_others_left_alone(text, expected):
    assert Tag.parse(text) == expected


def test_a_tag_says_cell_and_part():
    tag = tag_of(Number(Cell("a" * 60, "percent", 1.0, population="b" * 60), Part.CONF_LOW))
    assert Tag.parse(str(tag)) == tag
    assert tag.part == "conf_low"
    assert len(str(tag)) <= LONGEST_TAG


def test_a_head_of_several_rows_is_spread_over_them():
    tall, wide = HeadCell(("A",), rows=2), HeadCell(("B",), columns=2)
    below = (HeadCell(("C",)), HeadCell(("D",)))
    rows = spread_head(Table("t", "T", ((tall, wide), below), ()))
    assert [[span.cell.content[0] for span in row] for row in rows] == [["A", "B"], ["A", "C", "D"]]
    assert [span.is_lower_part for span in rows[1]] == [True, False, False]
