"""From an entry of a mapping to the value of its field."""

from osteon.dictionary import FieldSpec, entity
from osteon.exchange.tabular.blocks import Block
from osteon.exchange.tabular.cells import Cell, CellError, word_of
from osteon.exchange.tabular.free_text import extract_part, translate_text
from osteon.exchange.tabular.mapping import FieldEntry
from osteon.exchange.tabular.relative_dates import Day, derive_day
from osteon.exchange.tabular.row_view import Absent, Record, RowView
from osteon.exchange.tabular.values import Manner, convert, convert_number, manner_of, split_limit


def evaluate_entry(spec: FieldSpec, entry: FieldEntry, block: Block, view: RowView) -> Record:
    """Return what an entry puts into its record: the value, or the reason for its absence.

    Parameters
    ----------
    spec : FieldSpec
        The field.
    entry : FieldEntry
        Where its value comes from.
    block : Block
        The block of the entry.
    view : RowView
        The source row.

    Returns
    -------
    dict
        The field and what accompanies it, in the notation of the dictionary; empty where there is
        neither value nor reason.

    Raises
    ------
    CellError
        A cell cannot be read as the entry says.
    """
    if entry.reason is not None:
        return {f"{spec.name}_null": entry.reason}
    if entry.constant is not None:
        constant = listed(entry.constant, spec)
        return _with_mark(spec, constant, is_estimated=entry.estimated)
    if entry.template is not None:
        return {spec.name: listed(view.fill(entry.template), spec)}
    if entry.reference is not None:
        return _refer(spec, entry.reference, block, view)
    if entry.column is not None:
        return _read_column(spec, entry, entry.column, view)
    if entry.time is not None:
        return _derive_date(spec, entry, derive_day(entry.time, entry, block, view))
    raise AssertionError(f"'{spec.name}' has no origin")


def _read_column(spec: FieldSpec, entry: FieldEntry, column: str, view: RowView) -> Record:
    limit = split_limit(view.row.cells[column]) if entry.limits else None
    if limit is not None:
        number = convert_number(limit.number, view.settings.decimal)
        return {f"{spec.name}_null": limit.reason, f"{spec.name}_limit": number}
    values = _read_values(spec, entry, column, view)
    if isinstance(values, Absent):
        return _explain(spec, values)
    value = values if spec.multiple else values[0]
    record = _with_mark(spec, value, is_estimated=entry.estimated)
    return record if entry.unit is None else {**record, f"{spec.name}_unit": entry.unit}


def _read_values(
    spec: FieldSpec, entry: FieldEntry, column: str, view: RowView
) -> list[object] | Absent:
    """Return the values that a cell holds: one, or several where a separator divides it."""
    word = word_of(view.row.cells[column])
    if entry.values is not None and word in entry.values:
        mapped = entry.values[word]
        return mapped if isinstance(mapped, list) else [mapped]
    cell = view.look_up(column, entry.missing)
    if isinstance(cell, Absent):
        return cell
    manner = manner_of(entry, view.settings)
    if entry.separator is None:
        return [_translate(extract_part(cell, entry.extract), spec, entry, manner)]
    parts = (part.strip() for part in word.split(entry.separator))
    return [_translate(part, spec, entry, manner) for part in parts if part]


def _translate(cell: Cell, spec: FieldSpec, entry: FieldEntry, manner: Manner) -> object:
    if entry.values is None and entry.patterns is None:
        return convert(cell, spec, manner)
    words = entry.values or {}
    if word_of(cell) in words:
        return words[word_of(cell)]
    if entry.patterns is not None:
        return translate_text(word_of(cell), entry.patterns)
    permitted = ", ".join(f"'{word}'" for word in words)
    raise CellError("a word that the value map does not hold", permitted)


def _derive_date(spec: FieldSpec, entry: FieldEntry, derived: Day | Absent) -> Record:
    if isinstance(derived, Absent):
        return _explain(spec, derived)
    is_estimated = entry.estimated or derived.is_estimated
    return _with_mark(spec, derived.day.isoformat(), is_estimated=is_estimated)


def _with_mark(spec: FieldSpec, value: object, *, is_estimated: bool) -> Record:
    return {spec.name: value, **({f"{spec.name}_estimated": True} if is_estimated else {})}


def _refer(spec: FieldSpec, name: str, block: Block, view: RowView) -> Record:
    draft = view.find(name, block.n)
    if draft is None:
        return {}
    return {spec.name: listed(draft.look_up(entity(str(spec.references)).key), spec)}


def _explain(spec: FieldSpec, absent: Absent) -> Record:
    return {} if absent.reason is None else {f"{spec.name}_null": absent.reason}


def listed(value: object, spec: FieldSpec) -> object:
    """Return a value as the field takes it: in a list, where it takes several."""
    return [value] if spec.multiple and not isinstance(value, list) else value
