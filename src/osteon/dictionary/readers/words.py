"""Readers of text, codes, and true or false."""

import re
from collections.abc import Callable

from osteon.codes import check_code
from osteon.dictionary.field import FieldSpec
from osteon.dictionary.finding import UnreadableError
from osteon.dictionary.pattern import describe_value

_BOOLEANS = {"true": True, "false": False}


def text_reader(field: FieldSpec) -> Callable[[object], str]:
    """Return the reader of text, which has to match the pattern of the field."""
    pattern = re.compile(field.pattern or ".*", re.DOTALL)
    permitted = f"text of the pattern {field.pattern}" if field.pattern else "text"

    def read(value: object) -> str:
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            raise UnreadableError(describe_value(value).found, permitted)
        return value

    return read


def key_reader(_: FieldSpec) -> Callable[[object], str]:
    """Return the reader of a key, which has to agree with another to the last character."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise UnreadableError(describe_value(value).found, "text")
        if value != value.strip():
            raise UnreadableError("text with spaces at its ends", "text without them")
        return value

    return read


def code_reader(field: FieldSpec) -> Callable[[object], str]:
    """Return the reader of a code of the field's value set."""
    value_set = str(field.value_set)

    def read(value: object) -> str:
        if not isinstance(value, str):
            permitted = f"a code of the value set '{value_set}', as text"
            raise UnreadableError(describe_value(value).found, permitted)
        problem = check_code(value_set, value, where=field.name)
        if problem is not None:
            raise UnreadableError(problem.found, problem.permitted, problem.hint)
        return value

    return read


def boolean_reader(_: FieldSpec) -> Callable[[object], bool]:
    """Return the reader of true or false; 0 and 1 have to be mapped, as they are numbers."""

    def read(value: object) -> bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.casefold() in _BOOLEANS:
            return _BOOLEANS[value.casefold()]
        raise UnreadableError(describe_value(value).found, "true or false")

    return read
