"""Values of a variable in a population as cells: counts and percents, or location and range."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import CohortVariable
from osteon.estimate import ValueCounts, estimate_proportion, estimate_value_summary
from osteon.study.results import Cell

PERCENT_METHOD = "Percent of all patients, missing included; Wilson interval"
NUMBER_METHOD = "Quantiles of the observed values (Hyndman-Fan type 7)"

_STATISTICS: Mapping[str, str] = {
    "mean": "mean",
    "sd": "sd",
    "minimum": "min",
    "lower_quartile": "q1",
    "median": "median",
    "upper_quartile": "q3",
    "maximum": "max",
}


def summarise(
    analysis: str, population: str, variable: CohortVariable, counts: pa.Table, conf_level: float
) -> list[Cell]:
    """Return the cells of one variable in one population.

    Parameters
    ----------
    analysis, population : str
        Keys of the cells.
    variable : CohortVariable
        Its kind decides: quantiles for a number, counts and percents for anything else.
    counts : Arrow table
        Columns ``value`` (null where missing) and ``n``.
    conf_level : float
        Of the intervals of percents.
    """
    n_total = pc.sum(counts["n"]).as_py() or 0
    n_missing = pc.sum(counts.filter(pc.is_null(counts["value"]))["n"]).as_py() or 0
    known = counts.filter(pc.is_valid(counts["value"]))
    if variable.kind == "number":
        return _number_cells(analysis, population, variable, known, n_missing)
    n_by_level = {str(row["value"]): int(row["n"]) for row in known.to_pylist()}
    return _level_cells(
        (analysis, population), variable, n_by_level, (n_total, n_missing), conf_level
    )


def order_levels(variable: CohortVariable, found: Mapping[str, int]) -> list[str]:
    """Return the levels that occur, in print order; those without a label last."""
    declared = [level for level in variable.levels if level in found]
    return declared + sorted(level for level in found if level not in variable.levels)


def _number_cells(
    analysis: str, population: str, variable: CohortVariable, known: pa.Table, n_missing: int
) -> list[Cell]:
    values = ValueCounts.from_arrow(known, value="value")
    if not len(values.value):
        return []
    summary = estimate_value_summary(values)[""]
    return [
        Cell(
            analysis=analysis,
            population=population,
            variable=variable.name,
            statistic=statistic,
            value=float(getattr(summary, attribute)),
            unit=variable.unit,
            n=summary.n,
            n_missing=n_missing,
            method=NUMBER_METHOD,
        )
        for attribute, statistic in _STATISTICS.items()
    ]


def _level_cells(
    keys: tuple[str, str],
    variable: CohortVariable,
    n_by_level: Mapping[str, int],
    totals: tuple[int, int],
    conf_level: float,
) -> list[Cell]:
    n_total, n_missing = totals
    levels = {level: n_by_level[level] for level in order_levels(variable, n_by_level)}
    if n_missing:
        levels["missing"] = n_missing
    cells = []
    for level, count in levels.items():
        share = estimate_proportion(count, n_total, conf_level=conf_level)
        shared = {
            "analysis": keys[0], "population": keys[1], "variable": variable.name, "level": level,
        }  # fmt: skip
        cells.append(
            Cell(**shared, statistic="n", value=count, n=n_total, n_missing=n_missing,
                 method="Count")
        )  # fmt: skip
        cells.append(
            Cell(
                **shared,
                statistic="percent",
                value=100 * share.value,
                conf_low=100 * share.conf_low,
                conf_high=100 * share.conf_high,
                conf_level=conf_level,
                unit="%",
                n=n_total,
                n_missing=n_missing,
                method=PERCENT_METHOD,
            )
        )
    return cells
