"""The page on entering data is true: its visits, its reasons, what can be typed."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from osteon.dictionary import ENTITIES
from osteon.web.records.texts import UnreadableTextError, read_value
from osteon.web.records.visits import VISITS

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "enter_data.md").read_text(encoding="utf-8")


def visit_lines():
    with translation.override("en"):
        for visit in VISITS.values():
            each = " (one for each known lesion)"
            parts = [
                ENTITIES[part.table].title + (each if part.for_each else "") for part in visit.parts
            ]
            yield f"| {visit.title} | {'; '.join(parts)} |"


def test_the_visits_are_those_that_are_declared():
    [table] = re.findall(r"<!-- visits -->\n(.*?)\n<!-- end of visits -->", PAGE, re.DOTALL)
    assert table.splitlines()[2:] == list(visit_lines())


def test_every_way_to_write_a_date_is_read():
    [line] = re.findall(r"\| a date \|(.*)\|", PAGE)
    texts = re.findall(r"`([^`]+)`", line)
    assert len(texts) == 4
    birth = ENTITIES["patient"].field("birth")
    assert {read_value(birth, [text], "de") for text in texts} == {
        "2020-05-17", "2020-05", "2020",
    }  # fmt: skip


def test_the_number_that_is_refused_is_refused():
    assert "`1.234`" in PAGE
    weight = ENTITIES["patient_observation"].field("weight_kg")
    with pytest.raises(UnreadableTextError):
        read_value(weight, ["1.234"], "de")
    assert read_value(weight, ["1.234"], "en") == "1.234"
