"""In which language a page speaks: rooms declare in English, and a page says it through this."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from osteon.worklist.gap import RowReference


def _number(value: float) -> str:
    return f"{value:g}"


def _rows(rows: Sequence[RowReference]) -> str:
    return ", ".join(f"{row.table}:{row.record_id}" for row in rows)


@dataclass(frozen=True)
class Language:
    """How a page says what is declared in English.

    Parameters
    ----------
    code : str
        The language as HTML knows it.
    text : callable
        Says a text as it is declared; values are put in afterwards.
    phrase : callable
        Says a phrase that may hold a number, as ``5 fractions`` or ``cycle 1``.
    day : callable
        Says a day, or a part of one, recorded as ISO text.
    number : callable
        Says a number.
    rows : callable
        Says which rows something rests on.
    """

    code: str = "en"
    text: Callable[[str], str] = str
    phrase: Callable[[str], str] = str
    day: Callable[[str], str] = str
    number: Callable[[float], str] = _number
    rows: Callable[[Sequence[RowReference]], str] = _rows


ENGLISH = Language()
