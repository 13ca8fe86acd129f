"""Two results of a study side by side: which printed numbers moved, and what else did."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from osteon.report.material import is_comparison
from osteon.report.provenance import SHORT_DIGEST
from osteon.report.rounding import Part, render_part
from osteon.report.words import words_of
from osteon.study import Cell, StudyResults

HEADLINES = ("median_survival", "survival", "cumulative_incidence", "percent")
NOTHING = "not there"


@dataclass(frozen=True, slots=True)
class MovedNumber:
    """A number that is printed otherwise in two results, or only in one of them.

    Parameters
    ----------
    cell_id : str
        Which.
    label : str
        The same in words.
    old, new : str
        As printed, with its interval.
    is_headline : bool
        Whether it is the size of a population, an estimate over time, a percent or a comparison.
    """

    cell_id: str
    label: str
    old: str
    new: str
    is_headline: bool


def find_moved(old: StudyResults, new: StudyResults) -> tuple[MovedNumber, ...]:
    """Return the numbers that are printed otherwise, in the order of the new results."""
    before = {cell.cell_id: cell for cell in old.cells}
    after = {cell.cell_id: cell for cell in new.cells}
    groupings = {a.id: str(a.settings.get("group", "")) for a in (*old.analyses, *new.analyses)}
    words = words_of(new)
    moved = []
    for cell_id in dict.fromkeys((*after, *before)):
        then, now = (printed(cells.get(cell_id)) for cells in (before, after))
        if then != now:
            cell = after.get(cell_id) or before[cell_id]
            label = words.cell(cell, groupings.get(cell.analysis, ""))
            moved.append(MovedNumber(cell_id, label, then, now, _is_headline(cell)))
    return tuple(moved)


def printed(cell: Cell | None) -> str:
    """Return a cell as it is printed, with its interval where it has one."""
    if cell is None:
        return NOTHING
    value, low, high = (render_part(cell, p) for p in (Part.VALUE, Part.CONF_LOW, Part.CONF_HIGH))
    has_interval = cell.conf_level == cell.conf_level
    return f"{value} ({low} to {high})" if has_interval else value


def find_reasons(old: StudyResults, new: StudyResults) -> tuple[str, ...]:
    """Return what else differs between two results: protocol, data, cut-off, versions."""
    return tuple(_reasons(old, new))


def _reasons(old: StudyResults, new: StudyResults) -> Iterator[str]:
    digests = [str(r.study.get("protocol_digest", "")) for r in (old, new)]
    yield from _said("Protocol", digests, short=True)
    yield from _said(
        "Snapshot", [str(r.snapshot.get("digest", "")) for r in (old, new)], short=True
    )
    yield from _said("Data cut-off", [str(r.snapshot.get("data_cutoff", "")) for r in (old, new)])
    for name in sorted({*old.versions, *new.versions}):
        yield from _said(name, [str(r.versions.get(name, NOTHING)) for r in (old, new)])


def _said(name: str, values: Iterable[str], *, short: bool = False) -> Iterator[str]:
    before, after = (value[:SHORT_DIGEST] if short else value for value in values)
    if before != after:
        yield f"{name}: {before}, now {after}"


def _is_headline(cell: Cell) -> bool:
    is_size = cell.statistic == "n" and not cell.variable
    return is_size or cell.statistic in HEADLINES or is_comparison(cell)


def trace_number(cell_id: str, stages: Mapping[str, StudyResults]) -> str:
    """Return how a number went from stage to stage, such as another protocol, then other data."""
    texts = []
    for name, results in stages.items():
        cell = next((cell for cell in results.cells if cell.cell_id == cell_id), None)
        texts.append(f"{name}: {printed(cell)}")
    return "; ".join(texts)
