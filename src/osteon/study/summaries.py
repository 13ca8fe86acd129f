"""Values of a variable in a population as cells: counts and percents, or location and range."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import CohortVariable
from osteon.estimate import ValueCounts, estimate_proportion, estimate_value_summary
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell

MISSING = "missing"
PERCENT_METHOD = "Percent of all in the column, missing included; Wilson interval"
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
    keys: CellKeys,
    variable: CohortVariable,
    counts: pa.Table,
    levels: Sequence[str],
    conf_level: float,
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
    levels : sequence of str
        The levels to be printed, in order; a level that nobody has gets its zero.
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
    n_found = {str(row["value"]): int(row["n"]) for row in known.to_pylist()}
    n_found[MISSING] = n_missing
    return _level_cells(level_keys, {level: n_found.get(level, 0) for level in levels}, conf_level)


def summary_rules(
    variables: Iterable[CohortVariable], percent_rule: str = f"{PERCENT_METHOD}."
) -> tuple[str, ...]:
    """Return the sentences on how variables are summarised: those of the kinds there are."""
    is_number = {variable.kind == "number" for variable in variables}
    percents = (percent_rule,) if False in is_number else ()
    return (*percents, f"{NUMBER_METHOD}.") if True in is_number else percents


def order_levels(variable: CohortVariable, found: Collection[str]) -> list[str]:
    """Return the levels to be printed, in print order; those without a label last."""
    declared = [level for level in variable.levels if level in found or variable.shows_all]
    return declared + sorted(level for level in found if level not in variable.levels)


def found_levels(counts: pa.Table, column: str = "value") -> list[str]:
    """Return the values that occur in a count table, missing ones apart."""
    return [str(value) for value in pc.unique(counts[column]).to_pylist() if value is not None]


def printed_levels(variable: CohortVariable, counts: pa.Table, column: str = "value") -> list[str]:
    """Return the levels to be printed, with a row for the missing where somebody lacks a value."""
    levels = order_levels(variable, found_levels(counts, column))
    return [*levels, MISSING] if counts[column].null_count else levels


def _number_cells(keys: CellKeys, variable: CohortVariable, known: pa.Table) -> list[Cell]:
    values = ValueCounts.from_arrow(known, value="value")
    if not len(values.value):
        return []
    summary = estimate_value_summary(values)[""]
    return [
        keys.write(statistic, float(getattr(summary, attribute)), NUMBER_METHOD, variable.unit)
        for attribute, statistic in _STATISTICS.items()
    ]


def _level_cells(keys: CellKeys, n_by_level: Mapping[str, int], conf_level: float) -> list[Cell]:
    cells = []
    for level, count in n_by_level.items():
        share = estimate_proportion(count, keys.n or 0, conf_level=conf_level)
        at_level = keys.at(level)
        cells.append(at_level.write("n", count))
        cells.append(
            at_level.write_estimate("percent", share, PERCENT_METHOD, unit="%", per_unit=1 / 100)
        )
    return cells
