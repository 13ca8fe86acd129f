"""The PDF as an archive, a screen reader and a search engine meet it."""

import re
from collections import Counter

from osteon.report.documents import cover_of, render_pdf


def test_the_same_results_give_the_same_bytes(blocks, results, pdf_bytes):
    assert render_pdf(blocks, cover_of(results)) == pdf_bytes


def test_it_says_that_it_is_pdf_a_2a_and_pdf_ua(pdf):
    said = pdf.catalogue["/Metadata"].get_data().decode()
    assert re.search(r"<pdfaid:part>2</", said)
    assert re.search(r"<pdfaid:conformance>A</", said)
    assert re.search(r"<pdfuaid:part>1</", said)


def test_it_is_tagged_in_english_with_title_and_cut_off(pdf, results):
    assert pdf.catalogue["/MarkInfo"]["/Marked"]
    assert pdf.catalogue["/Lang"] == "en-GB"
    assert pdf.catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.reader.metadata.title == results.study["title"]
    assert pdf.reader.metadata.creation_date.date().isoformat() == results.snapshot["data_cutoff"]


def test_its_tags_are_those_of_a_report(pdf, blocks):
    tags = Counter(names[-1] for names, _ in pdf.elements())
    kinds = Counter(type(block).__name__ for block in blocks)
    assert tags["/Table"] == kinds["TableBlock"]
    assert tags["/Figure"] == kinds["FigureBlock"]
    assert tags["/Caption"] == tags["/Table"] + tags["/Figure"]
    assert tags["/H1"] + tags["/H2"] == kinds["Heading"] + 1  # and that of the contents
    assert tags["/THead"] == tags["/Table"]
    assert tags["/TH"] > tags["/Table"]


def test_every_figure_is_described(pdf):
    described = [element.get("/Alt") for names, element in pdf.elements() if names[-1] == "/Figure"]
    assert all(described)
    assert any("Kaplan-Meier" in text for text in described)


def test_every_typeface_is_embedded(pdf):
    for page in pdf.reader.pages:
        for font in page["/Resources"].get_object().get("/Font", {}).values():
            (descendant,) = font.get_object()["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_reader_of_these_tests_can_fail(pdf):
    """Without the list of contents the text is shorter: tags decide what is read."""
    assert len(pdf.text(without=frozenset({"/TOC"}))) < len(pdf.text())
    assert "Kaplan-Meier" not in pdf.text(without=frozenset({"/Document"}))
