"""What a clinical concept is: its definition, its switches, and the two ways to derive it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from ibis.expr.types import Table

from osteon.errors import Problem, ProtocolError, suggest

Tables = Mapping[str, Table]
"""Tables of a snapshot by name."""
Switches = Mapping[str, Any]
"""Values of switches by name."""
Records = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows of one patient by table, with the columns of a snapshot."""
Kind = Literal["category", "boolean", "date", "number"]


class Provenance(StrEnum):
    """Where a number or rule comes from."""

    PUBLISHED = "published"
    """In the source study or a guideline it cites."""
    VERIFIED = "verified"
    """Read in the named source."""
    UNVERIFIED = "not verified"
    """From memory; a clinician has to check it."""
    DESIGN = "design decision"
    """Chosen here, to be signed off by clinicians."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A choice within a definition that a protocol may make otherwise.

    Parameters
    ----------
    name : str
        The key in a protocol.
    default : object
        What holds where a protocol says nothing.
    help : str
        What it changes.
    permitted : tuple
        The values it may take; empty where any whole number from 0 may.
    provenance : Provenance
        Where the default comes from.
    """

    name: str
    default: str | int | bool
    help: str
    permitted: tuple[str | bool, ...] = ()
    provenance: Provenance = Provenance.DESIGN

    def accepts(self, value: object) -> bool:
        """Return whether the value is permitted."""
        if self.permitted:
            return any(value is choice or (value == choice and isinstance(value, str))
                       for choice in self.permitted)  # fmt: skip
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0

    @property
    def words(self) -> str:
        """The permitted values in words."""
        if not self.permitted:
            return "a whole number from 0"
        return ", ".join(str(choice).lower() if isinstance(choice, bool) else choice
                         for choice in self.permitted)  # fmt: skip


class Known(NamedTuple):
    """A value and the day, since 1970-01-01, on which it could first be known."""

    value: str | bool | int | float
    known_on: int | None


NEVER = Known(value=False, known_on=None)
"""No, which no day makes known."""


@dataclass(frozen=True)
class Concept:
    """A clinical definition, named and versioned.

    Parameters
    ----------
    name : str
        As protocols use it.
    code : str
        The definition it implements, such as ``D06``.
    version : int
        Raised whenever a record may come to have another value.
    title : str
        As a table prints it.
    kind : {"category", "boolean", "date", "number"}
        What the value is. A date is a whole number of days since 1970-01-01.
    levels : mapping of str
        Label by code, in print order; empty unless the kind is category.
    tables : tuple of str
        Which tables it reads.
    declared_switches : tuple of Switch
        The choices within it.
    help : str
        The definition in words.
    expression : callable
        From tables and switches to an Ibis table, see `derive`.
    reference : callable
        From the records of one patient and switches to the value, in plain Python.
    """

    name: str
    code: str
    version: int
    title: str
    kind: Kind
    levels: Mapping[str, str]
    tables: tuple[str, ...]
    declared_switches: tuple[Switch, ...]
    help: str
    expression: Callable[[Tables, Switches], Table]
    reference: Callable[[Records, Switches], Known | None]

    @property
    def switches(self) -> Mapping[str, str | int | bool]:
        """Defaults of the switches by name."""
        return MappingProxyType({switch.name: switch.default for switch in self.declared_switches})

    def settle(self, given: Switches) -> dict[str, Any]:
        """Return the value of every switch: as given, else its default.

        Raises
        ------
        ProtocolError
            A switch is unknown, or its value not permitted; all such problems at once.
        """
        problems = self.switch_problems(given)
        if problems:
            raise ProtocolError(f"The concept '{self.name}' cannot be derived so.", problems)
        return {**self.switches, **given}

    def switch_problems(self, given: Switches) -> tuple[Problem, ...]:
        """Return what is wrong with switches: unknown names, values that are not permitted."""
        known = {switch.name: switch for switch in self.declared_switches}
        problems = []
        for name, value in given.items():
            where = f"{self.name}.{name}"
            if name not in known:
                hint = suggest(name, list(known))
                problems.append(Problem(where, "no switch of this name", ", ".join(known), hint))
            elif not known[name].accepts(value):
                words = known[name].words
                problems.append(Problem(where, repr(value), words, _nearest(value, words)))
        return tuple(problems)

    def derive(self, tables: Tables, switches: Switches = MappingProxyType({})) -> Table:
        """Return the concept for all patients, lazily.

        Returns
        -------
        ibis Table
            Columns ``patient_id``, ``value`` and ``known_on`` (day since 1970-01-01; null where
            never or not known); at most one row a patient. No row: missing.
        """
        return self.expression(tables, self.settle(switches))

    def derive_plainly(
        self, records: Records, switches: Switches = MappingProxyType({})
    ) -> Known | None:
        """Return the concept for one patient by the plain reference, None where missing."""
        return self.reference(records, self.settle(switches))


def _nearest(value: object, words: str) -> str:
    return suggest(value, words.split(", ")) if isinstance(value, str) else ""
