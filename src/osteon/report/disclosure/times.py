"""Counts below the axis of time that are too small to be shown, or would give one away."""

from collections.abc import Iterable, Iterator, Mapping

from osteon.report.disclosure.places import is_small
from osteon.study import Cell

OVER_TIME = frozenset({"n_at_risk", "n_event_by", "n_censored_by"})


def find_small_times(cells: Iterable[Cell], threshold: int) -> frozenset[str]:
    """Return the ids of the counts at a time that are withheld.

    Those at risk, with the event and censored add up to all of a group, and the groups to all of a
    population, which another analysis may show: of either never a single count is withheld.
    """
    over_time = [cell for cell in cells if cell.statistic in OVER_TIME]
    counts = {cell.cell_id: round(cell.value) for cell in over_time}
    withheld = {name for name, n in counts.items() if is_small(n, threshold)}
    sums = list(_sums(over_time))
    while added := set(_completing(sums, counts, withheld)):
        withheld |= added
    return frozenset(withheld)


def _sums(cells: Iterable[Cell]) -> Iterator[list[str]]:
    of_group: dict[tuple[str, ...], list[str]] = {}
    of_time: dict[tuple[str, ...], list[str]] = {}
    for cell in cells:
        whole = (cell.analysis, cell.population)
        of_group.setdefault((*whole, cell.group, cell.level), []).append(cell.cell_id)
        same = (*whole, cell.variable, cell.level, cell.statistic)
        of_time.setdefault(same, []).append(cell.cell_id)
    yield from (*of_group.values(), *of_time.values())


def _completing(
    sums: Iterable[list[str]], counts: Mapping[str, int], withheld: set[str]
) -> Iterator[str]:
    """Yield the least other count of each sum of which a single one is withheld."""
    for own in sums:
        shown = [name for name in own if name not in withheld]
        others = [name for name in shown if counts[name]]
        if len(own) - len(shown) == 1 and others:
            yield min(others, key=lambda name: (counts[name], name))
