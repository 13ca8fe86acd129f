"""What a condition or a calculation of a protocol is once read: frozen nodes, no text."""

from dataclasses import dataclass
from datetime import date
from typing import Literal as OneOf
from typing import TypeAlias, assert_never

Comparator: TypeAlias = OneOf["=", "!=", "<", "<=", ">", ">="]
Sign: TypeAlias = OneOf["+", "-", "*", "/"]
Scalar: TypeAlias = bool | int | float | str | date


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or a column."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the protocol."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two operands added, subtracted, multiplied or divided."""

    left: "Operand"
    sign: Sign
    right: "Operand"


Operand: TypeAlias = Name | Literal | Arithmetic


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands and what must hold between them."""

    left: Operand
    operator: Comparator
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


def names_in(expression: Condition | Operand) -> frozenset[str]:
    """Return the names that a condition or a calculation asks for."""
    match expression:
        case Name(name) | Flag(Name(name)):
            return frozenset({name})
        case Literal():
            return frozenset()
        case Comparison(left, _, right) | Arithmetic(left, _, right):
            return names_in(left) | names_in(right)
        case Membership(operand, _) | IsMissing(operand):
            return names_in(operand)
        case Not(inner):
            return names_in(inner)
        case Joined(_, conditions):
            return frozenset().union(*(names_in(part) for part in conditions))
        case _:
            assert_never(expression)
