"""From the text of a condition or a calculation to its nodes, by a grammar in one file."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal as OneOf
from typing import NoReturn, TypeAlias

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, VisitError

from osteon.errors import Problem, ProtocolError
from osteon.protocol.expression import (
    Arithmetic,
    Comparator,
    Comparison,
    Condition,
    Flag,
    IsMissing,
    Joined,
    Literal,
    Membership,
    Name,
    Not,
    Operand,
    Sign,
)

Node: TypeAlias = Condition | Operand
LONGEST = 1_000
GRAMMAR = (
    "=, !=, <, <=, >, >=, in (...), between ... and ..., is missing, joined by and, or, not; "
    "+, -, *, / between numbers; text in single quotes"
)


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
        The text does not follow the grammar in ``condition.lark``, or is a calculation.

    Examples
    --------
    >>> parse_condition("not bone", where="example")
    Not(condition=Flag(name=Name(name='bone')))
    """
    node = _parse(text, where)
    if isinstance(node, Name):
        return Flag(node)
    if isinstance(node, Literal | Arithmetic):
        _refuse(where, f"a calculation: {text!r}", "a condition, true or false")
    return node


def parse_calculation(text: str, *, where: str) -> Operand:
    """Parse a calculation such as ``dose / fractions``; as `parse_condition`."""
    node = _parse(text, where)
    if not isinstance(node, Name | Literal | Arithmetic):
        _refuse(where, f"a condition: {text!r}", "a calculation with +, -, *, /")
    return node


def _parse(text: str, where: str) -> Node:
    if len(text) > LONGEST:
        _refuse(where, f"a text of {len(text)} characters", f"at most {LONGEST} characters")
    try:
        node: Node = _TreeBuilder().transform(_parser().parse(text))
    except UnexpectedInput as error:
        token = getattr(error, "token", None)
        at_end = isinstance(token, Token) and token.type == "$END"
        position = "its end" if at_end else f"character {error.column}"
        _refuse(where, f"a condition that cannot be read at {position}: {text!r}", GRAMMAR)
    except VisitError as error:
        _refuse(where, f"{error.orig_exc} in {text!r}", GRAMMAR)
    return node


def _refuse(where: str, found: str, permitted: str) -> NoReturn:
    raise ProtocolError("A condition cannot be read.", [Problem(where, found, permitted)])


@cache
def _parser() -> Lark:
    grammar = files("osteon.protocol").joinpath("condition.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr")


def _condition(node: Node) -> Condition:
    if isinstance(node, Name):
        return Flag(node)
    if isinstance(node, Literal | Arithmetic):
        raise TypeError("a value where a condition is expected")
    return node


def _operand(node: Node) -> Operand:
    if isinstance(node, Name | Literal | Arithmetic):
        return node
    raise TypeError("a condition where a value is expected")


def _joined(word: OneOf["and", "or"], children: list[Node]) -> Node:
    return children[0] if len(children) == 1 else Joined(word, tuple(map(_condition, children)))


class _TreeBuilder(Transformer[Token, Node]):
    """One method a rule of the grammar."""

    def name(self, children: list[Token]) -> Name:
        return Name(str(children[0]))

    def date(self, children: list[Token]) -> Literal:
        try:
            return Literal(date.fromisoformat(children[0]))
        except ValueError as error:
            raise ValueError("a date that does not exist") from error

    def number(self, children: list[Token]) -> Literal:
        text = str(children[0])
        return Literal(float(text) if "." in text else int(text))

    def string(self, children: list[Token]) -> Literal:
        return Literal(str(children[0])[1:-1])

    def true(self, _: list[Token]) -> Literal:
        return Literal(value=True)

    def false(self, _: list[Token]) -> Literal:
        return Literal(value=False)

    def arithmetic(self, children: tuple[Node, Sign, Node]) -> Arithmetic:
        left, sign, right = children
        return Arithmetic(_operand(left), sign, _operand(right))

    def comparison(self, children: tuple[Node, Comparator, Node]) -> Comparison:
        left, operator, right = children
        return Comparison(_operand(left), operator, _operand(right))

    def membership(self, children: list[Node]) -> Membership:
        values = (child for child in children[1:] if isinstance(child, Literal))
        return Membership(_operand(children[0]), tuple(values))

    def non_membership(self, children: list[Node]) -> Not:
        return Not(self.membership(children))

    def between(self, children: list[Node]) -> Joined:
        operand, low, high = map(_operand, children)
        return Joined("and", (Comparison(operand, ">=", low), Comparison(operand, "<=", high)))

    def missing(self, children: list[Node]) -> IsMissing:
        return IsMissing(_operand(children[0]))

    def present(self, children: list[Node]) -> Not:
        return Not(self.missing(children))

    def negation(self, children: list[Node]) -> Not:
        return Not(_condition(children[0]))

    def conjunction(self, children: list[Node]) -> Node:
        return _joined("and", children)

    def disjunction(self, children: list[Node]) -> Node:
        return _joined("or", children)
