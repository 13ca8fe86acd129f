"""A record as a form: its row as texts, and what was typed as a row with all its problems."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from osteon.dictionary import Entity, FieldSpec, Requirement, check_rows, companions
from osteon.registry.states import RecordState
from osteon.web.records.choices import References, choices_of, unit_choices
from osteon.web.records.problems import FieldProblem, describe, translate_problems
from osteon.web.records.texts import Typed, UnreadableTextError, read_value, render_value

Row = dict[str, object]
GIVEN = frozenset({"id", "patient_id", "centre_id", "source"})
"""Fields that the registry fills in: nobody types them."""

COMPUTED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "lab_result": {"canonical_value": ("analyte", "value", "unit")}
}
"""Fields that follow from others and are never typed, with the fields they follow from."""


def typed_fields(table: Entity) -> tuple[FieldSpec, ...]:
    """Return the fields of a table that people fill in."""
    computed = COMPUTED.get(table.name, {})
    return tuple(
        field
        for field in table.fields
        if field.requirement is not Requirement.BOOKKEEPING
        and field.name not in GIVEN
        and field.name not in computed
    )


def input_names(field: FieldSpec) -> tuple[str, ...]:
    """Return the names of the inputs of a field: its own, and those of what accompanies it."""
    unit = (f"{field.name}_unit",) if unit_choices(field) else ()
    return (field.name, *companions(field), *unit)


def show_row(table: Entity, row: Mapping[str, object], language: str) -> dict[str, list[str]]:
    """Return what the inputs of a form show for a row."""
    shown: dict[str, list[str]] = {}
    for field in typed_fields(table):
        specs = {field.name: field, **companions(field)}
        for name, spec in specs.items():
            texts = render_value(spec, row.get(name), language)
            if texts and (name == field.name or texts != ["false"]):
                shown[name] = texts
    return shown


def read_row(
    table: Entity,
    typed: Typed,
    language: str,
    *,
    base: Mapping[str, object] | None = None,
    references: References | None = None,
) -> tuple[Row, list[FieldProblem]]:
    """Return the row that was typed, and what cannot be read of it.

    Parameters
    ----------
    table : Entity
        Its table.
    typed : mapping of str to sequence of str
        What was typed, by the name of the input.
    language : str
        The language the form was filled in.
    base : mapping, optional
        The row that the form showed: what was not touched stays as it is, to the last digit.
    references : mapping of str to sequence of Choice, optional
        What references can point to; anything if not given.
    """
    kept = dict(base or {})
    shown = show_row(table, kept, language)
    row: Row = {}
    problems: list[FieldProblem] = []
    touched: set[str] = set()
    for field in typed_fields(table):
        if base is not None and _is_untouched(field, typed, shown):
            row |= {name: kept[name] for name in (field.name, *companions(field)) if name in kept}
            continue
        touched.add(field.name)
        try:
            row |= _read_field(field, typed, language)
            problems += _strangers(field, row.get(field.name), references, kept)
        except UnreadableTextError as error:
            problems.append(FieldProblem(field.name, describe(error.found, error.permitted)))
    for name, sources in COMPUTED.get(table.name, {}).items():
        if not touched & set(sources):
            specs = (name, *companions(table.field(name)))
            row |= {key: kept[key] for key in specs if key in kept}
    return row, problems


def find_problems(
    table: Entity, row: Mapping[str, object], state: RecordState, found: list[FieldProblem]
) -> list[FieldProblem]:
    """Return what was found already, and what the dictionary has against the rest of the row."""
    names = [field.name for field in table.fields]
    draft = state is RecordState.DRAFT
    checked = check_rows(table.name, [row], drafts=draft)
    known = {problem.name for problem in found}
    further = translate_problems(checked.problems, names)
    order = {name: place for place, name in enumerate(names)}
    together = [*found, *(problem for problem in further if problem.name not in known)]
    return sorted(together, key=lambda problem: order.get(problem.name, -1))


def is_empty(table: Entity, typed: Typed, preset: Typed) -> bool:
    """Return whether nothing was typed beyond what a form began with."""
    return all(
        _plain(typed.get(name, ())) in ([], _plain(preset.get(name, ())))
        for field in typed_fields(table)
        for name in input_names(field)
        if not name.endswith("_unit") or name in table.by_name
    )


def _read_field(field: FieldSpec, typed: Typed, language: str) -> Row:
    row: Row = {}
    for name, spec in {field.name: field, **companions(field)}.items():
        value = read_value(spec, typed.get(name, ()), language)
        if value is not None:
            row[name] = value
    unit = f"{field.name}_unit"
    if field.name in row and unit_choices(field) and (given := _plain(typed.get(unit, ()))):
        row[unit] = given[0]
    return row


def _is_untouched(field: FieldSpec, typed: Typed, shown: Typed) -> bool:
    names = (field.name, *companions(field))
    if any(_plain(typed.get(name, ())) != _plain(shown.get(name, ())) for name in names):
        return False
    given = _plain(typed.get(f"{field.name}_unit", ()))
    return not unit_choices(field) or given in ([], [str(field.unit)])


def _plain(texts: Sequence[str]) -> list[str]:
    found = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    return sorted(text for text in found if text.strip())


def _strangers(
    field: FieldSpec, value: object, references: References | None, kept: Row
) -> list[FieldProblem]:
    if field.references is None or references is None or value is None:
        return []
    held = {str(key) for key in _listed(kept.get(field.name))}
    known = {choice.value for choice in choices_of(field, references)} | held
    if {str(key) for key in _listed(value)} <= known:
        return []
    text = describe(_("a record that is not there"), _("one of those shown"))
    return [FieldProblem(field.name, text)]


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
