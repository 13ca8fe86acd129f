"""How far readings of the same units agree: the square table, percent agreement, kappa."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from osteon.cohort import Cohort, count_pattern, count_patterns_in_patients
from osteon.errors import Problem, StudyError
from osteon.estimate import (
    ContingencyTable,
    Estimate,
    estimate_clustered_kappa,
    estimate_fleiss_kappa,
    estimate_kappa,
    estimate_proportion,
)
from osteon.protocol import Agreement, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import estimate_between_patients, guard_clusters
from osteon.study.results import Cell
from osteon.study.summaries import order_levels

AGREED = "Percent of units that all readings put into the same level"
WILSON = "Wilson interval"
KAPPA_METHODS = {
    "none": "Cohen's kappa",
    "linear": "Cohen's kappa, linear weights",
    "quadratic": "Cohen's kappa, quadratic weights",
}
FLEISS_METHOD = "Fleiss' kappa, linearised standard error"
COMPLETE = "Units with every reading only; the others are counted as missing."
CLUSTERED = "linearised standard error between patients"


def answer_agreement(
    name: str, analysis: Agreement, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``agreement``."""
    population, variables = analysis.population, analysis.variables
    table = count_pattern(cohort, population, variables)
    complete = table.filter(_is_complete(table, variables))
    levels = _levels(name, analysis, complete, cohort)
    n, n_all = (int(pc.sum(part["n"]).as_py() or 0) for part in (complete, table))
    keys = CellKeys(name, population, n=n, n_missing=n_all - n)
    clustered = guard_clusters(name, protocol, cohort, population)
    conf_level = protocol.settings.conf_level
    agreed = estimate_proportion(_n_agreed(complete, variables), n, conf_level=conf_level)
    interval = WILSON
    counted = complete
    if clustered:
        within = count_patterns_in_patients(cohort, population, variables)
        counted = within.filter(_is_complete(within, variables))
        agreed, interval = _within_patients(counted, variables, conf_level)
    kappa, kappa_method = _kappa(analysis, counted, levels, conf_level)
    cells = [
        keys.write("n", n),
        *_square(keys, complete, analysis, levels),
        keys.write_estimate(
            "percent_agreement", agreed, f"{AGREED}; {interval}", unit="%", per_unit=1 / 100
        ),
        keys.write_estimate("kappa", kappa, kappa_method),
    ]
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=(population,),
            rows=variables,
            methods=(COMPLETE,),
            settings={
                "population": population,
                "group": variables[0],
                "readings": list(variables),
                "levels": levels,
            },
            counts=(name,),
        ),
        cells=tuple(cells),
        counts={name: table},
        findings=clustered,
    )


def _is_complete(table: pa.Table, variables: tuple[str, ...]) -> pa.ChunkedArray:
    known = pc.is_valid(table[variables[0]])
    for variable in variables[1:]:
        known = pc.and_(known, pc.is_valid(table[variable]))
    return known


def _levels(name: str, analysis: Agreement, table: pa.Table, cohort: Cohort) -> list[str]:
    """Return the levels of the readings in print order; refuse what is not read into levels."""
    kinds = {cohort.variables[variable].kind for variable in analysis.variables}
    if not kinds <= {"category", "boolean"}:
        problem = Problem(
            where=f"analysis.{name}.variables",
            found="a number or a date",
            permitted="readings into levels",
            hint="Cut a number into `bands`.",
        )
        raise StudyError("Agreement is of levels.", [problem])
    found = {level for variable in analysis.variables for level in table[variable].to_pylist()}
    return order_levels(cohort.variables[analysis.variables[0]], found)


def _n_agreed(table: pa.Table, variables: tuple[str, ...]) -> int:
    return int(pc.sum(table.filter(_is_same(table, variables))["n"]).as_py() or 0)


def _is_same(table: pa.Table, variables: tuple[str, ...]) -> pa.ChunkedArray:
    same = pc.equal(table[variables[0]], table[variables[1]])
    for variable in variables[2:]:
        same = pc.and_(same, pc.equal(table[variables[0]], table[variable]))
    return same


def _within_patients(
    table: pa.Table, variables: tuple[str, ...], conf_level: float
) -> tuple[Estimate, str]:
    """Return percent agreement with an interval that knows the patients, and what that is."""
    clusters, codes = np.unique(table["cluster"].to_numpy(), return_inverse=True)
    n = table["n"].to_numpy()
    same = _is_same(table, variables).to_numpy(zero_copy_only=False)
    units = np.bincount(codes, weights=n, minlength=len(clusters)).astype(np.int64)
    agreed = np.bincount(codes, weights=n * same, minlength=len(clusters)).astype(np.int64)
    return estimate_between_patients(agreed, units, conf_level)


def _kappa(
    analysis: Agreement, table: pa.Table, levels: list[str], conf_level: float
) -> tuple[Estimate, str]:
    """Return kappa and its method; where the table tells of patients, they are the clusters."""
    if len(analysis.variables) > 2 or len(levels) < 2:
        return _fleiss(analysis, table, levels, conf_level)
    method, weights = KAPPA_METHODS[analysis.weights], analysis.weights
    squares = _squares(analysis, table, levels)
    if "cluster" in table.column_names:
        kappa = estimate_clustered_kappa(squares, weights=weights, conf_level=conf_level)
        return kappa, f"{method}, {CLUSTERED}"
    readings = ContingencyTable.from_array(
        squares.sum(axis=0), row_labels=levels, column_labels=levels
    )
    return estimate_kappa(readings, weights=weights, conf_level=conf_level), method


def _squares(analysis: Agreement, table: pa.Table, levels: list[str]) -> NDArray[np.int64]:
    """Return the square table of two readings in each patient, or of all in one."""
    first, second = analysis.variables
    places = {cluster: place for place, cluster in enumerate(dict.fromkeys(_clusters(table)))}
    squares = np.zeros((len(places), len(levels), len(levels)), dtype=np.int64)
    for row, cluster in zip(table.to_pylist(), _clusters(table), strict=True):
        squares[places[cluster], levels.index(row[first]), levels.index(row[second])] += row["n"]
    return squares


def _clusters(table: pa.Table) -> list[int]:
    """Return the patient of each row, the same for all where the table does not tell them."""
    if "cluster" not in table.column_names:
        return [0] * table.num_rows
    return [int(cluster) for cluster in table["cluster"].to_pylist()]


def _fleiss(
    analysis: Agreement, table: pa.Table, levels: list[str], conf_level: float
) -> tuple[Estimate, str]:
    """Return the kappa of several readings."""
    is_clustered = "cluster" in table.column_names
    method = f"{FLEISS_METHOD} between patients" if is_clustered else FLEISS_METHOD
    rows = list(zip(table.to_pylist(), _clusters(table), strict=True))
    ratings = [
        [sum(row[variable] == level for variable in analysis.variables) for level in levels]
        for row, _ in rows
        for _ in range(row["n"])
    ]
    if not ratings:
        return Estimate(float("nan"), conf_level=conf_level), method
    patients = [cluster for row, cluster in rows for _ in range(row["n"])]
    cluster = patients if is_clustered else None
    return estimate_fleiss_kappa(ratings, cluster=cluster, conf_level=conf_level), method


def _square(
    keys: CellKeys, table: pa.Table, analysis: Agreement, levels: list[str]
) -> Iterator[Cell]:
    """Yield each pair of levels of two readings, in rows by the first; of more, each reading."""
    if len(analysis.variables) > 2:
        for variable in analysis.variables:
            counted = dict.fromkeys(levels, 0)
            for row in table.to_pylist():
                counted[row[variable]] += row["n"]
            for level, n in counted.items():
                yield replace(keys, variable=variable).at(level).write("n", n)
        return
    first, second = analysis.variables
    found = {(row[first], row[second]): row["n"] for row in table.to_pylist()}
    for group in levels:
        for level in levels:
            pair = replace(keys, group=group, variable=second)
            yield pair.at(level).write("n", found.get((group, level), 0))
