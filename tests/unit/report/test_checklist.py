"""The checklist names true places, and marks as the author's what cannot be known."""

import re
from pathlib import Path

import pytest

from osteon.protocol import load_protocol
from osteon.report.checklist import Places, fill_checklist, state_limits
from osteon.report.checklist.fill import load_items
from osteon.report.checklist.limits import LIMITS
from osteon.report.document import build_document, render_document
from osteon.report.guards import Finding, Guard, list_guards
from osteon.report.tables import plain_text
from osteon.report.text.lists import in_spans

PROTOCOLS = Path(__file__).parents[3] / "protocols"


@pytest.fixture(scope="module")
def document(results):
    return build_document(results, load_protocol(PROTOCOLS / "byar_greene.toml"))


@pytest.fixture(scope="module")
def rows(document):
    return {
        row.label: [plain_text(cell.content) for cell in row.cells]
        for row in document.checklist.table.rows
    }


def test_items_are_those_of_both_guidelines():
    ids = [item.id for item in load_items()]
    assert len(ids) == len(set(ids))
    numbers = {item.rstrip("abcde") for item in ids if not item.startswith("RECORD")}
    assert numbers == {str(number) for number in range(1, 23)}
    assert sum(item.startswith("RECORD") for item in ids) == 13


@pytest.mark.parametrize(
    ("item", "where"),
    [
        ("3", "Question, below the title"),
        ("6a", "Methods, Populations; Figure 1"),
        ("12c", "Methods, Missing values; Methods, Partial dates"),
        ("14a", "Table 1"),
        ("9", "Methods, Estimands; Limits; Warnings"),
    ],
)
def test_items_name_their_places(rows, item, where):
    assert rows[item][1] == where


def test_every_place_that_is_named_is_in_the_report(document, rows):
    page = render_document(document).replace("\u00a0", " ")
    for _, where, _ in rows.values():
        for place in filter(None, where.replace(", Figure", "; Figure").split("; ")):
            for word in single_places(place):
                assert word in page or word == "Question", place


def single_places(place):
    """Yield the places of a span such as *Tables 2-4, 7*, or the place itself."""
    label = re.fullmatch(r"(Table|Figure)s (.+)", place)
    if label is None:
        yield place.removeprefix("Methods, ").removesuffix(", below the title")
        return
    for span in label[2].split(", "):
        first, _, last = span.partition("\u2013")
        yield from (f"{label[1]} {k}" for k in range(int(first), int(last or first) + 1))


def test_numbered_places_are_told_in_spans():
    places = [
        "Methods",
        "Table\u00a02",
        "Figure\u00a01",
        "Table\u00a03",
        "Table\u00a07",
        "Table\u00a04",
    ]
    told = [place.replace("\u00a0", " ") for place in in_spans(places)]
    assert told == ["Methods", "Tables 2\u20134, 7", "Figure 1"]


def test_many_analyses_are_told_by_their_number():
    titles = {f"a{k}": f"Analysis {k}" for k in range(4)}
    guard = Guard("TIME-03", "seen late", (Finding("12 patients", tuple(titles)),), ())
    assert state_limits([guard], titles)[0].endswith("(TIME-03: 4 analyses).")


def test_what_cannot_be_known_is_left_to_the_author(rows):
    assert rows["22"] == ["Funding", "", "Name the sources of funding and their role."]
    for _, where, author in rows.values():
        assert where or author


def test_an_item_that_a_report_does_not_answer_says_so():
    table = fill_checklist(Places())
    rows = {row.label: [plain_text(c.content) for c in row.cells] for row in table.rows}
    assert rows["4"] == ["Study design", "", "Study design: not answered by this report."]


def test_limits_follow_from_the_guards_that_fired(results, document):
    titles = {analysis.id: analysis.title for analysis in results.analyses}
    limits = state_limits(list_guards(results.warnings), titles)
    assert limits == document.limits
    assert limits[0].startswith("Some groups were known only after time zero")
    assert limits[0].endswith("(TIME-01: 'Overall survival by bone metastasis').")
    assert len(limits) == len({finding.code for finding in results.warnings})


def test_a_guard_without_words_of_its_own_states_its_title():
    guard = Guard("NEW-01", "something new", (Finding("it happened", ()),), ())
    assert state_limits([guard], {}) == ("Something new (NEW-01).",)
    assert "NEW-01" not in LIMITS
