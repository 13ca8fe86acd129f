"""Thresholds of rules that a centre or a protocol may set otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from osteon.codes import load_value_set
from osteon.dictionary import Source

Switches = Mapping[str, Any]
"""Values of the switches of one rule by name."""
SwitchValue = float | tuple[float, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """A threshold of a rule that a centre or a protocol may set otherwise.

    Parameters
    ----------
    name : str
        The key under the rule's code; it carries the unit.
    default : float or tuple
        What holds where nothing is said.
    help : str
        What it limits.
    source : Source
        Where the default was read.
    value_set : str
        The value set of the codes, where the default is a tuple of codes.
    """

    name: str
    default: SwitchValue
    help: str
    source: Source = Source.DESIGN
    value_set: str = ""

    @property
    def words(self) -> str:
        """The permitted values in words."""
        if self.value_set:
            return f"a list of codes of the value set '{self.value_set}'"
        if not isinstance(self.default, tuple):
            return "a number from 0"
        return "a list of codes" if self._holds_codes else "a list of numbers from 0"

    @property
    def _holds_codes(self) -> bool:
        return isinstance(self.default, tuple) and isinstance(self.default[0], str)

    def accepts(self, value: object) -> bool:
        """Return whether the value is permitted."""
        if not isinstance(self.default, tuple):
            return _is_number(value)
        if not isinstance(value, list | tuple):
            return False
        if not self._holds_codes:
            return all(map(_is_number, value))
        permitted = load_value_set(self.value_set) if self.value_set else value
        return all(isinstance(code, str) and code in permitted for code in value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
