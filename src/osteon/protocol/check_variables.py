"""What variables and dates of a protocol say must exist: columns, concepts, other dates."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from osteon.concepts import CONCEPTS, Concept
from osteon.dictionary import ENTITIES
from osteon.errors import Problem, suggest
from osteon.protocol.check_selection import (
    DATE_KINDS,
    Found,
    Path,
    expression_problems,
    field_problem,
    fields_of,
    selection_problems,
    undeclared,
)
from osteon.protocol.condition import parse_calculation, parse_condition
from osteon.protocol.model import Variable
from osteon.protocol.study_protocol import StudyProtocol, Unit


def find_variable_problems(protocol: StudyProtocol) -> Iterator[Found]:
    """Yield each problem of the variables, the dates and the switches."""
    yield from switch_problems(("switches",), protocol.switches)
    for section, declared in (("date", protocol.date), ("variable", protocol.variable)):
        for name, variable in declared.items():
            path = (section, name)
            if section == "variable" and name in protocol.date:
                yield path, Problem("", f"{name!r} twice", "a name that is not also a date")
            yield from _source_problems(protocol, path, variable)
            if section == "date" and _is_certainly_no_date(variable):
                yield path, Problem("", "a source that gives no date", "a source that gives a date")


def switch_problems(path: Path, switches: Mapping[str, Any]) -> Iterator[Found]:
    """Yield each switch that no concept has, and each value that no concept permits."""
    known = sorted({switch for concept in CONCEPTS.values() for switch in concept.switches})
    for switch, value in switches.items():
        for concept in CONCEPTS.values():
            if switch in concept.switches and concept.switch_problems({switch: value}):
                yield (*path, switch), concept.switch_problems({switch: value})[0]
                break
        if switch not in known:
            yield (
                (*path, switch),
                Problem("", f"{switch!r}", ", ".join(known), suggest(switch, known)),
            )


def _source_problems(protocol: StudyProtocol, path: Path, variable: Variable) -> Iterator[Found]:
    dates = _dates_above(protocol, path)
    for key, given in (("with", variable.options), ("version", variable.version)):
        if given and variable.concept is None:
            yield (*path, key), Problem("", f"`{key}`", f"`{key}` only beside `concept`")
    if variable.known is not None:
        yield from undeclared((*path, "known"), variable.known, dates)
    match variable.source:
        case "column":
            yield from _column_problems((*path, "column"), str(variable.column))
        case "concept":
            yield from _concept_problems(path, variable, protocol.unit)
        case "duration" | "first_known" | "bands" | "cases" | "calculate":
            yield from _reference_problems(protocol, path, variable, dates)
        case source:
            yield from selection_problems((*path, source), getattr(variable, source), source, dates)


def _reference_problems(
    protocol: StudyProtocol, path: Path, variable: Variable, dates: Sequence[str]
) -> Iterator[Found]:
    """Yield a problem for each other variable or date that is referred to and not declared."""
    if variable.duration is not None:
        yield from undeclared((*path, "duration", "from"), variable.duration.start, dates)
        yield from undeclared((*path, "duration", "to"), variable.duration.end, dates)
    for name in variable.first_known or ():
        yield from undeclared((*path, "first_known"), name, dates)
    section, name = path
    above = _names_above(list(protocol.variable), name) if section == "variable" else []
    if variable.bands is not None:
        yield from undeclared((*path, "bands", "of"), variable.bands.of, above)
    for number, case in enumerate(variable.cases or ()):
        where = (*path, "cases", str(number), "when")
        yield from expression_problems(where, parse_condition, case.when, [*above, *dates])
    if variable.calculate is not None:
        where = (*path, "calculate")
        yield from expression_problems(
            where, parse_calculation, variable.calculate, [*above, *dates]
        )


def _dates_above(protocol: StudyProtocol, path: Path) -> list[str]:
    """Return the dates that may be referred to: for a date only those declared before it."""
    names = list(protocol.date)
    return _names_above(names, path[1]) if path[0] == "date" else names


def _names_above(names: list[str], name: str) -> list[str]:
    return names[: names.index(name)]


def _column_problems(path: Path, column: str) -> Iterator[Found]:
    table, _, field = column.partition(".")
    if table not in ENTITIES:
        tables = sorted(ENTITIES)
        yield (
            path,
            Problem(
                "", f"the table {table!r}", "a table of the dictionary", suggest(table, tables)
            ),
        )
        return
    yield from field_problem(path, table, field)


def _concept_problems(path: Path, variable: Variable, unit: Unit) -> Iterator[Found]:
    name = variable.concept or ""
    if name not in CONCEPTS:
        names = sorted(CONCEPTS)
        yield (*path, "concept"), Problem("", f"{name!r}", ", ".join(names), suggest(name, names))
        return
    concept = CONCEPTS[name]
    if concept.unit not in {"patient", unit}:
        yield (*path, "concept"), _of_another_unit(concept, unit)
    if variable.version not in {None, concept.version}:
        yield (*path, "concept"), _of_another_version(concept, variable.version)
    for problem in concept.switch_problems(variable.options):
        switch = problem.where.removeprefix(f"{name}.")
        yield (*path, "with", switch), problem


def _of_another_unit(concept: Concept, unit: Unit) -> Problem:
    return Problem(
        where="",
        found=f"'{concept.name}', which has one value for each {concept.unit}",
        permitted=f"concepts of the patient or of the study's unit, which is {unit}",
        hint=f'Say unit = "{concept.unit}" at the top of a study of its own.',
    )


def _of_another_version(concept: Concept, version: int | None) -> Problem:
    return Problem(
        where="",
        found=f"version {version} of '{concept.name}'",
        permitted=f"version {concept.version}, the present one",
        hint="Read in the manual what the definition says now, and raise the version.",
    )


def _is_certainly_no_date(variable: Variable) -> bool:
    if variable.concept in CONCEPTS:
        return bool(CONCEPTS[str(variable.concept)].kind != "date")
    if variable.column is not None:
        table, _, name = variable.column.partition(".")
        field = fields_of(table).get(name) if table in ENTITIES else None
        return field is not None and field.kind not in DATE_KINDS
    return variable.source in {"any", "count", "sum", "duration", "bands", "cases", "calculate"}
