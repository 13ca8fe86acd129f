"""Text as people type it: read by the patterns of a mapping, refused where none fits."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from osteon.exchange.tabular.cells import Cell, CellError, word_of


@lru_cache
def compile_pattern(text: str) -> re.Pattern[str] | None:
    """Return a regular expression, capitals or not, or None where it is none."""
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error:
        return None


def translate_text(word: str, patterns: Mapping[str, object]) -> object:
    """Return the value of the pattern that a text fits as a whole.

    Raises
    ------
    CellError
        It fits none, or several that mean different values.
    """
    meant = [value for pattern, value in patterns.items() if _match(pattern, word)]
    if not meant:
        permitted = " or ".join(f"'{pattern}'" for pattern in patterns)
        raise CellError("a text that no pattern fits", permitted)
    if any(value != meant[0] for value in meant):
        hint = "Write the patterns so that one text fits one of them."
        raise CellError("a text that two patterns read differently", "one reading", hint)
    return meant[0]


def extract_part(cell: Cell, patterns: Sequence[str] | None) -> Cell:
    """Return the part of a text that the group of a pattern holds; numbers and dates as they are.

    Raises
    ------
    CellError
        The text fits no pattern as a whole, or two that take different parts.
    """
    if patterns is None or not isinstance(cell, str):
        return cell
    matches = [match for pattern in patterns if (match := _match(pattern, word_of(cell)))]
    parts = {match[1] for match in matches if match[1] is not None}
    if not parts:
        raise CellError("a text that no pattern fits", " or ".join(f"'{p}'" for p in patterns))
    if len(parts) > 1:
        hint = "Write the patterns so that one text fits one of them."
        raise CellError("a text that two patterns read differently", "one reading", hint)
    return parts.pop()


def _match(pattern: str, word: str) -> re.Match[str] | None:
    compiled = compile_pattern(pattern)
    return compiled.fullmatch(word) if compiled is not None else None
