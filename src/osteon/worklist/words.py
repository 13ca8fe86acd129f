"""What a person reads for the codes in a row."""

from osteon.codes import load_value_set
from osteon.dictionary import entity
from osteon.quality import Row


def render_code(table: str, row: Row, field: str) -> str:
    """Return the words for a code, or for several; nothing where it is not known."""
    return ", ".join(render_codes(table, row, field))


def render_codes(table: str, row: Row, field: str) -> tuple[str, ...]:
    """Return the words for each code of a field."""
    value_set, given = entity(table).field(field).value_set, row.get(field)
    if not given or value_set is None:
        return ()
    codes = load_value_set(value_set)
    several = given if isinstance(given, list | tuple) else [given]
    return tuple(codes[code].display if code in codes else str(code) for code in several)


def render_number(value: float | None, unit: str = "") -> str:
    """Return a number as it was recorded, with its unit; nothing where it is not known."""
    return "" if value is None else f"{value:g} {unit}".strip()


def join(*parts: str) -> str:
    """Return the parts that say something, as one phrase."""
    return ", ".join(part for part in parts if part)
