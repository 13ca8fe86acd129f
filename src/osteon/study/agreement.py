"""How far readings of the same units agree: the square table, percent agreement, kappa."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, count_pattern, count_patterns_in_patients
from osteon.errors import Problem, StudyError
from osteon.estimate import (
    ClusterCounts,
    ContingencyTable,
    Estimate,
    estimate_clustered_proportion,
    estimate_fleiss_kappa,
    estimate_kappa,
    estimate_proportion,
)
from osteon.protocol import Agreement, StudyProtocol
from osteon.study.answer import Answer
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import guard_clusters
from osteon.study.results import AnalysisResult, Cell
from osteon.study.summaries import order_levels

AGREED_METHOD = "Percent of units that all readings put into the same level; Wilson interval"
CLUSTERED_METHOD = (
    "Percent of units that all readings put into the same level; interval from the variance "
    "between patients (logit scale)"
)
KAPPA_METHODS = {
    "none": "Cohen's kappa",
    "linear": "Cohen's kappa, linear weights",
    "quadratic": "Cohen's kappa, quadratic weights",
}
FLEISS_METHOD = "Fleiss' kappa, linearised standard error"
COMPLETE = "Units with every reading only; the others are counted as missing."
NAIVE = "as if units were independent"


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
    method = AGREED_METHOD
    if clustered:
        within = count_patterns_in_patients(cohort, population, variables)
        within = within.filter(_is_complete(within, variables))
        agreed = _within_patients(within, variables, conf_level)
        method = CLUSTERED_METHOD
    kappa, kappa_method = _kappa(analysis, complete, levels, conf_level)
    if clustered:
        kappa_method = f"{kappa_method}, {NAIVE}"
    cells = [
        keys.write("n", n),
        *_square(keys, complete, analysis, levels),
        keys.write_estimate("percent_agreement", agreed, method, unit="%", per_unit=1 / 100),
        keys.write_estimate("kappa", kappa, kappa_method),
    ]
    return Answer(
        result=AnalysisResult(
            id=name,
            kind=analysis.kind,
            title=analysis.title,
            note=analysis.note,
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


def _within_patients(table: pa.Table, variables: tuple[str, ...], conf_level: float) -> Estimate:
    """Return percent agreement with the interval from the variance between patients."""
    clusters, codes = np.unique(table["cluster"].to_numpy(), return_inverse=True)
    n = table["n"].to_numpy()
    same = _is_same(table, variables).to_numpy(zero_copy_only=False)
    units = np.bincount(codes, weights=n, minlength=len(clusters)).astype(np.int64)
    agreed = np.bincount(codes, weights=n * same, minlength=len(clusters)).astype(np.int64)
    counts = ClusterCounts.from_clusters(agreed, units)
    return estimate_clustered_proportion(counts, conf_level=conf_level)[""]


def _kappa(
    analysis: Agreement, table: pa.Table, levels: list[str], conf_level: float
) -> tuple[Estimate, str]:
    if len(analysis.variables) == 2 and len(levels) > 1:
        first, second = analysis.variables
        square = np.zeros((len(levels), len(levels)), dtype=np.int64)
        for row in table.to_pylist():
            square[levels.index(row[first]), levels.index(row[second])] += row["n"]
        readings = ContingencyTable.from_array(square, row_labels=levels, column_labels=levels)
        kappa = estimate_kappa(readings, weights=analysis.weights, conf_level=conf_level)
        return kappa, KAPPA_METHODS[analysis.weights]
    rows = table.to_pylist()
    ratings = [
        [sum(row[variable] == level for variable in analysis.variables) for level in levels]
        for row in rows
        for _ in range(row["n"])
    ]
    if not ratings:
        return Estimate(float("nan"), conf_level=conf_level), FLEISS_METHOD
    return estimate_fleiss_kappa(ratings, conf_level=conf_level), FLEISS_METHOD


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
