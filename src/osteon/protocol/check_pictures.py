"""What a picture of a protocol says must fit together: variables, and conditions on rows."""

from collections.abc import Iterator

from osteon.dictionary import ENTITIES
from osteon.errors import Problem
from osteon.protocol.analyses.pictures import (
    Lexis,
    Measurement,
    SkeletalMap,
    Swimmer,
    Trajectory,
    Transition,
)
from osteon.protocol.analysis import Analysis
from osteon.protocol.check_selection import (
    Found,
    Path,
    expression_problems,
    field_problem,
    fields_of,
    undeclared,
)
from osteon.protocol.condition import parse_condition
from osteon.protocol.study_protocol import StudyProtocol

NUMBERS = frozenset({"integer", "decimal"})


def find_picture_problems(
    protocol: StudyProtocol, path: Path, analysis: Analysis
) -> Iterator[Found]:
    """Yield everything that cannot be meant in an analysis that is a picture."""
    match analysis:
        case SkeletalMap(where=str(where)):
            fields = sorted(fields_of(analysis.table))
            yield from expression_problems((*path, "where"), parse_condition, where, fields)
        case Transition():
            variables = sorted(protocol.variable)
            yield from undeclared((*path, "from"), analysis.start, variables)
            yield from undeclared((*path, "to"), analysis.end, variables)
        case Trajectory():
            for name, measurement in analysis.values.items():
                yield from _measurement_problems((*path, "values", name), measurement)
        case Swimmer():
            dates = sorted(protocol.date)
            for mark in analysis.marks:
                yield from undeclared((*path, "marks"), mark, dates)
        case Lexis():
            yield from undeclared((*path, "since"), analysis.since, sorted(protocol.date))
        case _:
            return


def _measurement_problems(path: Path, measurement: Measurement) -> Iterator[Found]:
    """Yield a problem for a table, a column or a condition that does not fit the others."""
    if measurement.table not in ENTITIES:
        yield from undeclared((*path, "from"), measurement.table, sorted(ENTITIES))
        return
    fields = fields_of(measurement.table)
    for key in ("date", "value", "link"):
        field = getattr(measurement, key)
        if field is not None:
            yield from field_problem((*path, key), measurement.table, field)
    value = fields.get(measurement.value)
    if value is not None and value.kind not in NUMBERS:
        found = f"{measurement.value!r}, which is no number"
        yield (*path, "value"), Problem("", found, "a number")
    if measurement.where is not None:
        where = (*path, "where")
        yield from expression_problems(where, parse_condition, measurement.where, sorted(fields))
