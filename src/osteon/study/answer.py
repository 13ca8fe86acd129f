"""What one analysis contributes to the results of a study."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from osteon.protocol import Analysis
from osteon.study.results import AnalysisResult, Cell, Curve, GuardFinding


@dataclass(frozen=True, slots=True)
class Answer:
    """One analysis, answered: cells and curves, the guards that fired, and the count tables."""

    result: AnalysisResult
    cells: tuple[Cell, ...]
    counts: Mapping[str, pa.Table]
    curves: tuple[Curve, ...] = ()
    findings: tuple[GuardFinding, ...] = ()


def open_result(name: str, analysis: Analysis) -> AnalysisResult:
    """Return the result of an analysis before it is answered: its names, as in the protocol."""
    return AnalysisResult(id=name, kind=analysis.kind, title=analysis.title, note=analysis.note)
