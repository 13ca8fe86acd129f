"""Table 1: variables by population, with tests between two disjoint populations."""

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, count_overlap, count_values
from osteon.errors import Problem, StudyError
from osteon.protocol import Characteristics, StudyProtocol, is_part_of, name_the_rest
from osteon.study.answer import Answer
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import CLUSTERED_PERCENT_METHOD, guard_clusters, widen_intervals
from osteon.study.comparison import RULE, compare, tabulate, warn_of_small_counts
from osteon.study.results import AnalysisResult, Cell
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
    group = " vs ".join(analysis.compare)
    cells = _population_sizes(name, analysis, cohort)
    clustered = guard_clusters(name, protocol, cohort, analysis.populations[0])
    counts: dict[str, pa.Table] = {}
    sparse: dict[str, int] = {}
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
        if analysis.compare and described.kind != "number":
            titles = {name: protocol.population[name].title for name in analysis.compare}
            cross = tabulate(table, titles, described, column="value")
            keys = CellKeys(name, group=group, variable=variable)
            tests, n_small = compare(keys, described.label, cross, conf_level)
            cells += tests
            sparse |= {described.label: n_small} if n_small else {}
    return Answer(
        result=AnalysisResult(
            id=name,
            kind=analysis.kind,
            title=analysis.title,
            note=analysis.note,
            columns=analysis.populations,
            rows=analysis.variables,
            methods=_methods(analysis, protocol, is_clustered=bool(clustered)),
            settings={"compare": list(analysis.compare)},
            counts=tuple(counts),
        ),
        cells=tuple(cells),
        counts=counts,
        findings=(*clustered, *warn_of_small_counts(name, sparse)),
    )


def _population_sizes(name: str, analysis: Characteristics, cohort: Cohort) -> list[Cell]:
    return [
        CellKeys(name, population).write("n", count_overlap(cohort, population, population))
        for population in analysis.populations
    ]


def _methods(
    analysis: Characteristics, protocol: StudyProtocol, *, is_clustered: bool
) -> tuple[str, ...]:
    percent_method = CLUSTERED_PERCENT_METHOD if is_clustered else PERCENT_METHOD
    sentences = [f"{percent_method}.", f"{NUMBER_METHOD}."]
    if analysis.compare:
        left, right = (protocol.population[p].title for p in analysis.compare)
        sentences.append(f"Tests compare '{left}' with '{right}', who share no patient. {RULE}")
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
