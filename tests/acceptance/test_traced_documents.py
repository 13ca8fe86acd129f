"""Every number of page, Word file and PDF goes back to its cell, for each study of the house."""

import re
import warnings
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from osteon.dictionary import ENTITIES, to_arrow
from osteon.exchange import import_table, load_mapping, packaged_mapping
from osteon.protocol import load_protocol
from osteon.report.document import build_document, render_document
from osteon.report.documents import cover_of, render_docx, render_pdf, tell
from osteon.report.tables import AttritionNumber, Number
from osteon.snapshot import Snapshot, build_snapshot
from osteon.study import StudyResults, run_study
from osteon.synthetic import GOLDEN_RADIOTHERAPY_DATA_CUTOFF, golden_radiotherapy_records
from papers.blocks import texts_of
from papers.found import Found, disagreeing, is_the_rest, not_shown, unnoticed_changes
from papers.page import Page
from papers.tagged_pdf import TaggedPdf
from papers.word import WordFile

PROTOCOLS = Path(__file__).parents[2] / "protocols"
DIGITS = re.compile(r"\d")
LABEL = re.compile(r"(Table|Figure) \d+|^1 \(reference\)$")
LIST_OF_CONTENTS = frozenset({"/TOC"})


def freeze(folder: Path, records, cutoff: date) -> Snapshot:
    tables = {
        name: to_arrow(name, records.get(name, [])) for name in ENTITIES if name != "data_cut"
    }
    created = datetime(2024, 1, 1, tzinfo=UTC)
    return build_snapshot(
        folder / "snapshot", tables, data_cutoff=cutoff, source="test", created=created
    )


def run(name: str, snapshot: Snapshot) -> StudyResults:
    return run_study(load_protocol(PROTOCOLS / f"{name}.toml"), snapshot).results


def prostate_records(folder: Path):
    data = pytest.importorskip("SurvSet.data", reason="installed by the pinned requirements")
    spreadsheet = folder / "prostate.csv"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package keeps its data as a pickle of an older NumPy
        data.SurvLoader().load_dataset("prostate")["df"].to_csv(spreadsheet, index=False)
    return import_table(load_mapping(packaged_mapping("byar_greene")), spreadsheet).records


@pytest.fixture(
    scope="module", params=["sinet_bone", "bone_radiotherapy", "bone_radiotherapy_patients",
                            "byar_greene"],
)  # fmt: skip
def results(request, sinet_run, tmp_path_factory) -> StudyResults:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sinet_bone":
        return sinet_run.results
    if request.param == "byar_greene":
        return run(request.param, freeze(folder, prostate_records(folder), date(1977, 12, 31)))
    records = golden_radiotherapy_records()
    return run(request.param, freeze(folder, records, GOLDEN_RADIOTHERAPY_DATA_CUTOFF))


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
