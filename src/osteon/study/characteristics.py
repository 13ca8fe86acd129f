"""Table 1: variables by population, with tests between two disjoint populations."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, CohortVariable, count_overlap, count_values
from osteon.errors import Problem, StudyError
from osteon.protocol import Characteristics, StudyProtocol, is_part_of, name_the_rest
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import CLUSTERED_PERCENT_RULE, guard_clusters, widen_intervals
from osteon.study.comparison import RULE, compare, tabulate
from osteon.study.differences import RULE as DIFFERENCE_RULE
from osteon.study.differences import compare_shares
from osteon.study.results import Cell
from osteon.study.standardised import RULE as STANDARDISED_RULE
from osteon.study.standardised import standardised_difference
from osteon.study.summaries import (
    NUMBER_METHOD,
    PERCENT_METHOD,
    printed_levels,
    summarise,
)


def answer_characteristics(
    name: str, analysis: Characteristics, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``characteristics``."""
    _check_apart(name, analysis, protocol, cohort)
    populations = list(dict.fromkeys([*analysis.populations, *analysis.compare]))
    conf_level = protocol.settings.conf_level
    cells = _population_sizes(name, analysis, cohort)
    clustered = guard_clusters(name, protocol, cohort, analysis.populations[0])
    counts: dict[str, pa.Table] = {}
    for variable in analysis.variables:
        described = cohort.variables[variable]
        table = count_values(cohort, populations, variable)
        counts[f"{name}.{variable}"] = table
        levels = printed_levels(described, table)
        for population in analysis.populations:
            inside = table.filter(pc.equal(table["group"], population))
            found = summarise(CellKeys(name, population), described, inside, levels, conf_level)
            if clustered and described.kind != "number":
                found = widen_intervals(found, cohort, population, variable)
            cells += found
        if analysis.compare:
            cells += _compared(name, analysis, protocol, described, table)
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=analysis.populations,
            rows=analysis.variables,
            methods=_methods(analysis, protocol, is_clustered=bool(clustered)),
            settings={"compare": list(analysis.compare)},
            counts=tuple(counts),
        ),
        cells=tuple(cells),
        counts=counts,
        findings=clustered,
    )


def _compared(
    name: str,
    analysis: Characteristics,
    protocol: StudyProtocol,
    described: CohortVariable,
    table: pa.Table,
) -> list[Cell]:
    """Return the tests of a variable between the populations, and how far apart they are."""
    conf_level = protocol.settings.conf_level
    titles = {population: protocol.population[population].title for population in analysis.compare}
    compared = pc.is_in(table["group"], pa.array(list(titles)))
    n_missing = pc.sum(table.filter(pc.and_(compared, pc.is_null(table["value"])))["n"]).as_py()
    keys = CellKeys(name, variable=described.name, n_missing=n_missing or 0)
    group_keys = replace(keys, group=" vs ".join(analysis.compare))
    cells: list[Cell] = []
    if described.kind != "number":
        cross = tabulate(table, titles, described, column="value")
        cells += compare(group_keys, described.label, cross, conf_level)
        cells += compare_shares(
            keys, table, analysis.compare, described, column="value", conf_level=conf_level
        )
    if analysis.standardised_differences:
        cells.append(standardised_difference(group_keys, table, analysis.compare, described))
    return cells


def _population_sizes(name: str, analysis: Characteristics, cohort: Cohort) -> list[Cell]:
    return [
        CellKeys(name, population).write("n", count_overlap(cohort, population, population))
        for population in analysis.populations
    ]


def _methods(
    analysis: Characteristics, protocol: StudyProtocol, *, is_clustered: bool
) -> tuple[str, ...]:
    percent_rule = CLUSTERED_PERCENT_RULE if is_clustered else f"{PERCENT_METHOD}."
    sentences = [percent_rule, f"{NUMBER_METHOD}."]
    if analysis.compare:
        left, right = (protocol.population[p].title for p in analysis.compare)
        sentences.append(f"Tests compare '{left}' with '{right}', who share no patient. {RULE}")
        sentences.append(DIFFERENCE_RULE)
    if analysis.standardised_differences:
        sentences.append(STANDARDISED_RULE)
    return tuple(sentences)


def _check_apart(
    name: str, analysis: Characteristics, protocol: StudyProtocol, cohort: Cohort
) -> None:
    """Refuse to test populations that share patients, however they came to."""
    if not analysis.compare:
        return
    left, right = analysis.compare
    shared = count_overlap(cohort, left, right)
    if not shared:
        return
    hint = "Compare populations of which one is declared `without` the other."
    if is_part_of(protocol.population, left, right):
        hint = name_the_rest(protocol.population, left, right)
    problem = Problem(
        where=f"analysis.{name}.compare",
        found=f"OVERLAP-01: '{left}' and '{right}' share {shared} patients",
        permitted="two populations that share no patient",
        hint=hint,
    )
    raise StudyError("Overlapping groups are not tested against each other.", [problem])
