"""Cells that share their keys, written one statistic at a time."""

from dataclasses import dataclass, replace
from typing import Self

from osteon.estimate import Estimate
from osteon.study.results import Cell

COUNT = "Count"


@dataclass(frozen=True, slots=True)
class CellKeys:
    """Which numbers are being written: the keys of their cells, and whom they rest on.

    Parameters
    ----------
    analysis, population, group, variable, level : str
        As in `Cell`.
    n, n_missing : int or None
        As in `Cell`.
    """

    analysis: str
    population: str = ""
    group: str = ""
    variable: str = ""
    level: str = ""
    n: int | None = None
    n_missing: int | None = None

    def at(self, level: str) -> Self:
        """Return the same keys at a level."""
        return replace(self, level=level)

    def write(self, statistic: str, value: float, method: str = COUNT, unit: str = "") -> Cell:
        """Return the cell of a number without an interval."""
        return Cell(
            analysis=self.analysis,
            population=self.population,
            group=self.group,
            variable=self.variable,
            level=self.level,
            statistic=statistic,
            value=value,
            unit=unit,
            n=self.n,
            n_missing=self.n_missing,
            method=method,
        )

    def write_estimate(
        self,
        statistic: str,
        estimate: Estimate,
        method: str,
        *,
        unit: str = "",
        per_unit: float = 1,
    ) -> Cell:
        """Return the cell of an estimate with its interval, divided by what one unit is."""
        return replace(
            self.write(statistic, estimate.value / per_unit, method, unit),
            conf_low=estimate.conf_low / per_unit,
            conf_high=estimate.conf_high / per_unit,
            conf_level=estimate.conf_level,
        )
