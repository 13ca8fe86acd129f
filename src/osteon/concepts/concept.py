"""What a clinical concept is: its definition, its switches, and the two ways to derive it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from ibis.expr.types import Table

from osteon.dictionary import ENTITIES
from osteon.errors import Problem, ProtocolError, suggest

Tables = Mapping[str, Table]
"""Tables of a snapshot by name."""
Switches = Mapping[str, Any]
"""Values of switches by name."""
Records = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows of one patient by table, with the columns of a snapshot."""
Kind = Literal["category", "boolean", "date", "number"]
Unit = Literal["patient", "radiotherapy_target"]
"""What a concept has one value for; the table that lists them."""
THIS_UNIT = "this unit"
"""Under which a reference finds the row of the unit that it is asked for."""


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
    permitted: tuple[str | int | bool, ...] = ()
    provenance: Provenance = Provenance.DESIGN

    def accepts(self, value: object) -> bool:
        """Return whether the value is permitted."""
        if self.permitted:
            return any(type(value) is type(choice) and value == choice
                       for choice in self.permitted)  # fmt: skip
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0

    @property
    def words(self) -> str:
        """The permitted values in words."""
        if not self.permitted:
            return "a whole number from 0"
        return ", ".join(str(choice).lower() if isinstance(choice, bool) else str(choice)
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
        From the records of one patient and switches to the value, in plain Python. Where the unit
        is not the patient, the records hold its row as well, see `derive_units_plainly`.
    unit : {"patient", "radiotherapy_target"}
        What has one value each.
    is_found_at_assessments : bool
        Whether a date is the day of an examination that found what had come since the one before.
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
    unit: Unit = "patient"
    is_found_at_assessments: bool = False

    @property
    def key(self) -> str:
        """The column of the answer that says whose value it is."""
        return "patient_id" if self.unit == "patient" else "unit_id"

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
        """Return the concept for all units, lazily.

        Returns
        -------
        ibis Table
            Columns ``patient_id`` (``unit_id`` where the unit is not the patient), ``value`` and
            ``known_on`` (day since 1970-01-01; null where never or not known); at most one row a
            unit. No row: missing.
        """
        return self.expression(tables, self.settle(switches))

    def derive_plainly(
        self, records: Records, switches: Switches = MappingProxyType({})
    ) -> Known | None:
        """Return the concept for one patient by the plain reference, None where missing."""
        return self.reference(records, self.settle(switches))

    def derive_units_plainly(
        self, records: Records, switches: Switches = MappingProxyType({})
    ) -> dict[str, Known]:
        """Return the concept for each unit of one patient by the plain reference, by key.

        The reference is given the records of the patient and, as `THIS_UNIT`, the row of the unit.
        A unit whose value is missing is left out.
        """
        settled = self.settle(switches)
        key = ENTITIES[self.unit].key
        answers = {
            row[key]: self.reference({**records, THIS_UNIT: (row,)}, settled)
            for row in records.get(self.unit, ())
        }
        return {unit: known for unit, known in answers.items() if known is not None}


def _nearest(value: object, words: str) -> str:
    return suggest(value, words.split(", ")) if isinstance(value, str) else ""
