"""One source row as the entries of a mapping see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from osteon.dictionary import Missing
from osteon.exchange.tabular.blocks import fill_template, placeholders
from osteon.exchange.tabular.cells import Cell, CellError, SourceRow, Unreadable, word_of
from osteon.exchange.tabular.mapping import Condition, SourceSettings

Record = dict[str, object]
"""A flat row of the dictionary."""


@dataclass(frozen=True, slots=True)
class Absent:
    """No value, and the reason where one is known."""

    reason: Missing | None


class FollowOnError(Exception):
    """A value that rests on one with a problem of its own, which is said there."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that is being made: its values so far, and the fields that could not be read."""

    values: Record
    unread: set[str] = field(default_factory=set)

    def look_up(self, name: str) -> object:
        """Return the value of a field, or None.

        Raises
        ------
        FollowOnError
            The field could not be read.
        """
        if name in self.unread:
            raise FollowOnError(name)
        return self.values.get(name)


@dataclass(frozen=True, slots=True)
class RowView:
    """A source row, and the records that were made of it so far.

    Parameters
    ----------
    row : SourceRow
        The cells.
    settings : SourceSettings
        How the source is written.
    keys : dict of str
        The keys that all its records share; templates may name them like columns.
    drafts : dict of Draft
        By name of the block and number of its repeat.
    """

    row: SourceRow
    settings: SourceSettings
    keys: dict[str, str] = field(default_factory=dict)
    drafts: dict[tuple[str, int | None], Draft] = field(default_factory=dict)

    def find(self, name: str, n: int | None) -> Draft | None:
        """Return the record made under a name: that of the same repeat, or the only one."""
        return self.drafts.get((name, n)) or self.drafts.get((name, None))

    def look_up(self, column: str, missing: Mapping[str, Missing]) -> Cell | Absent:
        """Return a cell, or why it is absent by the words that stand for a missing value.

        Raises
        ------
        CellError
            The file does not give the value, and no word says why.
        """
        cell = self.row.cells[column]
        word = word_of(cell)
        reason = missing.get(word, self.settings.missing.get(word))
        if reason is not None or word == "":
            return Absent(reason)
        if isinstance(cell, Unreadable):
            raise CellError(cell.found, "a value", cell.hint)
        return cell

    def holds(self, condition: Condition) -> bool:
        """Return whether a condition holds.

        Raises
        ------
        CellError
            The file does not give the value that it asks about.
        """
        if condition.any_present is not None:
            return any(self._is_present(column) for column in condition.any_present)
        column = condition.column or ""
        self.look_up(column, {})
        word = word_of(self.row.cells[column])
        if condition.is_in is not None:
            return word in condition.is_in
        return word not in (condition.not_in or [])

    def fill(self, template: str) -> str:
        """Return a key from the cells that its template names.

        Raises
        ------
        CellError
            A cell that the key is made of holds nothing.
        """
        words = dict(self.keys)
        for column in placeholders(template):
            if column not in words:
                cell = self.look_up(column, {})
                if isinstance(cell, Absent):
                    found = f"nothing in column '{column}', which a key is made of"
                    raise CellError(found, "a value")
                words[column] = word_of(cell)
        return fill_template(template, words)

    def _is_present(self, column: str) -> bool:
        word = word_of(self.row.cells[column])
        return word != "" and word not in self.settings.missing
