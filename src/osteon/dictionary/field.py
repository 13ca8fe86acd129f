"""Fields and entities, derived from the models that declare them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from inspect import getdoc
from types import MappingProxyType, NoneType
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from osteon.dictionary.about import About, Requirement, Source, When
from osteon.dictionary.entities import RECORDS, Record
from osteon.dictionary.missing import QUANTIFICATION, Missing
from osteon.dictionary.partial_date import PartialDate
from osteon.errors import Problem, RecordError, suggest

DICTIONARY_VERSION = "1.0"

Kind = Literal[
    "text",
    "integer",
    "decimal",
    "boolean",
    "date",
    "partial_date",
    "timestamp",
    "code",
    "reference",
]

_KINDS: Mapping[object, Kind] = {
    str: "text",
    int: "integer",
    float: "decimal",
    bool: "boolean",
    dt.date: "date",
    dt.datetime: "timestamp",
    PartialDate: "partial_date",
}
_EXPLAINED = frozenset({Requirement.REQUIRED, Requirement.CONDITIONAL, Requirement.OPTIONAL})


@dataclass(frozen=True)
class FieldSpec:
    """What is known about one field.

    Parameters
    ----------
    name : str
        The name of the field, the column and the key of a row.
    kind : str
        What a value is.
    value_set : str or None
        The value set, if the kind is ``code``.
    multiple : bool
        Whether the field holds a list of such values.
    unit : str or None
        The canonical unit, in UCUM.
    minimum, maximum : float or None
        The permitted range, both ends included.
    requirement : Requirement
        Whether the field has to be filled.
    help : str
        What to enter.
    source : Source
        Where the definition was read.
    references : str or None
        The entity whose key the field holds, if the kind is ``reference``.
    pattern : str or None
        A regular expression that text has to match as a whole.
    coding : str or None
        The field's own code in an outside system.
    has_limit : bool
        Whether a limit of quantification can stand in for the value.
    substance : str or None
        What is measured, where converting the unit depends on it.
    due : When or None
        When the field is asked for; None where nothing in the row decides that.
    """

    name: str
    kind: Kind
    value_set: str | None
    multiple: bool
    unit: str | None
    minimum: float | None
    maximum: float | None
    requirement: Requirement
    help: str
    source: Source
    references: str | None
    pattern: str | None
    coding: str | None
    has_limit: bool
    substance: str | None
    due: When | None = None

    @property
    def may_be_absent(self) -> bool:
        """Whether a reason may stand in for the value, under ``<name>_null``."""
        return self.requirement in _EXPLAINED

    @property
    def reasons(self) -> tuple[str, ...]:
        """The permitted reasons for the absence of a value."""
        if not self.may_be_absent:
            return ()
        return tuple(r.value for r in Missing if self.has_limit or r not in QUANTIFICATION)

    @property
    def absence_hint(self) -> str:
        """What to do where the value is not known."""
        if not self.may_be_absent:
            return ""
        return f"Where it is not known, state the reason under '{self.name}_null'."


@dataclass(frozen=True)
class Entity:
    """A table of the registry.

    Parameters
    ----------
    name : str
        The name of the table.
    title : str
        What a person reads.
    help : str
        What a row stands for.
    fields : tuple of FieldSpec
        In the order of the columns.
    """

    name: str
    title: str
    help: str
    fields: tuple[FieldSpec, ...]

    @cached_property
    def by_name(self) -> Mapping[str, FieldSpec]:
        """The fields by name."""
        return MappingProxyType({field.name: field for field in self.fields})

    @property
    def key(self) -> str:
        """The field whose value is unique in the table."""
        return "id" if "id" in self.by_name else "patient_id"

    def field(self, name: str) -> FieldSpec:
        """Return the field of a name.

        Raises
        ------
        RecordError
            If there is no such field; the nearest names are suggested.
        """
        if name in self.by_name:
            return self.by_name[name]
        hint = suggest(name, list(self.by_name))
        where = f"{self.name}.{name}"
        problem = Problem(where, "no field of this name", f"a field of '{self.name}'", hint)
        raise RecordError("A field is not known.", [problem])


def entity(name: str) -> Entity:
    """Return the entity of a name.

    Raises
    ------
    RecordError
        If there is no such entity; the nearest names are suggested.
    """
    if name in ENTITIES:
        return ENTITIES[name]
    hint = suggest(name, list(ENTITIES)) or "The manual lists all tables."
    problem = Problem(name, "no table of this name", "a table of the dictionary", hint)
    raise RecordError("A table is not known.", [problem])


def _derive_entity(record: type[Record]) -> Entity:
    fields = [_derive_field(name, info) for name, info in record.model_fields.items()]
    keys = [field for field in fields if field.requirement is Requirement.KEY]
    kept = [field for field in fields if field.requirement is Requirement.BOOKKEEPING]
    facts = [field for field in fields if field.may_be_absent]
    keys.sort(key=lambda field: _KEY_ORDER.get(field.name, len(_KEY_ORDER)))
    return Entity(record.table, record.title, getdoc(record) or "", (*keys, *facts, *kept))


_KEY_ORDER = {name: place for place, name in enumerate(["id", "patient_id", "centre_id", "source"])}


def _derive_field(name: str, info: FieldInfo) -> FieldSpec:
    about = next(item for item in info.metadata if isinstance(item, About))
    value_type, multiple = _value_type(info)
    kind = _KINDS[value_type]
    if about.references is not None:
        kind = "reference"
    elif about.codes is not None:
        kind = "code"
    return FieldSpec(
        name=name,
        kind=kind,
        value_set=about.codes,
        multiple=multiple,
        unit=about.unit,
        minimum=about.minimum,
        maximum=about.maximum,
        requirement=about.need,
        help=about.help,
        source=about.source,
        references=about.references,
        pattern=about.pattern,
        coding=about.coding,
        has_limit=about.limit,
        substance=about.substance,
        due=about.due,
    )


def _value_type(info: FieldInfo) -> tuple[object, bool]:
    """Return the type of one value, and whether the field holds a list of them."""
    permitted = [part for part in get_args(info.annotation) if part is not NoneType]
    declared = permitted[0] if NoneType in get_args(info.annotation) else info.annotation
    if get_origin(declared) is list:
        return get_args(declared)[0], True
    return declared, False


ENTITIES: Mapping[str, Entity] = MappingProxyType(
    {record.table: _derive_entity(record) for record in RECORDS}
)
"""All tables of the registry by name."""
