"""Values of a variable in a population as cells: counts and percents, or location and range."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import CohortVariable
from osteon.estimate import ValueCounts, estimate_proportion, estimate_value_summary
from osteon.study.cell_keys import CellKeys
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
    keys: CellKeys, variable: CohortVariable, counts: pa.Table, conf_level: float
) -> list[Cell]:
    """Return the cells of one variable in one population or group.

    Parameters
    ----------
    keys : CellKeys
        Analysis, population and group.
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
        number_keys = replace(
            keys, variable=variable.name, n=n_total - n_missing, n_missing=n_missing
        )
        return _number_cells(number_keys, variable, known)
    level_keys = replace(keys, variable=variable.name, n=n_total, n_missing=n_missing)
    n_by_level = {str(row["value"]): int(row["n"]) for row in known.to_pylist()}
    return _level_cells(level_keys, variable, n_by_level, conf_level)


def order_levels(variable: CohortVariable, found: Mapping[str, int]) -> list[str]:
    """Return the levels that occur, in print order; those without a label last."""
    declared = [level for level in variable.levels if level in found]
    return declared + sorted(level for level in found if level not in variable.levels)


def _number_cells(keys: CellKeys, variable: CohortVariable, known: pa.Table) -> list[Cell]:
    values = ValueCounts.from_arrow(known, value="value")
    if not len(values.value):
        return []
    summary = estimate_value_summary(values)[""]
    return [
        keys.write(statistic, float(getattr(summary, attribute)), NUMBER_METHOD, variable.unit)
        for attribute, statistic in _STATISTICS.items()
    ]


def _level_cells(
    keys: CellKeys, variable: CohortVariable, n_by_level: Mapping[str, int], conf_level: float
) -> list[Cell]:
    levels = {level: n_by_level[level] for level in order_levels(variable, n_by_level)}
    if keys.n_missing:
        levels["missing"] = keys.n_missing
    cells = []
    for level, count in levels.items():
        share = estimate_proportion(count, keys.n or 0, conf_level=conf_level)
        cells.append(keys.at(level).write("n", count))
        cells.append(
            keys.at(level).write_estimate(
                "percent", share, PERCENT_METHOD, unit="%", per_unit=1 / 100
            )
        )
    return cells
