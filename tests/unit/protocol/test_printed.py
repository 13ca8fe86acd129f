"""A number is read as a publication prints it, with the digits it has."""

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import PrintedNumber, parse_printed, parse_protocol

PROTOCOL = """
protocol = 1
id = "small"
title = "A small study"

[variable.sex]
column = "patient.sex"

[population.all]
title = "All"

[analysis.table]
kind = "distribution"
title = "Table"
population = "all"
variables = ["sex"]

[[analysis.table.published]]
cell = "all/sex/M/n"
printed = "249 (54.4 %)"
status = "EXACT"
"""


@pytest.mark.parametrize(
    ("text", "sign", "value", "total", "brackets"),
    [
        ("58", "=", "58", None, ()),
        ("65 (61.9 %)", "=", "65", None, ("61.9",)),
        ("65 (61.9)", "=", "65", None, ("61.9",)),
        ("13/105 (12.4%)", "=", "13", 105, ("12.4",)),
        ("145 (117.5-172.5)", "=", "145", None, ("117.5", "172.5")),
        ("145 (117.5\u2013172.5)", "=", "145", None, ("117.5", "172.5")),
        ("0.2 (-1.0 to 1.4)", "=", "0.2", None, ("-1.0", "1.4")),
        ("\u22121.5 (-3.0--1.0)", "=", "-1.5", None, ("-3.0", "-1.0")),
        ("88.80 %", "=", "88.80", None, ()),
        ("p < 0.0001", "<", "0.0001", None, ()),
        (">0.05", ">", "0.05", None, ()),
    ],
)
def test_each_form_is_read(text, sign, value, total, brackets):
    printed = parse_printed(text)
    assert (printed.sign, printed.value.text, printed.total) == (sign, value, total)
    assert tuple(number.text for number in printed.brackets) == brackets


def test_a_time_that_was_not_reached_has_no_number():
    assert parse_printed("Not reached").value is None


@pytest.mark.parametrize("text", ["", "many", "145 (117.5", "12,4 %", "1 2", "(3)"])
def test_other_forms_are_refused_by_naming_those_that_are_read(text):
    with pytest.raises(ValueError, match=r"145 \(117.5-172.5\)"):
        parse_printed(text)


@pytest.mark.parametrize(
    ("printed", "value", "expected"),
    [
        ("62", 62.49, True),
        ("62", 62.5, True),
        ("62", 62.51, False),
        ("62.0", 62.04, True),
        ("62.0", 62.06, False),
        ("0.023", 0.0226, True),
        ("0.023", 0.0224, False),
        ("62", float("nan"), False),
        ("62", float("inf"), False),
    ],
)
def test_the_digits_printed_decide_what_may_have_been_rounded(printed, value, expected):
    assert PrintedNumber(printed).is_rounded_from(value) is expected


@pytest.mark.parametrize(
    ("old", "new", "where", "permitted"),
    [
        ("249 (54.4 %)", "about half", "analysis.table.published.0.printed", "13/105"),
        ('status = "EXACT"', 'status = "CONTRA"', "analysis.table.published.0",
         "says what a value with the status CONTRA contradicts"),
        ('status = "EXACT"', 'status = "SURE"', "analysis.table.published.0.status", "REPRO"),
        ('cell = "all/sex/M/n"', 'cel = "all/sex/M/n"', "analysis.table.published.0.cel", "cell"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(old, new, where, permitted):
    assert parse_protocol(PROTOCOL).analysis["table"].published[0].brackets is None
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(PROTOCOL.replace(old, new), name="small.toml")
    assert any(where in p.where and permitted in p.permitted for p in caught.value.problems), str(
        caught.value
    )
