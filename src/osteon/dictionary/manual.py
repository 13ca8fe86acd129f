"""The dictionary as a page of the manual."""

from collections.abc import Iterable, Iterator

from osteon.codes import load_value_set
from osteon.dictionary.entities import Record
from osteon.dictionary.field import DICTIONARY_VERSION, ENTITIES, Entity, FieldSpec
from osteon.dictionary.missing import MEANINGS
from osteon.dictionary.readers import render_range
from osteon.dictionary.units import QUANTITIES, UNITS

_SHOWN_CODES = 12
_NUMBERS = frozenset({"integer", "decimal"})
_COMMON = frozenset(Record.model_fields)

_INTRODUCTION = """# What the registry records

Dictionary version {version}. This page is generated from the dictionary; a test fails if \
it differs.

A record is a flat row: the name of a field, and its value. Every table has a key, `id`, and the \
`patient_id` of its patient; the table `patient` has `patient_id` alone. The table `data_cut` is \
about no patient.

- **key**: always there. **required**: a value, or the reason for its absence. **conditional**: \
needed where the last column says so. **optional**: where it is known.
- A reason for the absence of `x` stands under `x_null`; a value and a reason exclude each other. \
"No" and "not examined" are values, not reasons.
- A **partial date** is ISO text as precise as it is known: `2020`, `2020-05` or `2020-05-17`; \
`x_estimated` says whether it was estimated. In a snapshot `x_lo` and `x_hi` are the first and \
last day it permits.
- A field with a **unit** holds numbers in this unit. A row may state another one of those below \
under `x_unit`; the value is then converted. No unit is guessed.
- A laboratory value beyond quantification has the reason `BLQ` or `ALQ` and the limit under \
`value_limit`.
- A field that takes **several** values holds a list.
- **Source** says where the definition was read; *not verified* means from memory, to be checked \
by a clinician or terminologist before it is relied on.
"""


def render_manual() -> str:
    """Return the page of the manual that lists all tables and fields, in Markdown."""
    parts = [
        _INTRODUCTION.format(version=DICTIONARY_VERSION),
        _render_reasons(),
        _render_units(),
        _render_common_fields(),
        *(_render_entity(table) for table in ENTITIES.values()),
    ]
    return "\n".join(parts)


def _render_reasons() -> str:
    rows = ((f"`{reason}`", meaning) for reason, meaning in MEANINGS.items())
    return "\n".join(["## Reasons for absence\n", *_table(("Reason", "Meaning"), rows), ""])


def _render_units() -> str:
    general = (("any", canonical, factors) for canonical, factors in UNITS.items())
    substances = ((name, item.canonical, item.factors) for name, item in QUANTITIES.items())
    rows = (
        (what, f"`{canonical}`", ", ".join(f"`{u}` x {f:.6g}" for u, f in factors.items()) or "-")
        for what, canonical, factors in (*general, *substances)
    )
    heads = ("What is measured", "Canonical unit", "Also permitted, times what")
    return "\n".join(["## Units\n", *_table(heads, rows), ""])


def _render_common_fields() -> str:
    fields = [field for field in ENTITIES["patient"].fields if field.name in _COMMON]
    return "\n".join(["## In every table\n", *_field_table(fields), ""])


def _render_entity(table: Entity) -> str:
    fields = [field for field in table.fields if field.name not in _COMMON]
    heading = f"## {table.name}\n\n**{table.title}.** {table.help}\n"
    return "\n".join([heading, *_field_table(fields), ""])


def _field_table(fields: Iterable[FieldSpec]) -> Iterator[str]:
    heads = ("Field", "Type", "Need", "Unit", "Permitted", "Source", "Meaning")
    return _table(heads, (_field_row(field) for field in fields))


def _field_row(field: FieldSpec) -> tuple[str, ...]:
    kind = field.kind.replace("_", " ")
    coding = f" ({field.coding})" if field.coding else ""
    return (
        f"`{field.name}`",
        f"{kind}, several" if field.multiple else kind,
        field.requirement.value,
        f"`{field.unit}`" if field.unit else "",
        _render_permitted(field),
        field.source.value,
        f"{field.help}{coding}{_render_due(field)}",
    )


def _render_due(field: FieldSpec) -> str:
    if field.due is None:
        return ""
    asked = f"Asked for where `{field.due.field}` is"
    if not field.due.values:
        return f" {asked} given."
    if len(field.due.values) > _SHOWN_CODES:
        return f" {asked} one of {len(field.due.values)} codes."
    return f" {asked} {' or '.join(f'`{value}`' for value in field.due.values)}."


def _render_permitted(field: FieldSpec) -> str:
    if field.value_set is not None:
        return _render_codes(field.value_set)
    if field.references is not None:
        return f"a key of [{field.references}](#{field.references})"
    if field.pattern is not None:
        return f"`{field.pattern}`"
    if field.kind in _NUMBERS and (field.minimum, field.maximum) != (None, None):
        return render_range(field)
    return ""


def _render_codes(name: str) -> str:
    words = load_value_set(name).words
    link = f"[{name}](code_lists.md#{name})"
    if len(words) > _SHOWN_CODES:
        return f"{link}, {len(words)} codes"
    return f"{link}: {', '.join(f'`{word}`' for word in words)}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
