"""Tables that concepts rest on, derived once and held by the engine."""

from collections.abc import Callable, Hashable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import wraps
from inspect import unwrap
from typing import Any, TypeAlias

from ibis.expr.types import Table

from osteon.concepts.concept import Switches, Tables
from osteon.snapshot import hold

Derive: TypeAlias = Callable[[Tables, Switches], Table]


class SharedTables(Mapping[str, Table]):
    """Tables of a snapshot, beside what was derived from them.

    Parameters
    ----------
    tables : mapping of ibis Table
        The tables by name.
    held : dict of ibis Table
        What was derived so far, for as long as the tables are there: by the function that derived
        it, and the switches which that read with the values it found.

    Notes
    -----
    Concepts rest on the same few tables, and a query repeats all that it rests on: writing it out
    takes longer than answering it.
    """

    def __init__(self, tables: Mapping[str, Table], held: MutableMapping[Hashable, Table]) -> None:
        self._tables = tables
        self._held = held

    def __getitem__(self, name: str) -> Table:
        """Return a table by name."""
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._tables)

    def __len__(self) -> int:
        """Return the number of tables."""
        return len(self._tables)

    def hold(self, derive: Derive, switches: Switches) -> Table:
        """Return what a function derives from the tables, derived anew for other switches only.

        Switches that the function does not read make no difference.
        """
        derive = unwrap(derive)
        for key, table in self._held.items():
            if isinstance(key, _Derivation) and key.is_of(derive, switches):
                return table
        watched = _WatchedSwitches(switches)
        table = hold(derive(self, watched))
        self._held[_Derivation(derive, tuple(watched.read.items()))] = table
        return table


def shared(derive: Derive) -> Derive:
    """Let a table that several concepts rest on be held, where the tables are `SharedTables`."""

    @wraps(derive)
    def held(tables: Tables, switches: Switches) -> Table:
        if isinstance(tables, SharedTables):
            return tables.hold(derive, switches)
        return derive(tables, switches)

    return held


@dataclass(frozen=True, slots=True)
class _Derivation:
    """A function that derived a table, and the switches it read with the values it found."""

    derive: Derive
    read: tuple[tuple[str, Any], ...]

    def is_of(self, derive: Derive, switches: Switches) -> bool:
        """Return whether the function would find the same under these switches."""
        if self.derive is not derive:
            return False
        return all(name in switches and switches[name] == value for name, value in self.read)


class _WatchedSwitches(Mapping[str, Any]):
    """Switches that remember which of them were read."""

    def __init__(self, given: Switches) -> None:
        self._given = given
        self.read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        self.read[name] = self._given[name]
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)
