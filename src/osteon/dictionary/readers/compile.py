"""The reader of a field, chosen by its kind."""

from collections.abc import Callable, Mapping

from osteon.dictionary.about import Requirement
from osteon.dictionary.field import FieldSpec, Kind
from osteon.dictionary.finding import UnreadableError
from osteon.dictionary.pattern import describe_value
from osteon.dictionary.readers.dates import date_reader, partial_date_reader, timestamp_reader
from osteon.dictionary.readers.numbers import decimal_reader, integer_reader
from osteon.dictionary.readers.words import boolean_reader, code_reader, key_reader, text_reader

Reader = Callable[[object], object]

_READERS: Mapping[Kind, Callable[[FieldSpec], Reader]] = {
    "text": text_reader,
    "integer": integer_reader,
    "decimal": decimal_reader,
    "boolean": boolean_reader,
    "date": date_reader,
    "partial_date": partial_date_reader,
    "timestamp": timestamp_reader,
    "code": code_reader,
    "reference": key_reader,
}


def compile_reader(field: FieldSpec) -> Reader:
    """Return the function that reads a value of a field, or raises `UnreadableError`."""
    is_key = field.kind == "text" and field.requirement is Requirement.KEY
    read = key_reader(field) if is_key else _READERS[field.kind](field)
    return _list_reader(read) if field.multiple else read


def _list_reader(read: Reader) -> Reader:
    def read_list(value: object) -> list[object]:
        if not isinstance(value, list | tuple):
            raise UnreadableError(describe_value(value).found, "a list, also of one value")
        values = [read(item) for item in value]
        if len(set(values)) < len(values):
            raise UnreadableError("a value that stands there twice", "each value once")
        return values

    return read_list
