"""An outcome against a group: counts, percents, tests, odds ratio."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, count_clusters, count_late_values, count_overlap, count_pairs
from osteon.protocol import Association, StudyProtocol
from osteon.study.answer import Answer
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import compare_clusters, guard_clusters, widen_intervals
from osteon.study.comparison import RULE, compare, tabulate, warn_of_small_counts
from osteon.study.results import AnalysisResult, GuardFinding
from osteon.study.summaries import (
    PERCENT_METHOD,
    found_levels,
    order_levels,
    printed_levels,
    summarise,
)
from osteon.study.timing import guard_timing


def answer_association(
    name: str, analysis: Association, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``association``."""
    table = count_pairs(cohort, analysis.population, analysis.group, analysis.outcome)
    groups = _groups(table, analysis, cohort)
    outcome = cohort.variables[analysis.outcome]
    conf_level = protocol.settings.conf_level
    keys = CellKeys(name, analysis.population)
    size = count_overlap(cohort, analysis.population, analysis.population)
    cells = [keys.write("n", size)]
    levels = printed_levels(outcome, table, "level")
    for group in groups:
        inside = table.filter(pc.equal(table["group"], group)).rename_columns(
            ["group", "value", "n"]
        )
        cells += summarise(replace(keys, group=group), outcome, inside, levels, conf_level)
    clustered = guard_clusters(name, protocol, cohort, analysis.population)
    if clustered:
        cells = widen_intervals(
            cells, cohort, analysis.population, analysis.outcome, analysis.group
        )
    words = cohort.variables[analysis.group].levels
    titles = {group: words.get(group, group) for group in groups}
    cross = tabulate(table, titles, outcome, column="level")
    test_keys = CellKeys(name, group=" vs ".join(groups), variable=analysis.outcome)
    tests, n_small = compare(test_keys, outcome.label, cross, conf_level)
    if clustered and cross.counts.shape == (2, 2):
        within = count_clusters(cohort, analysis.population, analysis.outcome, analysis.group)
        pair = (groups[0], groups[1])
        tests += compare_clusters(test_keys, within, levels[0], pair, conf_level)
    sparse = {outcome.label: n_small} if n_small else {}
    return Answer(
        result=AnalysisResult(
            id=name,
            kind=analysis.kind,
            title=analysis.title,
            note=analysis.note,
            columns=(analysis.population,),
            rows=(analysis.outcome,),
            methods=(f"{PERCENT_METHOD}.", RULE),
            settings={"group": analysis.group, "groups": groups, "outcome": analysis.outcome},
            counts=(name,),
        ),
        cells=(*cells, *tests),
        counts={name: table},
        findings=(
            *_timing(name, analysis, cohort),
            *clustered,
            *warn_of_small_counts(name, sparse),
        ),
    )


def _groups(table: pa.Table, analysis: Association, cohort: Cohort) -> list[str]:
    return order_levels(cohort.variables[analysis.group], found_levels(table, "group"))


def _timing(name: str, analysis: Association, cohort: Cohort) -> tuple[GuardFinding, ...]:
    if analysis.origin is None:
        return ()
    late = count_late_values(cohort, analysis.population, analysis.group, analysis.origin)
    group, origin = cohort.variables[analysis.group], cohort.variables[analysis.origin]
    return guard_timing(name, group, origin, analysis.grouping, late)
