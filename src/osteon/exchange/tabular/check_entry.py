"""Check one entry of a mapping against the field it feeds."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from osteon.dictionary import ENTITIES, FieldSpec, check_rows
from osteon.errors import Problem, suggest
from osteon.exchange.tabular.blocks import Block
from osteon.exchange.tabular.date_formats import PERMITTED_FORMAT, compile_format
from osteon.exchange.tabular.entries import listed
from osteon.exchange.tabular.free_text import compile_pattern
from osteon.exchange.tabular.mapping import ORIGINS, DaysAfter, FieldEntry

_DATES = ("date", "partial_date")


def check_entry(
    path: str, spec: FieldSpec, entry: FieldEntry, above: Sequence[Block]
) -> Iterator[Problem]:
    """Yield all that is wrong with an entry.

    Parameters
    ----------
    path : str
        Its key path, such as ``record[1].fields.sex``.
    spec : FieldSpec
        The field it feeds.
    entry : FieldEntry
        The entry.
    above : sequence of Block
        The blocks up to and including its own, to which it may refer.
    """
    if len(entry.origins) != 1:
        named = ", ".join(f"`{key}`" for key in ORIGINS)
        found = " and ".join(f"`{key}`" for key in entry.origins) or "none of them"
        yield Problem(path, found, f"exactly one of {named}")
        return
    yield from _check_modifiers(path, spec, entry)
    yield from _check_words(path, spec, entry, above[-1].record.entity)
    yield from check_formats(f"{path}.dates", entry.dates or [])
    yield from _check_patterns(path, entry)
    if entry.reference is not None:
        yield from _check_reference(f"{path}.reference", spec, entry.reference, above)
    if isinstance(entry.time, DaysAfter):
        yield from _check_origin(f"{path}.{entry.origins[0]}", spec, entry.time, above)


def check_formats(path: str, formats: Sequence[str]) -> Iterator[Problem]:
    """Yield the date formats that cannot be read."""
    for text in formats:
        if compile_format(text) is None:
            yield Problem(path, f"'{text}'", PERMITTED_FORMAT)


def _check_patterns(path: str, entry: FieldEntry) -> Iterator[Problem]:
    for text in entry.patterns or {}:
        if compile_pattern(text) is None:
            yield Problem(f"{path}.patterns", f"'{text}'", "a regular expression")
    for text in entry.extract or []:
        compiled = compile_pattern(text)
        if compiled is None or compiled.groups != 1:
            permitted = "a regular expression with one group, the part to be read"
            yield Problem(f"{path}.extract", f"'{text}'", permitted)


def _check_modifiers(path: str, spec: FieldSpec, entry: FieldEntry) -> Iterator[Problem]:
    """Yield the keys that say how to read, where the field or the entry has no use for them."""
    has_column = entry.column is not None
    is_date = spec.kind in _DATES
    is_time = entry.time is not None
    reads_date = is_date and (has_column or is_time)
    uses = {
        entry.origins[0]: is_date or not is_time,
        "values": has_column,
        "patterns": has_column,
        "extract": has_column and entry.separator is None and not entry.limits,
        "missing": has_column or is_time,
        "unit": has_column and spec.unit is not None,
        "dates": reads_date,
        "drop_time": reads_date,
        "separator": has_column and spec.multiple,
        "limits": has_column and spec.has_limit,
        "estimated": spec.kind == "partial_date",
    }
    for key, is_of_use in uses.items():
        if key in entry.model_fields_set and not is_of_use:
            kind = f"{'several values' if spec.multiple else 'a value'} of kind {spec.kind}"
            permitted = f"keys that fit `{entry.origins[0]}` and a field with {kind}"
            yield Problem(f"{path}.{key}", "a key without a use here", permitted)


def _check_words(
    path: str, spec: FieldSpec, entry: FieldEntry, entity_name: str
) -> Iterator[Problem]:
    """Yield the constants, mapped values, reasons and units that the dictionary refuses."""
    name = spec.name
    stated: list[tuple[str, str, object]] = []
    if entry.constant is not None:
        stated.append(("constant", name, entry.constant))
    for key, translations in (("values", entry.values), ("patterns", entry.patterns)):
        stated += [(f"{key}.{word}", name, value) for word, value in (translations or {}).items()]
    if entry.reason is not None:
        stated.append(("reason", f"{name}_null", entry.reason))
    stated += [
        (f"missing.{word}", f"{name}_null", reason) for word, reason in entry.missing.items()
    ]
    if entry.unit is not None and spec.unit is not None:
        stated.append(("unit", f"{name}_unit", entry.unit))
    for key, column, value in stated:
        stated_value = listed(value, spec) if column == name else value
        for problem in check_rows(entity_name, [{column: stated_value}]).problems:
            if problem.where.endswith(f".{column}"):
                yield Problem(f"{path}.{key}", problem.found, problem.permitted, problem.hint)


def _check_reference(
    path: str, spec: FieldSpec, name: str, above: Sequence[Block]
) -> Iterator[Problem]:
    if spec.references is None:
        yield Problem(path, "a reference", f"no reference, since '{spec.name}' refers to nothing")
        return
    own = above[-1]
    records = [block for block in above[:-1] if block.n in (None, own.n)]
    candidates = [block.name for block in records if block.record.entity == spec.references]
    permitted = f"the name of one record above, of the table '{spec.references}'"
    yield from _check_name(path, name, candidates, permitted)


def _check_origin(
    path: str, spec: FieldSpec, relative: DaysAfter, above: Sequence[Block]
) -> Iterator[Problem]:
    if (relative.origin is None) == (relative.origin_column is None):
        yield Problem(path, "both or neither", "either `origin` or `origin_column`")
    if not isinstance(relative.origin, str):
        return
    own = above[-1]
    candidates = [
        f"{block.name}.{field}"
        for block in above[:-1]
        for field in block.record.fields
        if block.n in (None, own.n) and _is_date(block, field)
    ]
    before = takewhile(lambda field: field != spec.name, own.record.fields)
    candidates += [field for field in before if _is_date(own, field)]
    permitted = "a date above it in the same record, or one as `<name>.<field>` of a record above"
    yield from _check_name(f"{path}.origin", relative.origin, candidates, permitted)


def _is_date(block: Block, field: str) -> bool:
    spec = ENTITIES[block.record.entity].by_name.get(field)
    return spec is not None and spec.kind in _DATES


def _check_name(
    path: str, name: str, candidates: Sequence[str], permitted: str
) -> Iterator[Problem]:
    if candidates.count(name) == 0:
        yield Problem(path, f"'{name}'", permitted, suggest(name, candidates))
    elif candidates.count(name) > 1:
        hint = "Give each of the records its own `name`."
        yield Problem(path, f"'{name}', which several records bear", permitted, hint)
