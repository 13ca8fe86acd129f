"""What invented patients of a protocol say must exist: tables, fields, names, the unit meant."""

from collections.abc import Iterator

from osteon.dictionary import ENTITIES, check_references, check_rows
from osteon.errors import Problem, suggest
from osteon.protocol.check_selection import Found, Path, undeclared
from osteon.protocol.expectations import Expectation
from osteon.protocol.invented_rows import spell_out
from osteon.protocol.study_protocol import UNIT_TABLES, StudyProtocol

PATIENT = "invented"


def find_expectation_problems(protocol: StudyProtocol) -> Iterator[Found]:
    """Yield each problem of the invented patients, before anything is asked of them."""
    for number, expectation in enumerate(protocol.expect):
        path = ("expect", str(number))
        yield from _row_problems((*path, "given"), expectation)
        yield from _unit_problems((*path, "unit"), protocol, expectation)
        yield from _name_problems(path, protocol, expectation)


def _row_problems(path: Path, expectation: Expectation) -> Iterator[Found]:
    tables = sorted(ENTITIES)
    for table in expectation.given:
        if table not in ENTITIES:
            hint = suggest(table, tables)
            yield (*path, table), Problem("", f"{table!r}", "a table of the dictionary", hint)
    if len(expectation.given.get("patient", ())) > 1:
        yield (*path, "patient"), Problem("", "several patients", "one patient in each block")
    accepted = {}
    for table, rows in spell_out(expectation, PATIENT).items():
        checked = check_rows(table, rows)
        accepted[table] = checked.accepted
        for problem in checked.problems:
            yield (*path, table), _of_row(problem)
    for problem in check_references(accepted):
        yield path, _of_row(problem)


def _of_row(problem: Problem) -> Problem:
    return Problem("", f"{problem.found} ({problem.where})", problem.permitted, problem.hint)


def _unit_problems(
    path: Path, protocol: StudyProtocol, expectation: Expectation
) -> Iterator[Found]:
    table = UNIT_TABLES[protocol.unit]
    rows = expectation.given.get(table, [{}] if table == "patient" else [])
    ids = [str(row["id"]) for row in rows if "id" in row]
    if expectation.unit is not None:
        yield from undeclared(path, expectation.unit, ids)
    elif len(rows) != 1:
        permitted = f"one row of '{table}', or a `unit` that says which of several"
        yield path, Problem("", f"{len(rows)} rows of '{table}'", permitted)


def _name_problems(
    path: Path, protocol: StudyProtocol, expectation: Expectation
) -> Iterator[Found]:
    names = sorted(protocol.variables)
    for key, used, permitted in (
        ("variables", expectation.variables, names),
        ("missing", expectation.missing, names),
        ("known", expectation.known, names),
        ("populations", expectation.populations, sorted(protocol.population)),
        ("endpoint", expectation.endpoint, sorted(protocol.endpoint)),
    ):
        for name in used:
            where = (*path, key) if key == "missing" else (*path, key, name)
            yield from undeclared(where, name, permitted)
