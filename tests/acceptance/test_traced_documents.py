"""Every number of page, Word file and PDF goes back to its cell, for each study of the house."""

import re

import pytest

from osteon.report.document import build_document, render_document
from osteon.report.documents import cover_of, render_docx, render_pdf, tell
from osteon.report.tables import AttritionNumber, Number
from osteon.study import StudyResults
from papers.blocks import texts_of
from papers.found import Found, disagreeing, is_the_rest, not_shown, unnoticed_changes
from papers.page import Page
from papers.tagged_pdf import TaggedPdf
from papers.word import WordFile

RUNS = ("sinet", "radiotherapy", "radiotherapy_patients", "byar_greene")
DIGITS = re.compile(r"\d")
LABEL = re.compile(r"(Table|Figure)s? \d+(\u2013\d+)?(, \d+(\u2013\d+)?)*|^1 \(reference\)$")
LIST_OF_CONTENTS = frozenset({"/TOC"})


@pytest.fixture(scope="module", params=RUNS)
def results(request) -> StudyResults:
    return request.getfixturevalue(f"{request.param}_run").results


@pytest.fixture(scope="module")
def document(results):
    return build_document(results)


@pytest.fixture(scope="module")
def blocks(document):
    return tell(document)


def from_nowhere(texts: list[str], results: StudyResults) -> list[str]:
    """Return texts with digits that are no label, no level of reference and no quotation."""
    quoted = {value.printed.replace("\u00a0", " ") for value in results.published}
    left = (LABEL.sub("", text.replace("\u00a0", " ")).strip() for text in texts)
    return [text for text in left if DIGITS.search(text) and text not in quoted]


def check(found: list[Found], results: StudyResults) -> None:
    """Pass if every number is its cell's, every cell is shown, and no change stays unnoticed."""
    assert found
    assert disagreeing(found, results) == []
    assert unnoticed_changes(found, results) == []
    left = list(not_shown(found, results))
    assert [cell.cell_id for cell in left if not is_the_rest(cell, results)] == []


def test_the_page(document, results):
    page = Page(render_document(document))
    check(page.found(), results)
    assert from_nowhere(page.unsourced, results) == []


def test_the_word_file(blocks, results):
    word = WordFile(render_docx(blocks, cover_of(results)))
    check(word.numbers(results), results)
    assert from_nowhere(word.unbound(), results) == []


def test_the_pdf(blocks, results):
    """Read by its tags, it says what the blocks say, letter by letter."""
    text = TaggedPdf(render_pdf(blocks, cover_of(results))).text(without=LIST_OF_CONTENTS)
    check(list(numbers_in(text, blocks)), results)


def numbers_in(text: str, blocks):
    """Yield the numbers that stand in a text where the blocks have theirs, and no word between."""
    place = 0
    for block in blocks:
        for fragment in (fragment for prose in texts_of(block) for fragment in prose):
            expected = re.sub(r"[\s`]", "", str(fragment))
            found = text[place : place + len(expected)]
            place += len(expected)
            if isinstance(fragment, Number | AttritionNumber):
                yield found_number(fragment, found)
            else:
                assert found == expected
    assert place == len(text)


def found_number(number: Number | AttritionNumber, text: str) -> Found:
    words = text.replace("notreached", "not reached").replace("notestimable", "not estimable")
    if isinstance(number, AttritionNumber):
        return Found("step", str(number.index), number.part.value, words)
    return Found("cell", number.cell.cell_id, number.part.value, words)
