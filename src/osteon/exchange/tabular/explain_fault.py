"""What is wrong with the keys of a mapping file, in its own words."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from osteon.errors import Problem, suggest
from osteon.exchange.tabular.mapping import (
    Condition,
    DaysAfter,
    DaysSince,
    FieldEntry,
    MappingPart,
    MonthsAfter,
    RecordBlock,
    Repeat,
    SourceSettings,
    TableMapping,
)

_PARTS: Mapping[str, type[MappingPart]] = {
    "source": SourceSettings,
    "record": RecordBlock,
    "where": Condition,
    "leave_out": Condition,
    "repeat": Repeat,
    "days_since": DaysSince,
    "days_after": DaysAfter,
    "months_after": MonthsAfter,
}
_PERMITTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "date_type": "a day, as in 2020-05-17, without quotes",
    "greater_than": "a number above {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "string_too_short": "one sign",
    "string_too_long": "one sign",
    "too_short": "at least one of them",
    "literal_error": "{expected}",
    "enum": "{expected}",
}
_TYPES: Mapping[type, str] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number with decimals",
    list: "a list",
    dict: "a table",
}
_TYPE_FAULTS = frozenset(key for key in _PERMITTED if key.endswith("_type"))
_UNION = ("str", "date")  # branches of `origin`, which the library adds to the location


def explain_fault(fault: ErrorDetails) -> Problem:
    """Return a fault of the model as a problem with its key path."""
    location = fault["loc"]
    if location[-1] in _UNION and location[-2:-1] == ("origin",):
        permitted = "text that names a date, or a day without quotes"
        return Problem(_path(location[:-1]), _found(fault), permitted)
    if fault["type"] == "extra_forbidden":
        keys = _keys_at(location)
        hint = suggest(str(location[-1]), keys)
        return Problem(_path(location), "an unknown key", ", ".join(keys), hint)
    if fault["type"] == "missing":
        return Problem(_path(location), "no such key", "a key that has to be there")
    permitted = _PERMITTED.get(fault["type"], "another value").format(**fault.get("ctx", {}))
    return Problem(_path(location), _found(fault), permitted)


def _found(fault: ErrorDetails) -> str:
    written: Any = fault["input"]
    if isinstance(written, str) and fault["type"] not in _TYPE_FAULTS:
        return f"'{written}'"
    if isinstance(written, int | float) and fault["type"] not in _TYPE_FAULTS:
        return str(written)
    return _TYPES.get(type(written), "a date or time")


def _path(location: tuple[str | int, ...]) -> str:
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".")


def _keys_at(location: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that may stand where an unknown one does."""
    names = [part for part in location[:-1] if isinstance(part, str)]
    if not names:
        part: type[MappingPart] = TableMapping
    elif names[-2:-1] == ["fields"]:
        part = FieldEntry
    else:
        part = _PARTS[names[-1]]
    keys = tuple(info.alias or name for name, info in part.model_fields.items())
    return (*keys, "words") if part is TableMapping else keys
