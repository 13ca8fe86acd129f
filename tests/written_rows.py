"""Rows as tables of cases write them: a table and its fields, one row a line."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import count

from osteon.codes import load_value_set
from osteon.dictionary import FieldSpec, Requirement, entity

WrittenRow = tuple[str, dict[str, object]]
"""A table and the fields of a row."""


class WatchedRow(dict):
    """A row that notes which of its fields are read."""

    def __init__(self, table, fields, seen):
        super().__init__(fields)
        self.table = table
        self.seen = seen

    def get(self, key, default=None):
        self.seen.add((self.table, key.removesuffix("_null")))
        return super().get(key, default)

    def __getitem__(self, key):
        self.seen.add((self.table, key.removesuffix("_null")))
        return super().__getitem__(key)


def watch(rows: list[WrittenRow], seen: set[tuple[str, str]]) -> dict[str, list[WatchedRow]]:
    """Return rows by table that note in a set which of their fields are read."""
    records: dict[str, list[WatchedRow]] = {}
    for table, fields in rows:
        records.setdefault(table, []).append(WatchedRow(table, fields, seen))
    return records


def read_row(words: list[str], numbers: dict[str, count], *, any_code: bool = False) -> WrittenRow:
    """Return the row of a line: its id, its parents and patient P1, unless they are given."""
    table, *pairs = words
    number = next(numbers.setdefault(table, count(1)))
    key = {} if table == "patient" else {"id": f"{table}-{number}"}
    given = dict(pair.split("=", 1) for pair in pairs)
    fields = key | parents_of(table) | {"patient_id": "P1"}
    for name, text in given.items():
        fields[name] = parse_value(table, name, text, any_code=any_code)
    return table, fields


def parents_of(table):
    fields = entity(table).fields
    keys = (f for f in fields if f.requirement is Requirement.KEY and f.references)
    return {spec.name: f"{spec.references}-1" for spec in keys}


def parse_value(table, name, text, *, any_code):
    if name.endswith("_null"):
        assert text in entity(table).field(name.removesuffix("_null")).reasons
        return text
    if name in {"patient_id", "centre_id"}:
        return text
    spec = entity(table).field(name)
    if spec.multiple:
        return [parse_one(spec, part, any_code=any_code) for part in text.split("+")]
    return parse_one(spec, text, any_code=any_code)


def parse_one(spec: FieldSpec, text: str, *, any_code: bool) -> object:
    match spec.kind:
        case "integer":
            return int(text) if text.lstrip("-").isdigit() else float(text)
        case "decimal":
            return float(text)
        case "boolean":
            return {"true": True, "false": False}[text]
        case "date":
            return date.fromisoformat(text)
        case "timestamp":
            return datetime.fromisoformat(text)
        case "code":
            assert any_code or text in load_value_set(spec.value_set), f"{spec.name}={text}"
    return text


def less_certain(rows: list[WrittenRow]) -> Iterator[list[WrittenRow]]:
    """Yield the rows with one partial date known to the month, to the year, or not at all."""
    for place, (table, fields) in enumerate(rows):
        dates = [f.name for f in entity(table).fields if f.kind == "partial_date"]
        for name in set(dates) & set(fields):
            text = str(fields[name])
            shorter = [{name: text[:length]} for length in (7, 4) if len(text) > length]
            for change in [*shorter, {name: None, f"{name}_null": "UNK"}]:
                yield [*rows[:place], (table, fields | change), *rows[place + 1 :]]
