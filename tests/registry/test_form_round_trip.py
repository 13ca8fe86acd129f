"""Whatever record the dictionary accepts is shown in a form and comes back unchanged.

A form is drawn, read as a browser reads it, sent, and read again: for every table, in both
languages, with the record beside it and, where nothing is computed, without.
"""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from browser_forms import read_form
from odd_records import PATIENTS, key_of, rows_of
from osteon.dictionary import ENTITIES, Requirement, check_rows
from osteon.registry.states import RecordState
from osteon.web.records.choices import Choice
from osteon.web.records.form import (
    GIVEN,
    find_problems,
    input_names,
    read_row,
    show_row,
    typed_fields,
)
from osteon.web.records.inputs import Sheet, draw_part

SOME = settings(
    max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
TEXT = st.text(
    st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1, max_size=30
).filter(str.strip)
REFERENCES = {
    name: [Choice(key_of(name, PATIENTS[0], number), f"record {number}") for number in range(2)]
    for name in ENTITIES
}


@st.composite
def accepted_rows(draw, table):
    """Draw a row that the dictionary accepts, free texts of any kind and odd marks among it."""
    row = draw(rows_of(table, PATIENTS[0], 0))
    for field in ENTITIES[table].fields:
        free = field.kind == "text" and field.pattern is None and field.name not in GIVEN
        if free and field.name in row and table != "lab_result":
            row[field.name] = draw(st.lists(TEXT, min_size=1, max_size=3, unique=True)
                                   if field.multiple else TEXT)  # fmt: skip
        if field.kind == "partial_date" and draw(st.booleans()):
            row[f"{field.name}_estimated"] = draw(st.booleans()) and field.name in row
        if row.get(f"{field.name}_null") in {"BLQ", "ALQ"}:
            row[f"{field.name}_limit"] = draw(st.floats(0, 1e6))
    if table == "data_cut":
        row.pop("patient_id")
    kept = {f.name for f in ENTITIES[table].fields if f.requirement is Requirement.BOOKKEEPING}
    row = {key: value for key, value in row.items() if key not in kept}
    accepted = check_rows(table, [row]).accepted
    assume(accepted)
    return accepted[0]


def sent_of(table, row, language, prefix="p1-"):
    """Return what a browser sends of the form of a row that nobody touched."""
    with translation.override(language):
        sheet = Sheet(language, REFERENCES, prefix)
        part = draw_part(table, show_row(table, row, language), sheet)
        page = render_to_string("records/_part.html", {"part": part})
    sent = read_form(f'<form class="record">{page}</form>')
    return {name.removeprefix(prefix): texts for name, texts in sent.items()}


def facts(table, row):
    """Return what people type of a row."""
    names = {name for field in typed_fields(table) for name in input_names(field)}
    return {name: value for name, value in row.items() if name in names}


@pytest.mark.parametrize("name", ENTITIES)
@SOME
@given(data=st.data(), language=st.sampled_from(["en", "de"]))
def test_a_record_comes_back_as_it_was(name, data, language):
    table = ENTITIES[name]
    row = data.draw(accepted_rows(name))
    sent = sent_of(table, row, language)
    read, problems = read_row(table, sent, language, base=row, references=REFERENCES)
    assert problems == []
    given = {key: row[key] for key in (*GIVEN, table.key) if key in row}
    assert read | given == row
    assert find_problems(table, read | given, RecordState.COMPLETE, []) == []


@pytest.mark.parametrize("name", ENTITIES)
@SOME
@given(data=st.data(), language=st.sampled_from(["en", "de"]))
def test_the_texts_alone_say_the_same(name, data, language):
    """What was typed is read to the same values even where no record stands beside it.

    The order of several codes is that of the form, lines of text lose the blanks at their ends,
    and a mark that says nothing is not sent.
    """
    table = ENTITIES[name]
    row = data.draw(accepted_rows(name))
    read, problems = read_row(table, sent_of(table, row, language), language)
    assert problems == []
    given = {key: row[key] for key in (*GIVEN, table.key) if key in row}
    assert comparable(table, check_one(name, read | given)) == comparable(table, row)


def check_one(name, row):
    (accepted,) = check_rows(name, [row]).accepted
    return accepted


def comparable(table, row):
    shown = {}
    for key, value in facts(table, row).items():
        if value is False and key.endswith("_estimated"):
            continue
        several = isinstance(value, list)
        lines = [line.strip() for text in value for line in text.split("\n")] if several else []
        shown[key] = sorted(filter(None, lines)) if several else value
    return shown


def test_the_test_can_fail():
    """A form that forgot the estimated mark would be found."""
    table = ENTITIES["patient"]
    row = check_one(
        "patient",
        {"patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
         "birth_estimated": True},
    )  # fmt: skip
    sent = sent_of(table, row, "en")
    assert sent.pop("birth_estimated") == ["true"]
    read, _ = read_row(table, sent, "en", base=row)
    assert "birth_estimated" not in read
