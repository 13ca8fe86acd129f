"""Who is inside a population, and how many left at which step."""

from interpreter.answers import AttritionEntry, BranchEntry, UnitAnswers
from interpreter.conditions import holds
from osteon.protocol import Population, StudyProtocol, names_in, parse_condition


def follow_populations(protocol: StudyProtocol, units: list[UnitAnswers]) -> list[AttritionEntry]:
    """Write down for every unit which populations it is in, and return the steps in numbers."""
    entries: list[AttritionEntry] = []
    for name, population in protocol.population.items():
        before = [u for u in units if population.parent is None or u.inside[population.parent]]
        if population.without is not None:
            other = population.without
            after = [unit for unit in before if not unit.inside[other]]
            reason = f"In '{protocol.population[other].title}'"
            steps = [_entry(name, population, reason, (before, [], after))]
        else:
            after, steps = _walk(name, population, before)
        entries += steps
        inside = {unit.unit_id for unit in after}
        for unit in units:
            unit.inside[name] = unit.unit_id in inside
            if population.without is None:
                unit.inside_known_on[name] = _known_on(population, unit)
    return entries


def count_branches(protocol: StudyProtocol, units: list[UnitAnswers]) -> list[BranchEntry]:
    """Return how the declared branches of every parent lie to each other, in numbers."""
    entries = []
    for branches in protocol.branches:
        times = [sum(unit.inside[name] for name in branches.into) for unit in units]
        inside = [unit.inside[branches.parent] for unit in units]
        entries.append(
            BranchEntry(
                parent=branches.parent,
                branches=branches.into,
                n=tuple(sum(unit.inside[name] for unit in units) for name in branches.into),
                n_parent=sum(inside),
                n_several=sum(n > 1 for n in times),
                n_none=sum(is_in and n == 0 for is_in, n in zip(inside, times, strict=True)),
            )
        )
    return entries


def _known_on(population: Population, unit: UnitAnswers) -> int | None:
    """Return the latest day that a step, or a population above, waits for."""
    names = {
        name
        for step in population.steps
        for name in names_in(parse_condition(step.condition, where="interpreter"))
    }
    days = [unit.latest_known(names), unit.inside_known_on.get(population.parent or "")]
    return max((day for day in days if day is not None), default=None)


def _walk(
    name: str, population: Population, before: list[UnitAnswers]
) -> tuple[list[UnitAnswers], list[AttritionEntry]]:
    if not population.steps:
        return before, [_entry(name, population, "", (before, [], before))]
    entries = []
    for step in population.steps:
        condition = parse_condition(step.condition, where="interpreter")
        fulfilled = [unit for unit in before if holds(condition, unit.values) is True]
        unknown = [unit for unit in before if holds(condition, unit.values) is None]
        after = fulfilled
        if step.drop is not None:
            leavers = {unit.unit_id for unit in fulfilled}
            after = [unit for unit in before if unit.unit_id not in leavers]
        entry = _entry(name, population, step.reason, (before, unknown, after))
        if step.drop is not None:
            entry = entry._replace(n_excluded=len(before) - len(after), unknown_stay=True)
        entries.append(entry)
        before = after
    return before, entries


def _entry(
    name: str,
    population: Population,
    reason: str,
    groups: tuple[list[UnitAnswers], list[UnitAnswers], list[UnitAnswers]],
) -> AttritionEntry:
    n_before, n_unknown, n_after = map(len, groups)
    return AttritionEntry(
        population=name,
        parent=population.parent or "",
        reason=reason,
        n_before=n_before,
        n_excluded=n_before - n_unknown - n_after,
        n_unknown=n_unknown,
        n_after=n_after,
    )
