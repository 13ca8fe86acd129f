"""Who is in a population, and how many left at which step for which reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from ibis.expr.types import BooleanValue, Table, Value

from osteon.cohort.compute import KNOWN, latest_known
from osteon.cohort.conditions import FALSE, TRUE, compile_condition
from osteon.protocol import Population, StudyProtocol, names_in, parse_condition


@dataclass(frozen=True, slots=True)
class AttritionStep:
    """One step: of those before it, how many were excluded, how many could not be judged."""

    population: str
    parent: str
    reason: str
    n_before: int
    n_excluded: int
    n_unknown: int
    n_after: int


def flag_populations(protocol: StudyProtocol, table: Table) -> Table:
    """Add ``in_<population>`` for each population, and the state after each of its steps."""
    for name, population in protocol.population.items():
        before = table[f"in_{population.parent}"] if population.parent else TRUE
        if population.without is not None:
            inside = before & ~table[f"in_{population.without}"]
            table = table.mutate(**{f"in_{name}": inside})
            continue
        states: dict[str, Value] = {f"in_{name}{KNOWN}": _known_on(table, population)}
        for number, verdict in enumerate(_verdicts(name, population, table)):
            states[_verdict(name, number)] = verdict
            before = before & verdict.fill_null(FALSE)
            states[_after(name, number)] = before
        table = table.mutate(**states, **{f"in_{name}": before})
    return table


def count_attrition(protocol: StudyProtocol, table: Table) -> tuple[AttritionStep, ...]:
    """Count every step of every population in one pass."""
    everybody = table.patient_id.notnull()
    sums = {}
    for name, before, verdict, after in _steps(protocol):
        here = table[before] if before else everybody
        unknown = table[verdict].isnull() if verdict else ~everybody
        sums[f"{name}/{after}/before"] = here.ifelse(1, 0).sum()
        sums[f"{name}/{after}/unknown"] = (here & unknown).ifelse(1, 0).sum()
        sums[f"{name}/{after}/after"] = table[after].ifelse(1, 0).sum()
    counted = table.aggregate(**sums).to_pyarrow().to_pylist()[0]
    n = {key: int(value or 0) for key, value in counted.items()}
    entries = []
    for name, _, _, after in _steps(protocol):
        n_before, n_unknown, n_after = (
            n[f"{name}/{after}/{word}"] for word in ("before", "unknown", "after")
        )
        entries.append(
            AttritionStep(
                population=name,
                parent=protocol.population[name].parent or "",
                reason=_reason(protocol, name, after),
                n_before=n_before,
                n_excluded=n_before - n_unknown - n_after,
                n_unknown=n_unknown,
                n_after=n_after,
            )
        )
    return tuple(entries)


def _verdicts(name: str, population: Population, table: Table) -> Iterator[BooleanValue]:
    columns = {column: table[column] for column in table.columns}
    for number, step in enumerate(population.steps):
        condition = parse_condition(step.keep, where=f"population.{name}.steps.{number}.keep")
        yield compile_condition(condition, columns)


def _known_on(table: Table, population: Population) -> Value:
    """Return the day on which membership was known: the latest that any step waits for."""
    names = {
        name
        for step in population.steps
        for name in names_in(parse_condition(step.keep, where="keep"))
    }
    above = {f"in_{population.parent}"} if population.parent else set()
    return latest_known(table, names | {n for n in above if f"{n}{KNOWN}" in table.columns})


def _steps(protocol: StudyProtocol) -> Iterator[tuple[str, str, str, str]]:
    """Yield population, column before, column of the verdict and column after, step by step."""
    for name, population in protocol.population.items():
        before = f"in_{population.parent}" if population.parent else ""
        if not population.steps:
            yield name, before, "", f"in_{name}"
        for number in range(len(population.steps)):
            yield name, before, _verdict(name, number), _after(name, number)
            before = _after(name, number)


def _reason(protocol: StudyProtocol, name: str, after: str) -> str:
    population = protocol.population[name]
    if population.without is not None:
        return f"In '{protocol.population[population.without].title}'"
    if not population.steps:
        return ""
    return population.steps[int(after.rpartition("__")[2])].reason


def _verdict(name: str, number: int) -> str:
    return f"verdict_{name}__{number}"


def _after(name: str, number: int) -> str:
    return f"after_{name}__{number}"
