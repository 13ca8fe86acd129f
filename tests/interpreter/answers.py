"""What the interpreter answers: one row a unit, and who left which population why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from osteon.protocol import EventRows

Row = Mapping[str, Any]
Rows = Mapping[str, list[dict[str, Any]]]
"""Rows by table, with the columns of a snapshot."""


class Answer(NamedTuple):
    """A value and the day on which it was known; None where missing, never, or not known."""

    value: Any
    known_on: int | None


MISSING = Answer(None, None)


@dataclass
class UnitAnswers:
    """One unit of analysis: its rows, and what was found out about it so far."""

    unit_id: str
    patient_id: str
    row: Row
    records: Rows
    answers: dict[str, Answer] = field(default_factory=dict)
    inside: dict[str, bool] = field(default_factory=dict)
    inside_known_on: dict[str, int | None] = field(default_factory=dict)
    episodes: dict[EventRows, list[int]] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """Return the value of a date or variable."""
        return self.answers[name].value

    def known_on(self, name: str) -> int | None:
        """Return the day on which the value of a date or variable was known."""
        return self.answers[name].known_on

    def latest_known(self, names: Iterable[str]) -> int | None:
        """Return the day on which the last of several values was known."""
        days = [self.answers[name].known_on for name in names]
        return max((day for day in days if day is not None), default=None)

    @property
    def values(self) -> dict[str, Any]:
        """The values by name."""
        return {name: answer.value for name, answer in self.answers.items()}


class AttritionEntry(NamedTuple):
    """One step of a population in numbers."""

    population: str
    parent: str
    reason: str
    n_before: int
    n_excluded: int
    n_unknown: int
    n_after: int
    unknown_stay: bool = False


class BranchEntry(NamedTuple):
    """Branches of one parent in numbers."""

    parent: str
    branches: tuple[str, ...]
    n: tuple[int, ...]
    n_parent: int
    n_several: int
    n_none: int


@dataclass
class Interpretation:
    """Every unit, every step of every population, and how branches lie to each other."""

    units: list[UnitAnswers]
    attrition: list[AttritionEntry]
    branches: list[BranchEntry]

    def members(self, population: str) -> list[UnitAnswers]:
        """Return the units inside a population."""
        return [unit for unit in self.units if unit.inside[population]]
