"""Conditions: what the grammar reads, what it refuses, and where it says the fault lies."""

from datetime import date

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import (
    Arithmetic,
    Comparison,
    Flag,
    IsMissing,
    Joined,
    Literal,
    Membership,
    Name,
    Not,
    names_in,
    parse_calculation,
    parse_condition,
)

A, B = Name("a"), Name("b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", Flag(A)),
        ("not a", Not(Flag(A))),
        ("a = 3", Comparison(A, "=", Literal(3))),
        ("a >= -1.5", Comparison(A, ">=", Literal(-1.5))),
        ("a != 'x y'", Comparison(A, "!=", Literal("x y"))),
        ("a < b", Comparison(A, "<", B)),
        ("a = true", Comparison(A, "=", Literal(True))),
        ("a > 2020-05-17", Comparison(A, ">", Literal(date(2020, 5, 17)))),
        ("a in ('x', 'y')", Membership(A, (Literal("x"), Literal("y")))),
        ("a not in (1, 2)", Not(Membership(A, (Literal(1), Literal(2))))),
        ("a is missing", IsMissing(A)),
        ("a is not missing", Not(IsMissing(A))),
        (
            "a between 1 and 2",
            Joined("and", (Comparison(A, ">=", Literal(1)), Comparison(A, "<=", Literal(2)))),
        ),
        ("a and b or a", Joined("or", (Joined("and", (Flag(A), Flag(B))), Flag(A)))),
        ("a and (b or a)", Joined("and", (Flag(A), Joined("or", (Flag(B), Flag(A)))))),
        ("not a and b", Joined("and", (Not(Flag(A)), Flag(B)))),
        ("nothing", Flag(Name("nothing"))),
        ("(a = 1)", Comparison(A, "=", Literal(1))),
        ("a -1 > b", Comparison(Arithmetic(A, "-", Literal(1)), ">", B)),
        (
            "a + b * 2 = 3",
            Comparison(Arithmetic(A, "+", Arithmetic(B, "*", Literal(2))), "=", Literal(3)),
        ),
    ],
)
def test_conditions_that_can_be_read(text, expected):
    assert parse_condition(text, where="here") == expected


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("a =", "its end"),
        ("a == 3", "character 4"),
        ("a; drop table patient", "character 2"),
        ("select * from patient", "character 15"),
        ("", "its end"),
        ("a in ()", "character 7"),
        ("__import__('os')", "character 1"),
    ],
)
def test_conditions_that_cannot_be_read_say_where(text, position):
    with pytest.raises(ProtocolError) as caught:
        parse_condition(text, where="population.x.steps.0.keep")
    (problem,) = caught.value.problems
    assert problem.where == "population.x.steps.0.keep"
    assert position in problem.found


def test_a_date_must_exist():
    with pytest.raises(ProtocolError) as caught:
        parse_condition("a > 2020-02-31", where="here")
    assert "a date that does not exist" in caught.value.problems[0].found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a + 1", "a calculation"),
        ("3", "a calculation"),
        ("(a = 1) + 2 > 3", "a condition where a value is expected"),
        ("a and 3", "a value where a condition is expected"),
        ("a" * 1001, "a text of 1001 characters"),
    ],
)
def test_values_and_conditions_are_told_apart(text, found):
    with pytest.raises(ProtocolError) as caught:
        parse_condition(text, where="here")
    assert found in caught.value.problems[0].found


def test_calculations():
    assert parse_calculation("a / (b - 1)", where="here") == Arithmetic(
        A, "/", Arithmetic(B, "-", Literal(1))
    )
    with pytest.raises(ProtocolError):
        parse_calculation("a > b", where="here")


def test_names_of_a_condition():
    condition = parse_condition("a = b and not (c in (1) or d is missing) or e", where="here")
    assert names_in(condition) == {"a", "b", "c", "d", "e"}
