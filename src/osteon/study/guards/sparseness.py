"""SPARSE-01: small expected counts, and cells or groups without any event."""

import math
from collections.abc import Iterator, Sequence

from osteon.cohort import Cohort
from osteon.study.comparison import LEAST_EXPECTED
from osteon.study.hazard_ratios import FIRTH_METHOD
from osteon.study.results import Cell, GuardFinding


def guard_sparseness(name: str, cohort: Cohort, cells: Sequence[Cell]) -> Iterator[GuardFinding]:
    """Yield a finding for tables whose expected counts are small or of which a cell is empty.

    Which test and which interval stand beside them follows from the counts, never from a p-value.
    """
    small = [
        f"{_label(cohort, cell)} ({cell.value:.1f})"
        for cell in cells
        if cell.statistic == "min_expected" and cell.value < LEAST_EXPECTED
    ]
    if small:
        yield GuardFinding(
            code="SPARSE-01",
            analysis=name,
            message=f"The least expected count is below {LEAST_EXPECTED}: {', '.join(small)}; the "
            "chi-square approximation may not hold.",
            hint="Read the exact test beside it.",
        )
    empty = [
        _label(cohort, cell)
        for cell in cells
        if cell.statistic == "odds_ratio" and not 0 < cell.value < math.inf
    ]
    if empty:
        yield GuardFinding(
            code="SPARSE-01",
            analysis=name,
            message=f"A cell of the table is empty, and the odds ratio 0 or infinite: "
            f"{', '.join(empty)}.",
            hint="Read the exact interval: it says what an empty cell leaves open.",
        )
    without = [cell.group for cell in cells if cell.method == FIRTH_METHOD]
    if without:
        yield GuardFinding(
            code="SPARSE-01",
            analysis=name,
            message="A group has no event, so that hazard ratios are 0 or infinite.",
            hint="Read the ratio with Firth's penalty, which is finite, and its interval.",
        )


def _label(cohort: Cohort, cell: Cell) -> str:
    return cohort.variables[cell.variable].label if cell.variable in cohort.variables else ""
