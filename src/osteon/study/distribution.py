"""How the values of variables are distributed in a population."""

from dataclasses import replace

import pyarrow as pa

from osteon.cohort import Cohort, count_members, count_values
from osteon.protocol import Distribution, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import guard_clusters, percent_rule, widen_intervals
from osteon.study.summaries import printed_levels, summarise, summary_rules


def answer_distribution(
    name: str, analysis: Distribution, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``distribution``."""
    population = analysis.population
    keys = CellKeys(name)
    populations = tuple(dict.fromkeys([population, *analysis.within.values()]))
    cells = [
        replace(keys, population=each).write("n", count_members(cohort, each))
        for each in populations
    ]
    clustered = guard_clusters(name, protocol, cohort, population)
    counts: dict[str, pa.Table] = {}
    for variable in analysis.variables:
        part = analysis.within.get(variable, population)
        table = count_values(cohort, [part], variable)
        counts[f"{name}.{variable}"] = table
        described = cohort.variables[variable]
        levels = printed_levels(described, table)
        part_keys = replace(keys, population=part)
        found = summarise(part_keys, described, table, levels, protocol.settings.conf_level)
        if clustered and described.kind != "number":
            found = widen_intervals(found, cohort, part, variable)
        cells += found
    shown = [cohort.variables[variable] for variable in analysis.variables]
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=populations,
            rows=analysis.variables,
            methods=summary_rules(shown, percent_rule(clustered)),
            settings={"figure": analysis.figure.as_settings()},
            counts=tuple(counts),
        ),
        cells=tuple(cells),
        counts=counts,
        findings=clustered,
    )
