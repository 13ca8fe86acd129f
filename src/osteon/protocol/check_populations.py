"""What populations of a protocol say must fit: parents above, steps, branches of one parent."""

from collections.abc import Iterator

from osteon.errors import Problem, suggest
from osteon.protocol.check_selection import Found, Path, expression_problems
from osteon.protocol.condition import parse_condition
from osteon.protocol.populations import Branches, Population, undeclared_branches
from osteon.protocol.study_protocol import StudyProtocol


def find_population_problems(protocol: StudyProtocol) -> Iterator[Found]:
    """Yield each problem of the populations and of their branches."""
    earlier: list[str] = []
    for name, population in protocol.population.items():
        yield from _population_problems(protocol, ("population", name), population, earlier)
        earlier.append(name)
    for number, branches in enumerate(protocol.branches):
        yield from _branch_problems(protocol, ("branches", str(number)), branches)
    for parent, parts in undeclared_branches(protocol.population, protocol.branches):
        yield ("population", parts[-1], "from"), _undeclared(parent, parts)


def _population_problems(
    protocol: StudyProtocol, path: Path, population: Population, earlier: list[str]
) -> Iterator[Found]:
    if population.parent is not None:
        yield from _one_of((*path, "from"), population.parent, earlier, "a population above")
    if population.without is not None:
        siblings = [n for n in earlier if protocol.population[n].parent == population.parent]
        what = "a population with the same `from`"
        yield from _one_of((*path, "without"), population.without, siblings, what)
    names = sorted(protocol.variables)
    for number, step in enumerate(population.steps):
        where = (*path, "steps", str(number), "drop" if step.drops else "keep")
        yield from expression_problems(where, parse_condition, step.condition, names)
    for variable in population.describe:
        what = "a variable of this protocol"
        yield from _one_of((*path, "describe"), variable, sorted(protocol.variable), what)


def _branch_problems(protocol: StudyProtocol, path: Path, branches: Branches) -> Iterator[Found]:
    populations = protocol.population
    parent = branches.parent
    yield from _one_of((*path, "from"), parent, list(populations), "a population")
    parts = [name for name, population in populations.items() if population.parent == parent]
    for name in branches.into:
        yield from _one_of((*path, "into"), name, parts, f"a population with from = '{parent}'")


def _undeclared(parent: str, parts: tuple[str, ...]) -> Problem:
    listed = ", ".join(f'"{part}"' for part in parts)
    return Problem(
        where="",
        found=f"parts of '{parent}' of which nothing says whether they share patients: "
        f"{', '.join(parts)}",
        permitted="branches that are declared `disjoint` or `overlapping`",
        hint=f'Declare [[branches]] with from = "{parent}", into = [{listed}] and '
        'are = "disjoint" or are = "overlapping".',
    )


def _one_of(path: Path, name: str, permitted: list[str], what: str) -> Iterator[Found]:
    if name not in permitted:
        listed = f"{what}: {', '.join(permitted)}" if permitted else what
        yield path, Problem("", f"{name!r}", listed, suggest(name, permitted))
