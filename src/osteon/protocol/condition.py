"""Conditions of a protocol: their grammar, and the tree a parser makes of them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal as OneOf
from typing import TypeAlias, assert_never

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, VisitError

from osteon.errors import Problem, ProtocolError

Operator: TypeAlias = OneOf["=", "!=", "<", "<=", ">", ">="]
Scalar: TypeAlias = bool | int | float | str | date


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or a column."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the protocol."""

    value: Scalar


Operand: TypeAlias = Name | Literal


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands and what must hold between them."""

    left: Operand
    operator: Operator
    right: Operand


@dataclass(frozen=True, slots=True)
class Membership:
    """An operand and the values it may have."""

    operand: Operand
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class IsMissing:
    """True where there is no value; never unknown itself."""

    operand: Operand


@dataclass(frozen=True, slots=True)
class Flag:
    """A truth value that stands for itself."""

    name: Name


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; unknown stays unknown."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Joined:
    """Several conditions of which all, or any, must hold."""

    operator: OneOf["and", "or"]
    conditions: tuple["Condition", ...]


Condition: TypeAlias = Comparison | Membership | IsMissing | Flag | Not | Joined


def parse_condition(text: str, *, where: str) -> Condition:
    """Parse a condition such as ``age >= 18 and site in ('C17.1', 'C17.2')``.

    Parameters
    ----------
    text : str
        The condition, as the protocol writes it.
    where : str
        File and key, for the message.

    Returns
    -------
    Condition
        A tree of frozen nodes; nothing of the text reaches a database unparsed.

    Raises
    ------
    ProtocolError
        The text does not follow the grammar in ``condition.lark``.

    Examples
    --------
    >>> parse_condition("stage_iv and not bone", where="example")
    Joined(operator='and', conditions=(Flag(name=Name(name='stage_iv')), \
Not(condition=Flag(name=Name(name='bone')))))
    """
    try:
        tree: Condition = _TreeBuilder().transform(_parser().parse(text))
    except UnexpectedInput as error:
        token = getattr(error, "token", None)
        at_end = isinstance(token, Token) and token.type == "$END"
        position = "its end" if at_end else f"character {error.column}"
        problem = Problem(
            where=where,
            found=f"a condition that cannot be read at {position}: {text!r}",
            permitted="=, !=, <, <=, >, >=, in (...), between ... and ..., is missing, "
            "joined by and, or, not; text in single quotes",
        )
        raise ProtocolError("A condition cannot be read.", [problem]) from error
    except VisitError as error:
        problem = Problem(
            where=where,
            found=f"a date that does not exist in {text!r}",
            permitted="a day of the calendar, as 2020-05-17",
        )
        raise ProtocolError("A condition cannot be read.", [problem]) from error
    return tree


def names_in(condition: Condition) -> frozenset[str]:
    """Return the names that a condition asks for."""
    match condition:
        case Comparison(left, _, right):
            return _operand_names(left) | _operand_names(right)
        case Membership(operand, _) | IsMissing(operand):
            return _operand_names(operand)
        case Flag(name):
            return frozenset({name.name})
        case Not(inner):
            return names_in(inner)
        case Joined(_, conditions):
            return frozenset().union(*(names_in(part) for part in conditions))
        case _:
            assert_never(condition)


def _operand_names(operand: Operand) -> frozenset[str]:
    return frozenset({operand.name}) if isinstance(operand, Name) else frozenset()


@cache
def _parser() -> Lark:
    grammar = files("osteon.protocol").joinpath("condition.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr")


class _TreeBuilder(Transformer[Token, Condition]):
    """One method a rule of the grammar."""

    def name(self, children: list[Token]) -> Name:
        return Name(str(children[0]))

    def date(self, children: list[Token]) -> Literal:
        return Literal(date.fromisoformat(children[0]))

    def number(self, children: list[Token]) -> Literal:
        text = str(children[0])
        return Literal(float(text) if "." in text else int(text))

    def string(self, children: list[Token]) -> Literal:
        return Literal(str(children[0])[1:-1])

    def true(self, _: list[Token]) -> Literal:
        return Literal(value=True)

    def false(self, _: list[Token]) -> Literal:
        return Literal(value=False)

    def comparison(self, children: tuple[Operand, Operator, Operand]) -> Comparison:
        left, operator, right = children
        return Comparison(left, operator, right)

    def membership(self, children: list[Operand]) -> Membership:
        values = (child for child in children[1:] if isinstance(child, Literal))
        return Membership(children[0], tuple(values))

    def non_membership(self, children: list[Operand]) -> Not:
        return Not(self.membership(children))

    def between(self, children: list[Operand]) -> Joined:
        operand, low, high = children
        return Joined("and", (Comparison(operand, ">=", low), Comparison(operand, "<=", high)))

    def missing(self, children: list[Operand]) -> IsMissing:
        return IsMissing(children[0])

    def present(self, children: list[Operand]) -> Not:
        return Not(IsMissing(children[0]))

    def flag(self, children: list[Name]) -> Flag:
        return Flag(children[0])

    def negation(self, children: list[Condition]) -> Not:
        return Not(children[0])

    def conjunction(self, children: list[Condition]) -> Condition:
        return children[0] if len(children) == 1 else Joined("and", tuple(children))

    def disjunction(self, children: list[Condition]) -> Condition:
        return children[0] if len(children) == 1 else Joined("or", tuple(children))
