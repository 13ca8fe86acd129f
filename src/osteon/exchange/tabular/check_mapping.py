"""Check a mapping against the dictionary, before any source is opened."""

import codecs
from collections.abc import Iterator

from osteon.dictionary import ENTITIES, Requirement
from osteon.errors import Problem, suggest
from osteon.exchange.tabular.blocks import Block, expand_blocks, placeholders
from osteon.exchange.tabular.check_entry import check_entry, check_formats
from osteon.exchange.tabular.mapping import Condition, RecordBlock, SourceSettings, TableMapping

_GIVEN = frozenset({"id", "patient_id", "centre_id", "source"})
_NEEDED = frozenset({Requirement.KEY, Requirement.REQUIRED})


def check_mapping(mapping: TableMapping) -> list[Problem]:
    """Return all that is wrong with a mapping, each problem once and with its key path."""
    return list(dict.fromkeys(_check_all(mapping)))


def _check_all(mapping: TableMapping) -> Iterator[Problem]:
    yield from _check_source(mapping.source)
    if not placeholders(mapping.patient_id):
        permitted = 'a template that names a column, as in "{patient}"'
        yield Problem("patient_id", "one key for all rows", permitted)
    for number, record in enumerate(mapping.record, start=1):
        yield from _check_repeat(f"record[{number}]", record)
    above: list[Block] = []
    for block in expand_blocks(mapping):
        if block.record.entity in ENTITIES:
            above.append(block)
            yield from _check_block(block, above)
        else:
            hint = suggest(block.record.entity, tuple(ENTITIES))
            found = f"'{block.record.entity}'"
            yield Problem(f"{block.path}.entity", found, "a table of the dictionary", hint)


def _check_source(source: SourceSettings) -> Iterator[Problem]:
    try:
        codecs.lookup(source.encoding)
    except LookupError:
        permitted = "an encoding, such as utf-8, cp1252 or latin-1"
        yield Problem("source.encoding", f"'{source.encoding}'", permitted)
    yield from check_formats("source.dates", source.dates)
    for number, condition in enumerate(source.leave_out, start=1):
        yield from _check_condition(f"source.leave_out[{number}]", condition)
    if source.format in (None, "csv") and source.delimiter == source.decimal:
        yield Problem("source.decimal", "the delimiter", "another sign than the delimiter")


def _check_repeat(path: str, record: RecordBlock) -> Iterator[Problem]:
    if record.repeat is None:
        return
    if record.repeat.last < record.repeat.first:
        permitted = "a number that is not below `first`"
        yield Problem(f"{path}.repeat.last", str(record.repeat.last), permitted)
    if "n" not in placeholders(record.id or ""):
        permitted = "a template that names `{n}`, so that the records differ"
        yield Problem(f"{path}.id", "one key for all repeats", permitted)


def _check_block(block: Block, above: list[Block]) -> Iterator[Problem]:
    described = ENTITIES[block.record.entity]
    yield from _check_key(block)
    for number, condition in enumerate(block.record.where, start=1):
        yield from _check_condition(f"{block.path}.where[{number}]", condition)
    known = tuple(name for name in described.by_name if name not in _GIVEN)
    for name, entry in block.record.fields.items():
        path = f"{block.path}.fields.{name}"
        if name in known:
            yield from check_entry(path, described.by_name[name], entry, above)
        elif name in _GIVEN:
            permitted = "the templates `id`, `patient_id` and `centre_id`; the source is known"
            yield Problem(path, "a field that is filled for every record", permitted)
        else:
            hint = suggest(name, known)
            yield Problem(path, "an unknown field", f"a field of '{described.name}'", hint)
    for spec in described.fields:
        needed = spec.requirement in _NEEDED and spec.name in known
        if needed and spec.name not in block.record.fields:
            hint = 'Where the source does not have it, say so, as in { reason = "NASK" }.'
            permitted = "an entry for every required field"
            yield Problem(f"{block.path}.fields.{spec.name}", "no entry", permitted, hint)


def _check_key(block: Block) -> Iterator[Problem]:
    has_own_key = ENTITIES[block.record.entity].key == "id"
    if has_own_key and block.record.id is None:
        permitted = 'a template for the key of the record, as in "{patient_id}-tumour"'
        yield Problem(f"{block.path}.id", "no such key", permitted)
    if not has_own_key and block.record.id is not None:
        yield Problem(f"{block.path}.id", "a key", "nothing; `patient_id` is the key of a patient")


def _check_condition(path: str, condition: Condition) -> Iterator[Problem]:
    words = [condition.is_in, condition.not_in]
    compares = condition.column is not None and words.count(None) == 1
    asks = condition.any_present is not None and [condition.column, *words].count(None) == 3
    if compares == asks or (compares and condition.any_present is not None):
        permitted = "`column` with either `in` or `not_in`, or `any_present` alone"
        yield Problem(path, "another set of keys", permitted)
