"""An outcome against a group: counts, percents, tests, odds ratio."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, count_clusters, count_late_values, count_members, count_pairs
from osteon.protocol import Association, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.cluster_comparison import CLUSTER_RULE, compare_clusters
from osteon.study.clusters import guard_clusters, percent_rule, widen_intervals
from osteon.study.comparison import EXACT_RULE, RULE, compare, tabulate
from osteon.study.differences import RULE as DIFFERENCE_RULE
from osteon.study.differences import compare_shares
from osteon.study.results import Cell, GuardFinding
from osteon.study.summaries import (
    found_levels,
    order_levels,
    printed_levels,
    summarise,
)
from osteon.study.timing import guard_timing, readings_of


def answer_association(
    name: str, analysis: Association, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``association``."""
    table = count_pairs(cohort, analysis.population, analysis.group, analysis.outcome)
    groups = _groups(table, analysis, cohort)
    clustered = guard_clusters(name, protocol, cohort, analysis.population)
    conf_level = protocol.settings.conf_level
    cells = _described(name, analysis, table, cohort, conf_level)
    if clustered:
        cells = widen_intervals(
            cells, cohort, analysis.population, analysis.outcome, analysis.group
        )
    tests = _compared(name, analysis, table, cohort, conf_level)
    if clustered:
        within = count_clusters(cohort, analysis.population, analysis.outcome, analysis.group)
        event = printed_levels(cohort.variables[analysis.outcome], table, "level")[0]
        keys = CellKeys(name, group=" vs ".join(groups), variable=analysis.outcome)
        tests += compare_clusters(keys, within, event, groups, conf_level)
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=(analysis.population,),
            rows=(analysis.outcome,),
            methods=tuple(_methods(analysis, clustered)),
            settings={
                "group": analysis.group,
                "groups": groups,
                "outcome": analysis.outcome,
                "figure": analysis.figure.as_settings(),
            },
            counts=(name,),
        ),
        cells=(*cells, *tests),
        counts={name: table},
        findings=(
            *_timing(name, analysis, cohort),
            *clustered,
        ),
    )


def _methods(analysis: Association, clustered: Sequence[GuardFinding]) -> Iterator[str]:
    yield percent_rule(clustered)
    yield RULE
    if analysis.exact:
        yield EXACT_RULE
    yield DIFFERENCE_RULE
    if clustered:
        yield CLUSTER_RULE


def _described(
    name: str, analysis: Association, table: pa.Table, cohort: Cohort, conf_level: float
) -> list[Cell]:
    """Return how often each group had each outcome."""
    outcome = cohort.variables[analysis.outcome]
    levels = printed_levels(outcome, table, "level")
    keys = CellKeys(name, analysis.population)
    size = count_members(cohort, analysis.population)
    cells = [keys.write("n", size)]
    for group in _groups(table, analysis, cohort):
        inside = _values(table, group)
        cells += summarise(replace(keys, group=group), outcome, inside, levels, conf_level)
    return cells


def _compared(
    name: str, analysis: Association, table: pa.Table, cohort: Cohort, conf_level: float
) -> list[Cell]:
    """Return the tests between the groups, and by how much they differ."""
    groups = _groups(table, analysis, cohort)
    outcome = cohort.variables[analysis.outcome]
    words = cohort.variables[analysis.group].levels
    titles = {group: words.get(group, group) for group in groups}
    cross = tabulate(table, titles, outcome, column="level")
    n_missing = _count_missing(table)
    keys = CellKeys(name, variable=analysis.outcome, n_missing=n_missing)
    compared = replace(keys, group=" vs ".join(groups))
    tests = compare(compared, outcome.label, cross, conf_level, is_exact=analysis.exact)
    tests += compare_shares(keys, table, groups, outcome, column="level", conf_level=conf_level)
    return tests


def _count_missing(table: pa.Table) -> int:
    """Return how many lack a group or an outcome, and take no part in a test."""
    lacking = pc.or_(pc.is_null(table["group"]), pc.is_null(table["level"]))
    return int(pc.sum(table.filter(lacking)["n"]).as_py() or 0)


def _values(table: pa.Table, group: str) -> pa.Table:
    """Return the values of one group as `summarise` takes them."""
    inside = table.filter(pc.equal(table["group"], group))
    return inside.rename_columns(["group", "value", "n"])


def _groups(table: pa.Table, analysis: Association, cohort: Cohort) -> list[str]:
    return order_levels(cohort.variables[analysis.group], found_levels(table, "group"))


def _timing(name: str, analysis: Association, cohort: Cohort) -> tuple[GuardFinding, ...]:
    if analysis.origin is None:
        return ()
    late = count_late_values(cohort, analysis.population, analysis.group, analysis.origin)
    group, origin = cohort.variables[analysis.group], cohort.variables[analysis.origin]
    return guard_timing(
        name, group, origin, analysis.grouping, late, readings=readings_of(analysis)
    )
