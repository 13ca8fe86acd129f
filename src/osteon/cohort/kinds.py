"""What kind of value a variable has, and the words its levels are printed in."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from osteon.codes import load_value_set
from osteon.cohort.days import field_spec
from osteon.concepts import CONCEPTS
from osteon.dictionary import FieldSpec
from osteon.protocol import StudyProtocol, Variable

Kind: TypeAlias = Literal["category", "number", "boolean", "date"]

_FIELD_KINDS: dict[str, Kind] = {
    "integer": "number",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "partial_date": "date",
}


@dataclass(frozen=True, slots=True)
class CohortVariable:
    """A variable as it is printed: its kind, label, unit, and levels in print order.

    `shows_all` is True where a level that nobody has is printed with its zero: the levels of a
    truth value, and those the protocol lists.
    """

    name: str
    kind: Kind
    label: str
    unit: str
    levels: dict[str, str]
    shows_all: bool = False


def describe_variable(protocol: StudyProtocol, name: str) -> CohortVariable:
    """Return how a variable or a date of a protocol is to be printed."""
    variable = protocol.variables[name]
    kind, unit, levels = _nature(variable)
    if kind == "boolean":
        levels = levels or {"true": "Yes", "false": "No"}
    return CohortVariable(
        name=name,
        kind=kind,
        label=variable.label or name.replace("_", " ").capitalize(),
        unit=variable.unit or unit,
        levels=variable.levels or levels,
        shows_all=bool(variable.levels) or kind == "boolean",
    )


def _nature(variable: Variable) -> tuple[Kind, str, dict[str, str]]:
    if variable.concept is not None:
        concept = CONCEPTS[variable.concept]
        return concept.kind, "", dict(concept.levels)
    if variable.duration is not None:
        return "number", variable.duration.unit, {}
    if variable.bands is not None:
        return "category", "", {label: label for label in variable.bands.labels}
    if variable.first_known is not None:
        return "date", "", {}
    return _nature_of_rows(variable)


def _nature_of_rows(variable: Variable) -> tuple[Kind, str, dict[str, str]]:
    if variable.any is not None:
        return "boolean", "", {}
    if variable.count is not None or variable.calculate is not None:
        return "number", "", {}
    if variable.cases is not None:
        return "category", "", {case.level: case.level for case in variable.cases}
    selection = variable.selection
    if selection is not None:
        return _nature_of_field(field_spec(selection.table, str(selection.value)))
    table, _, field = str(variable.column).partition(".")
    return _nature_of_field(field_spec(table, field))


def _nature_of_field(spec: FieldSpec) -> tuple[Kind, str, dict[str, str]]:
    levels = {}
    if spec.value_set:
        levels = {code.code: code.display for code in load_value_set(spec.value_set).codes}
    return _FIELD_KINDS.get(spec.kind, "category"), spec.unit or "", levels
