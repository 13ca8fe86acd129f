"""Conditions: what the grammar reads, what it refuses, and where it says the fault lies."""

from datetime import date

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import (
    Comparison,
    Flag,
    IsMissing,
    Joined,
    Literal,
    Membership,
    Name,
    Not,
    names_in,
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
        ("select * from patient", "character 8"),
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


def test_names_of_a_condition():
    condition = parse_condition("a = b and not (c in (1) or d is missing) or e", where="here")
    assert names_in(condition) == {"a", "b", "c", "d", "e"}
