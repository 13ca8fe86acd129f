"""Which counts are too small to be shown, and which others would give them away."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from osteon.report.material import is_comparison
from osteon.study import Cell, StudyResults

Place = tuple[str, str, str, str]
"""Population, group, variable and level: whose count it is, in whatever analysis."""
MISSING = "(missing)"
"""The level of those without a value, where no level of the variable says so."""
Counts = dict[Place, int]


def is_small(count: float, threshold: int) -> bool:
    """Return whether a count tells of a few patients; nobody is not a few."""
    return 0 < count < threshold


@dataclass(slots=True)
class SmallPlaces:
    """Places whose counts are withheld.

    Parameters
    ----------
    small : set of Place
        Because the count is small.
    complementary : set of Place
        Because the count, taken from a sum, would give a small one.
    """

    small: set[Place] = field(default_factory=set)
    complementary: set[Place] = field(default_factory=set)

    def __contains__(self, place: Place) -> bool:
        return place in self.small or place in self.complementary


def find_small_places(results: StudyResults, threshold: int) -> SmallPlaces:
    """Return the places to withhold.

    1. A count from 1 to one below the threshold is small; so is a difference between a population
       and the one it was taken from, which makes all counts of the part small.
    2. Of counts that add up to a shown sum (levels of a variable, groups of a population, parts
       of a parent) never a single one is withheld: the least of the others is withheld with it.
       This is repeated until no sum gives a count away.
    """
    counts = dict(_counts_of(results.cells))
    places = SmallPlaces({place for place, n in counts.items() if is_small(n, threshold)})
    places.small |= _nearly_whole(counts, _parents(results), threshold)
    sums = list(_sums(counts, _parents(results)))
    while _complete(places, counts, sums):
        pass
    return places


def place_of(cell: Cell) -> Place:
    """Return whose count a cell is, or describes."""
    return (cell.population, cell.group, cell.variable, cell.level)


def _counts_of(cells: Iterable[Cell]) -> Iterator[tuple[Place, int]]:
    for cell in cells:
        if is_comparison(cell):
            continue
        if cell.statistic == "n":
            yield place_of(cell), int(cell.value)
        if cell.variable and cell.n_missing is not None:
            yield (cell.population, cell.group, cell.variable, MISSING), cell.n_missing


def _parents(results: StudyResults) -> Mapping[str, str]:
    return {step.population: step.parent for step in results.attrition if step.parent}


def _nearly_whole(counts: Counts, parents: Mapping[str, str], threshold: int) -> set[Place]:
    """Return the places of populations from whose parent only a few are left out."""
    sizes = {place[0]: n for place, n in counts.items() if not any(place[1:])}
    near = {
        name for name, parent in parents.items()
        if name in sizes and parent in sizes and is_small(sizes[parent] - sizes[name], threshold)
    }  # fmt: skip
    return {place for place in counts if place[0] in near}


def _sums(counts: Counts, parents: Mapping[str, str]) -> Iterator[list[Place]]:
    """Yield places whose counts add up to something shown."""
    levels: dict[Place, list[Place]] = {}
    groups: dict[Place, list[Place]] = {}
    parts: dict[tuple[str, Place], list[Place]] = {}
    for place in counts:
        population, group, variable, level = place
        if level:
            levels.setdefault((population, group, variable, ""), []).append(place)
        if group:
            groups.setdefault((population, "", variable, level), []).append(place)
        parent = parents.get(population)
        if parent is not None:
            whole = (parent, group, variable, level)
            parts.setdefault((parent, whole), []).append(place)
    yield from chain(levels.values(), groups.values())
    yield from ([whole, *own] for (_, whole), own in parts.items() if whole in counts)


def _complete(places: SmallPlaces, counts: Counts, sums: Iterable[list[Place]]) -> bool:
    """Withhold a second count wherever one is withheld alone; return whether any was."""
    is_changed = False
    for own in sums:
        withheld = [place for place in own if place in places]
        others = [place for place in own if place not in places and counts[place]]
        if len(withheld) == 1 and others:
            places.complementary.add(min(others, key=lambda place: (counts[place], place)))
            is_changed = True
    return is_changed
