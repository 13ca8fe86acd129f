"""The reader of a row: its fields one by one, then what holds between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from osteon.dictionary.about import Requirement
from osteon.dictionary.companion import companions
from osteon.dictionary.field import Entity, FieldSpec, entity
from osteon.dictionary.finding import Finding, UnreadableError
from osteon.dictionary.lab_result import check_lab_result
from osteon.dictionary.missing import QUANTIFICATION
from osteon.dictionary.readers import Reader, compile_reader, parse_number
from osteon.dictionary.units import Quantity, find_quantity
from osteon.errors import Problem, suggest

Row = dict[str, object]
Findings = list[tuple[str, Finding]]
RowRule = Callable[[Row], Findings]

_NEEDED = frozenset({Requirement.KEY, Requirement.REQUIRED})
_ROW_RULES: Mapping[str, RowRule] = {"lab_result": check_lab_result}


@dataclass(frozen=True)
class RowReader:
    """The compiled check of one entity.

    Parameters
    ----------
    readers : mapping of str to callable
        How each name of a row is read, companions of fields included.
    needed : tuple of FieldSpec
        The fields that cannot be left out without a reason.
    explained : mapping of str to str
        Each name of a reason, with the field it explains.
    partial_dates : tuple of str
        The fields that say whether they were estimated.
    limited : tuple of str
        The fields that may have a limit of quantification.
    quantities : mapping of str to (str, Quantity)
        Each name of a unit, with its field and the units it permits.
    rules : tuple of callable
        What holds between the fields of this entity.
    """

    readers: Mapping[str, Reader]
    needed: tuple[FieldSpec, ...]
    explained: Mapping[str, str]
    partial_dates: tuple[str, ...]
    limited: tuple[str, ...]
    quantities: Mapping[str, tuple[str, Quantity]]
    rules: tuple[RowRule, ...]

    def read(
        self, row: Mapping[str, object], where: str, *, draft: bool = False
    ) -> tuple[Row, list[Problem]]:
        """Return the typed row and its problems; the row counts only if there are none."""
        given = {name: value for name, value in row.items() if not _is_blank(value)}
        findings: Findings = []
        unjudged = self._convert_units(given, findings)
        typed = self._read_values(given, unjudged, findings)
        self._check_absences(given, findings, draft=draft)
        self._check_companions(given, typed, findings)
        for rule in self.rules:
            findings += rule(typed)
        return typed, [Problem(f"{where}.{name}", *finding) for name, finding in findings]

    def _convert_units(self, given: Row, findings: Findings) -> set[str]:
        """Convert what states its unit; return the fields whose unit does not fit."""
        unjudged: set[str] = set()
        for unit_name in [name for name in given if name in self.quantities]:
            name, quantity = self.quantities[unit_name]
            unit = given.pop(unit_name)
            if not isinstance(unit, str) or unit not in quantity.units:
                findings.append((unit_name, _unfit_unit(quantity)))
                unjudged.add(name)
            elif (number := parse_number(given.get(name))) is not None:
                given[name] = quantity.convert(number, unit)
        return unjudged

    def _read_values(self, given: Row, unjudged: set[str], findings: Findings) -> Row:
        typed: Row = {}
        for name, value in given.items():
            reader = self.readers.get(name)
            if reader is None:
                findings.append((name, self._unknown_field(name)))
            elif name not in unjudged:
                try:
                    typed[name] = reader(value)
                except UnreadableError as error:
                    findings.append((name, error.finding))
        return typed

    def _unknown_field(self, name: str) -> Finding:
        hint = suggest(name, list(self.readers)) or "The manual lists the fields."
        return Finding("no field of this name", "a field of the table", hint)

    def _check_absences(self, given: Row, findings: Findings, *, draft: bool) -> None:
        for field in self.needed:
            excused = field.may_be_absent and (draft or f"{field.name}_null" in given)
            if field.name not in given and not excused:
                findings.append((field.name, _absence(field)))
        for reason in given:
            if self.explained.get(reason) in given:
                found = "a reason for the absence of a value that is there"
                findings.append((reason, Finding(found, "a value or a reason, not both")))

    def _check_companions(self, given: Row, typed: Row, findings: Findings) -> None:
        for name in self.partial_dates:
            mark = f"{name}_estimated"
            if name in typed:
                typed.setdefault(mark, False)
            elif typed.get(mark) and name not in given:
                permitted = "a mark only beside a date"
                findings.append((mark, Finding("an estimated date that is absent", permitted)))
        for name in self.limited:
            limit = f"{name}_limit"
            beyond = typed.get(f"{name}_null") in QUANTIFICATION
            if beyond and limit not in given:
                findings.append((limit, Finding("nothing", "the limit beside BLQ and ALQ")))
            elif not beyond and limit in given:
                permitted = "a limit only beside BLQ and ALQ"
                findings.append((limit, Finding("a limit without its reason", permitted)))


@cache
def compile_row_reader(entity_name: str) -> RowReader:
    """Return the compiled check of an entity."""
    table = entity(entity_name)
    fields = table.fields
    units = [(field, find_quantity(field.unit, field.substance)) for field in fields if field.unit]
    return RowReader(
        readers=_compile_readers(table),
        needed=tuple(field for field in fields if field.requirement in _NEEDED),
        explained={f"{field.name}_null": field.name for field in fields if field.may_be_absent},
        partial_dates=tuple(field.name for field in fields if field.kind == "partial_date"),
        limited=tuple(field.name for field in fields if field.has_limit),
        quantities={f"{field.name}_unit": (field.name, quantity) for field, quantity in units},
        rules=tuple(rule for name, rule in _ROW_RULES.items() if name == entity_name),
    )


def _compile_readers(table: Entity) -> dict[str, Reader]:
    return {
        name: compile_reader(part)
        for field in table.fields
        for name, part in [(field.name, field), *companions(field).items()]
    }


def _is_blank(value: object) -> bool:
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (isinstance(value, list | tuple) and not value)


def _unfit_unit(quantity: Quantity) -> Finding:
    return Finding("a unit that does not fit", " or ".join(quantity.units))


def _absence(field: FieldSpec) -> Finding:
    if field.requirement is Requirement.KEY:
        return Finding("nothing", "a value; no reason can stand in for it")
    reasons = ", ".join(field.reasons)
    return Finding("nothing", f"a value, or a reason under '{field.name}_null' ({reasons})")
