"""The record blocks of a mapping with their repeats written out, and the columns they name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from osteon.exchange.tabular.mapping import (
    Condition,
    DaysAfter,
    FieldEntry,
    RecordBlock,
    TableMapping,
)

SHARED_KEYS = ("patient_id", "centre_id")
"""The keys that all records of a source row share; templates may name them like columns."""

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Block:
    """A record block for one number of its repeat.

    Parameters
    ----------
    path : str
        Its key in the mapping file, such as ``record[2]``.
    n : int or None
        The number that stands for ``{n}``; None where nothing is repeated.
    record : RecordBlock
        The block, ``{n}`` written out.
    entries : dict of FieldEntry
        The entries of its fields, the template of its key among them.
    """

    path: str
    n: int | None
    record: RecordBlock
    entries: dict[str, FieldEntry]

    @property
    def name(self) -> str:
        """The name by which later blocks refer to it."""
        return self.record.name or self.record.entity


def expand_blocks(mapping: TableMapping) -> tuple[Block, ...]:
    """Return the blocks of a mapping in order, each repeat on its own."""
    return tuple(
        block
        for number, record in enumerate(mapping.record, start=1)
        for block in _expand(f"record[{number}]", record)
    )


def placeholders(template: str) -> list[str]:
    """Return the columns that a template names."""
    return _PLACEHOLDER.findall(template)


def fill_template(template: str, words: dict[str, str]) -> str:
    """Return a template with each ``{column}`` replaced by its word."""
    return _PLACEHOLDER.sub(lambda match: words[match[1]], template)


def named_columns(mapping: TableMapping, blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Return every column that a mapping names, after the key that names it."""
    for key in SHARED_KEYS:
        yield from ((key, column) for column in placeholders(getattr(mapping, key)))
    yield from _asked_columns("source.leave_out", mapping.source.leave_out)
    for block in blocks:
        yield from ((f"{block.path}.id", column) for column in _own_columns(block.record.id))
        yield from _asked_columns(f"{block.path}.where", block.record.where)
        for name, entry in block.record.fields.items():
            path = f"{block.path}.fields.{name}"
            yield from ((f"{path}.{key}", column) for key, column in _entry_columns(entry))


def _asked_columns(path: str, conditions: Sequence[Condition]) -> Iterator[tuple[str, str]]:
    for number, condition in enumerate(conditions, start=1):
        named = [condition.column, *(condition.any_present or [])]
        yield from ((f"{path}[{number}]", column) for column in named if column is not None)


def _entry_columns(entry: FieldEntry) -> Iterator[tuple[str, str]]:
    if entry.column is not None:
        yield "column", entry.column
    if entry.time is not None:
        yield f"{entry.origins[0]}.column", entry.time.column
    if isinstance(entry.time, DaysAfter) and entry.time.origin_column is not None:
        yield f"{entry.origins[0]}.origin_column", entry.time.origin_column
    yield from (("template", column) for column in _own_columns(entry.template))


def _own_columns(template: str | None) -> list[str]:
    return [column for column in placeholders(template or "") if column not in SHARED_KEYS]


def _expand(path: str, record: RecordBlock) -> Iterator[Block]:
    if record.repeat is None:
        yield _make_block(path, None, record)
        return
    plain = record.model_dump(exclude={"repeat"}, exclude_unset=True)
    for n in range(record.repeat.first, record.repeat.last + 1):
        written_out = RecordBlock.model_validate(_substitute(plain, str(n)))
        yield _make_block(path, n, written_out)


def _make_block(path: str, n: int | None, record: RecordBlock) -> Block:
    key = {} if record.id is None else {"id": FieldEntry(template=record.id)}
    return Block(path, n, record, {**key, **record.fields})


def _substitute(part: Any, n: str) -> Any:
    if isinstance(part, str):
        return part.replace("{n}", n)
    if isinstance(part, list):
        return [_substitute(item, n) for item in part]
    if isinstance(part, dict):
        return {key: _substitute(value, n) for key, value in part.items()}
    return part
