"""Who is in a population, and how many left at which step for which reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import ibis
from ibis.expr.types import BooleanValue, Table, Value

from osteon.cohort.compute import KNOWN
from osteon.cohort.conditions import FALSE, TRUE, compile_condition
from osteon.cohort.layers import layer_names
from osteon.protocol import Population, Step, StudyProtocol, names_in, parse_condition


@dataclass(frozen=True, slots=True)
class AttritionStep:
    """One step: of those before it, how many were excluded, how many could not be judged.

    `unknown_stay` is False where those who could not be judged left, and are not counted among the
    excluded; True where they stayed.
    """

    population: str
    parent: str
    reason: str
    n_before: int
    n_excluded: int
    n_unknown: int
    n_after: int
    unknown_stay: bool = False


@dataclass(frozen=True, slots=True)
class FlowStep:
    """Columns of a cohort that say who was there before a step, how it judged, and who stayed.

    `before` is empty where everybody was; `verdict` where nobody was judged.
    """

    population: str
    number: int
    before: str
    verdict: str
    after: str

    def is_before(self, table: Table) -> BooleanValue:
        """Return who was there before the step."""
        return table[self.before] if self.before else table.patient_id.notnull()

    def is_unknown(self, table: Table) -> BooleanValue:
        """Return who could not be judged."""
        return table[self.verdict].isnull() if self.verdict else table.patient_id.isnull()


def flow_steps(protocol: StudyProtocol) -> Iterator[FlowStep]:
    """Yield every step of every population; one without steps has one at which nobody leaves."""
    for name, population in protocol.population.items():
        before = f"in_{population.parent}" if population.parent else ""
        if not population.steps:
            yield FlowStep(name, 0, before, "", f"in_{name}")
        for number in range(len(population.steps)):
            yield FlowStep(name, number, before, _verdict(name, number), _after(name, number))
            before = _after(name, number)


def population_flags(protocol: StudyProtocol, table: Table) -> dict[str, Value]:
    """Return ``in_<population>`` for each population, and the state after each of its steps."""
    above = {name: (one.parent, one.without) for name, one in protocol.population.items()}
    flags: dict[str, Value] = {}
    for layer in layer_names({name: [a for a in names if a] for name, names in above.items()}):
        for name in layer:
            flags |= _flags(name, protocol.population[name], table, flags)
    return flags


def _flags(
    name: str, population: Population, table: Table, above: Mapping[str, Value]
) -> dict[str, Value]:
    """Return the columns of a population from those of the populations above it."""
    before = above[f"in_{population.parent}"] if population.parent else TRUE
    if population.without is not None:
        return {f"in_{name}": before & ~above[f"in_{population.without}"]}
    states: dict[str, Value] = {f"in_{name}{KNOWN}": _known_on(table, population, above)}
    for number, (step, verdict) in enumerate(_verdicts(name, population, table)):
        states[_verdict(name, number)] = verdict
        fulfilled = verdict.fill_null(FALSE)
        before = before & (~fulfilled if step.drops else fulfilled)
        states[_after(name, number)] = before
    return {**states, f"in_{name}": before}


def count_attrition(protocol: StudyProtocol, table: Table) -> tuple[AttritionStep, ...]:
    """Count every step of every population in one pass."""
    sums = {}
    for index, step in enumerate(flow_steps(protocol)):
        here = step.is_before(table)
        sums[f"before {index}"] = here.ifelse(1, 0).sum()
        sums[f"unknown {index}"] = (here & step.is_unknown(table)).ifelse(1, 0).sum()
        sums[f"after {index}"] = table[step.after].ifelse(1, 0).sum()
    counted = table.aggregate(**sums).to_pyarrow().to_pylist()[0]
    n = {key: int(value or 0) for key, value in counted.items()}
    return tuple(
        _entry(protocol, step, *(n[f"{word} {index}"] for word in ("before", "unknown", "after")))
        for index, step in enumerate(flow_steps(protocol))
    )


def reason_of(protocol: StudyProtocol, step: FlowStep) -> str:
    """Return why those who leave at a step do so; empty where nobody can."""
    population = protocol.population[step.population]
    if population.without is not None:
        return f"In '{protocol.population[population.without].title}'"
    return population.steps[step.number].reason if population.steps else ""


def _entry(
    protocol: StudyProtocol, step: FlowStep, n_before: int, n_unknown: int, n_after: int
) -> AttritionStep:
    population = protocol.population[step.population]
    unknown_stay = bool(population.steps) and population.steps[step.number].drops
    return AttritionStep(
        population=step.population,
        parent=population.parent or "",
        reason=reason_of(protocol, step),
        n_before=n_before,
        n_excluded=n_before - n_after - (0 if unknown_stay else n_unknown),
        n_unknown=n_unknown,
        n_after=n_after,
        unknown_stay=unknown_stay,
    )


def _verdicts(
    name: str, population: Population, table: Table
) -> Iterator[tuple[Step, BooleanValue]]:
    for number, step in enumerate(population.steps):
        condition = parse_condition(step.condition, where=f"population.{name}.steps.{number}")
        yield (
            step,
            compile_condition(condition, {each: table[each] for each in names_in(condition)}),
        )


def _known_on(table: Table, population: Population, above: Mapping[str, Value]) -> Value:
    """Return the day on which membership was known: the latest that any step waits for."""
    names = {
        name
        for step in population.steps
        for name in names_in(parse_condition(step.condition, where="steps"))
    }
    days = [table[f"{name}{KNOWN}"] for name in sorted(names)]
    parent = above.get(f"in_{population.parent}{KNOWN}")
    days += [] if parent is None else [parent]
    return ibis.greatest(*days) if days else ibis.null("int64")


def _verdict(name: str, number: int) -> str:
    return f"verdict_{name}__{number}"


def _after(name: str, number: int) -> str:
    return f"after_{name}__{number}"
