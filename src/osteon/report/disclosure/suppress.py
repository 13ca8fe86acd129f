"""Results in which small counts, and whatever gives them away, are withheld."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from osteon.errors import Problem, UserError
from osteon.report.disclosure.counts import safe_counts
from osteon.report.disclosure.curves import coarsen
from osteon.report.disclosure.flow import merge_steps
from osteon.report.disclosure.places import (
    SmallPlaces,
    find_small_places,
    is_small,
    place_of,
)
from osteon.report.disclosure.times import find_small_times
from osteon.report.material import is_comparison
from osteon.report.rounding import NOT_SHOWN, SUPPRESSED
from osteon.study import BranchCounts, Cell, GuardFinding, StudyResults, StudyRun

LEAST_THRESHOLD = 2
EXTREMES = frozenset({"min", "max"})
OF_COUNTS = frozenset({"n_event", "n_censored", "n_at_risk", "n_event_by", "n_censored_by"})
OF_PATIENTS = frozenset({"swimmer"})
"""Kinds of analyses that show single patients."""
OVER_TIME = frozenset({"survival", "cumulative_incidence"})
INTEGER = re.compile(r"(?<![\w.\-])\d+(?![\w.%\-]|\.\d)")

Key = tuple[str, str, str, str]
"""Analysis, population, group and variable: what one variable says of one group."""


@dataclass(frozen=True, slots=True)
class Withholding:
    """Decides which cells are withheld.

    Parameters
    ----------
    threshold : int
        The least count that is shown.
    places : SmallPlaces
        Whose counts are withheld.
    touched : set of Key
        Variables of groups with a level withheld: what compares them gives it away.
    at_risk : mapping
        By analysis, population, group and time, how many were at risk.
    times : set of str
        Ids of the counts at a time that are withheld.
    """

    threshold: int
    places: SmallPlaces
    touched: frozenset[tuple[str, str]]
    at_risk: Mapping[tuple[str, str, str, str], float]
    times: frozenset[str] = frozenset()

    def holds_back(self, cell: Cell) -> bool:
        """Return whether a cell is withheld."""
        if is_comparison(cell):
            return (cell.analysis, cell.variable) in self.touched
        population, group, variable, _ = place_of(cell)
        whole = (population, group, "", "")
        return (
            cell.statistic in EXTREMES
            or cell.cell_id in self.times
            or whole in self.places
            or place_of(cell) in self.places
            or (cell.n is not None and is_small(cell.n, self.threshold))
            or self._is_few(cell)
            or ((cell.analysis, variable) in self.touched and cell.statistic in OF_COUNTS)
        )

    def _is_few(self, cell: Cell) -> bool:
        """Return whether a cell counts a few, or rests on few who were still at risk."""
        is_count = cell.statistic.startswith("n_") or cell.statistic == "person_years"
        if is_count and is_small(cell.value, self.threshold):
            return True
        key = (cell.analysis, cell.population, cell.group, cell.level)
        is_late = cell.statistic in OVER_TIME and key in self.at_risk
        return is_late and self.at_risk[key] < self.threshold


def suppress(run: StudyRun, threshold: int) -> StudyRun:
    """Return a run without small counts; what that cost stands in ``study["disclosure"]``.

    Withheld are: counts from 1 to one below the threshold with all that is said of their place;
    counts that would give them by subtraction; tests and ratios of such counts; extremes, which
    are values of single patients; curves where few are at risk, and their steps of single
    patients; every bar of a swimmer plot; person-years in squares of which a few patients may have
    all; steps of the flow chart that left out a few, told together with a neighbour; small
    numbers in warnings; published values held against a withheld one; count tables with a small
    count.

    Parameters
    ----------
    run : StudyRun
        What a study found, and the count tables it rests on.
    threshold : int
        The least count that is shown; 0 is shown.

    Raises
    ------
    UserError
        Where the threshold would withhold nothing.
    """
    if threshold < LEAST_THRESHOLD:
        problem = Problem(
            where="the least count to be shown",
            found=str(threshold),
            permitted=f"{LEAST_THRESHOLD} or more",
        )
        raise UserError("Small counts cannot be withheld.", [problem])
    results, counts = _without_patients(run.results), safe_counts(run.counts, threshold)
    decide = _withholding(results, threshold)
    cells = tuple(_withheld(c) if decide.holds_back(c) else _without_missing(c, decide)
                  for c in results.cells)  # fmt: skip
    shown = {cell.cell_id for cell in cells if cell.method != SUPPRESSED}
    suppressed = replace(
        results,
        analyses=tuple(
            replace(a, counts=tuple(name for name in a.counts if name in counts))
            for a in results.analyses
        ),
        attrition=merge_steps(results.attrition, threshold),
        cells=cells,
        curves=tuple(coarsen(curve, threshold) for curve in results.curves),
        warnings=tuple(_without_small_numbers(w, threshold) for w in results.warnings),
        published=tuple(value for value in results.published if value.cell_id in shown),
        branches=tuple(b for b in results.branches if not _has_small(b, threshold)),
    )
    withheld_tables = f"{len(run.counts) - len(counts)} of {len(run.counts)} count tables"
    cost = f"{_cost(run.results, suppressed, decide)}, {withheld_tables}"
    return StudyRun(replace(suppressed, study={**results.study, "disclosure": cost}), counts)


def _withholding(results: StudyResults, threshold: int) -> Withholding:
    places = find_small_places(results, threshold)
    withheld = [cell for cell in results.cells if not is_comparison(cell)
                and (place_of(cell) in places or _counts_few(cell, threshold))]  # fmt: skip
    at_risk = {
        (cell.analysis, cell.population, cell.group, cell.level): cell.value
        for cell in results.cells
        if cell.statistic == "n_at_risk"
    }
    touched = frozenset((cell.analysis, cell.variable) for cell in withheld)
    times = find_small_times(results.cells, threshold)
    return Withholding(threshold, places, touched, at_risk, times)


def _without_patients(results: StudyResults) -> StudyResults:
    """Return results without the numbers of single patients."""
    own = {analysis.id for analysis in results.analyses if analysis.kind in OF_PATIENTS}
    return replace(
        results,
        analyses=tuple(
            replace(analysis, columns=(), rows=()) if analysis.id in own else analysis
            for analysis in results.analyses
        ),
        cells=tuple(cell for cell in results.cells if cell.analysis not in own or not cell.group),
    )


def _counts_few(cell: Cell, threshold: int) -> bool:
    return cell.statistic in {"n_event", "n_censored"} and is_small(cell.value, threshold)


def _withheld(cell: Cell) -> Cell:
    unknown = math.nan
    return replace(
        cell,
        value=unknown,
        conf_low=unknown,
        conf_high=unknown,
        n=None,
        n_missing=None,
        method=SUPPRESSED,
    )


def _without_missing(cell: Cell, decide: Withholding) -> Cell:
    """Return a cell that does not say how many lacked a value, where those are a few."""
    if cell.n_missing is None or not is_small(cell.n_missing, decide.threshold):
        return cell
    return replace(cell, n=None, n_missing=None)


def _without_small_numbers(finding: GuardFinding, threshold: int) -> GuardFinding:
    def said(number: re.Match[str]) -> str:
        return f"fewer than {threshold}" if is_small(int(number[0]), threshold) else number[0]

    return replace(finding, message=INTEGER.sub(said, finding.message))


def _has_small(branches: BranchCounts, threshold: int) -> bool:
    counts = (*branches.n, branches.n_parent, branches.n_several, branches.n_none)
    return any(is_small(n, threshold) for n in counts)


def _cost(old: StudyResults, new: StudyResults, decide: Withholding) -> str:
    """Return what was withheld, in words and numbers."""
    n_cells = len(old.cells) - sum(cell.method != SUPPRESSED for cell in new.cells)
    n_points = sum(len(curve.time) for curve in old.curves)
    n_kept = sum(len(curve.time) for curve in new.curves)
    return (
        f"Counts below {decide.threshold} are withheld and printed as {NOT_SHOWN}: "
        f"{n_cells} of {len(old.cells)} numbers "
        f"({len(decide.places.small)} places for their own count, "
        f"{len(decide.places.complementary)} because they would give another away), "
        f"{n_points - n_kept} of {n_points} points of curves, "
        f"{len(old.attrition) - len(new.attrition)} of {len(old.attrition)} steps of the flow "
        f"chart, {len(old.published) - len(new.published)} comparisons with published values"
    )
