"""What a selection of rows says must exist: table, columns, dates of its window."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from osteon.dictionary import ENTITIES, FieldSpec
from osteon.errors import Problem, ProtocolError, suggest
from osteon.protocol.condition import parse_condition
from osteon.protocol.endpoints import EventRows
from osteon.protocol.expression import Condition, Operand, names_in
from osteon.protocol.model import Selection

Path: TypeAlias = tuple[str, ...]
Found: TypeAlias = tuple[Path, Problem]

NEEDS = {
    "first": ("date", "value"),
    "last": ("date", "value"),
    "nearest": ("date", "value", "near"),
    "min": ("value",),
    "max": ("value",),
    "sum": ("value",),
}
DATE_KINDS = frozenset({"date", "partial_date"})


def selection_problems(
    path: Path, selection: Selection, source: str, dates: Sequence[str]
) -> Iterator[Found]:
    """Yield each problem of a selection: unknown columns, a row that nothing picks out."""
    if selection.table not in ENTITIES:
        yield _no_table(path, selection.table)
        return
    yield from _column_problems(path, selection, ("date", "value", "link"))
    for key in NEEDS.get(source, ()):
        if getattr(selection, key) is None:
            yield path, Problem("", f"`{source}` without `{key}`", f"a `{key}`")
    window = {key: getattr(selection, key) for key in ("after", "before", "near")}
    limits = {key: name for key, name in window.items() if name is not None}
    if limits and selection.date is None:
        yield path, Problem("", "a window in time without `date`", "a `date` to hold against it")
    for key, name in limits.items():
        yield from undeclared((*path, key), name, dates)


def event_row_problems(path: Path, rows: EventRows) -> Iterator[Found]:
    """Yield each problem of the rows of a recurrent event: table, condition, columns."""
    if rows.table not in ENTITIES:
        yield _no_table(path, rows.table)
        return
    yield from _column_problems(path, rows, ("date", "link", "part_of"))


def _no_table(path: Path, table: str) -> Found:
    hint = suggest(table, sorted(ENTITIES))
    return (*path, "from"), Problem("", f"{table!r}", "a table of the dictionary", hint)


def _column_problems(
    path: Path, rows: Selection | EventRows, columns: Sequence[str]
) -> Iterator[Found]:
    fields = fields_of(rows.table)
    if rows.where is not None:
        where = (*path, "where")
        yield from expression_problems(where, parse_condition, rows.where, sorted(fields))
    for key in columns:
        field = getattr(rows, key)
        if field is not None:
            yield from field_problem((*path, key), rows.table, field)
    if rows.date in fields and fields[rows.date].kind not in DATE_KINDS:
        yield (*path, "date"), Problem("", f"{rows.date!r}, which is no date", "a date field")


def expression_problems(
    path: Path,
    parse: Callable[..., Condition | Operand],
    text: str,
    names: Sequence[str],
) -> Iterator[Found]:
    """Yield each problem of a condition or a calculation: its grammar, or the names it uses."""
    try:
        expression = parse(text, where=".".join(path))
    except ProtocolError as error:
        yield from ((path, problem) for problem in error.problems)
        return
    for name in sorted(names_in(expression)):
        yield from undeclared(path, name, names)


def undeclared(path: Path, name: str, permitted: Sequence[str]) -> Iterator[Found]:
    """Yield a problem where a name is not among those permitted."""
    if name not in permitted:
        listed = ", ".join(permitted) or "one declared above this"
        yield path, Problem("", f"{name!r}", listed, suggest(name, permitted))


def field_problem(path: Path, table: str, field: str) -> Iterator[Found]:
    """Yield a problem where a table has no such field."""
    fields = sorted(fields_of(table))
    if field not in fields:
        permitted = f"a field of '{table}': {', '.join(fields)}"
        yield path, Problem("", f"the field {field!r}", permitted, suggest(field, fields))


def fields_of(table: str) -> dict[str, FieldSpec]:
    """Return the fields of a table, by name."""
    return {field.name: field for field in ENTITIES[table].fields}
