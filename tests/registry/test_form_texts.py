"""Texts of forms: dates and numbers as people type them in two languages, read strictly."""

from datetime import date

import pytest

from osteon.dictionary import ENTITIES
from osteon.web.records.texts import UnreadableTextError, read_value, render_value

BIRTH = ENTITIES["patient"].field("birth")
SIGNED = ENTITIES["consent"].field("signed_date")
INJECTED = ENTITIES["imaging_study"].field("injected_at")
WEIGHT = ENTITIES["patient_observation"].field("weight_kg")
CHAIN = ENTITIES["follow_up"].field("icd10_chain")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2020", "2020"),
        ("05/2020", "2020-05"),
        ("5/2020", "2020-05"),
        ("05.2020", "2020-05"),
        ("2020-05", "2020-05"),
        ("17.05.2020", "2020-05-17"),
        (" 7.5.2020 ", "2020-05-07"),
        ("2020-5-7", "2020-05-07"),
        ("31.02.2020", "2020-02-31"),
    ],
)
def test_dates_are_read_into_iso_text_which_the_dictionary_judges(typed, read, language):
    assert read_value(BIRTH, [typed], language) == read


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("17.05.20", "two digits"),
        ("5/20", "two digits"),
        ("20-05-17", "two digits"),
        ("17/05/2020", "order of day and month"),
        ("05/17/2020", "order of day and month"),
        ("May 2020", "no date"),
        ("2020-05-17T10:00", "no date"),
        ("۲۰۲۰", "no date"),
    ],
)
def test_other_dates_are_refused(typed, found):
    with pytest.raises(UnreadableTextError) as caught:
        read_value(BIRTH, [typed], "en")
    assert found in caught.value.found
    assert typed not in caught.value.found


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [
        ("en", "71.5", "71.5"),
        ("de", "71,5", "71.5"),
        ("de", "71.5", "71.5"),
        ("de", "0.125", "0.125"),
        ("de", "-1,25", "-1.25"),
        ("en", "1e3", "1e3"),
    ],
)
def test_numbers(language, typed, read):
    assert read_value(WEIGHT, [typed], language) == read


@pytest.mark.parametrize(
    ("language", "typed"), [("en", "71,5"), ("en", "1,234"), ("de", "1.234"), ("de", "1.234,5")]
)
def test_a_sign_that_may_separate_thousands_is_refused(language, typed):
    with pytest.raises(UnreadableTextError):
        read_value(WEIGHT, [typed], language)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("17.05.2020 8:30", "2020-05-17T08:30"),
        ("2020-05-17 08:30:15", "2020-05-17T08:30:15"),
        ("2020-05-17T08:30:15.25", "2020-05-17T08:30:15.25"),
    ],
)
def test_moments(typed, read):
    assert read_value(INJECTED, [typed], "de") == read


def test_a_moment_without_its_time_is_refused():
    with pytest.raises(UnreadableTextError):
        read_value(INJECTED, ["17.05.2020"], "de")


def test_what_is_shown_is_what_the_language_writes():
    assert render_value(BIRTH, "2020-05-17", "de") == ["17.05.2020"]
    assert render_value(BIRTH, "2020-05", "de") == ["05/2020"]
    assert render_value(BIRTH, "2020-05", "en") == ["2020-05"]
    assert render_value(SIGNED, date(2020, 5, 17), "de") == ["17.05.2020"]
    assert render_value(WEIGHT, 71.5, "de") == ["71,5"]
    assert render_value(WEIGHT, 71.0, "en") == ["71"]


def test_several_texts_stand_on_lines():
    assert render_value(CHAIN, ["C17.2", "C79.5"], "en") == ["C17.2\nC79.5"]
    assert read_value(CHAIN, ["C17.2\r\n\r\nC79.5 "], "en") == ["C17.2", "C79.5"]


def test_a_character_no_database_keeps_is_refused():
    with pytest.raises(UnreadableTextError):
        read_value(ENTITIES["imaging_study"].field("reader"), ["a\0b"], "en")
