"""An outcome against a group: counts, percents, tests, odds ratio."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, count_late_values, count_overlap, count_pairs
from osteon.protocol import Association, StudyProtocol
from osteon.study.answer import Answer
from osteon.study.comparison import RULE, compare, tabulate
from osteon.study.results import AnalysisResult, Cell, GuardFinding
from osteon.study.summaries import PERCENT_METHOD, order_levels, summarise
from osteon.study.timing import guard_timing


def answer_association(
    name: str, analysis: Association, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``association``."""
    table = count_pairs(cohort, analysis.population, analysis.group, analysis.outcome)
    groups = _groups(table, analysis, cohort)
    outcome = cohort.variables[analysis.outcome]
    conf_level = protocol.settings.conf_level
    size = count_overlap(cohort, analysis.population, analysis.population)
    cells = [
        Cell(analysis=name, population=analysis.population, statistic="n", value=size,
             method="Count")
    ]  # fmt: skip
    for group in groups:
        inside = table.filter(pc.equal(table["group"], group)).rename_columns(
            ["group", "value", "n"]
        )
        cells += [
            _in_group(cell, analysis.population, group)
            for cell in summarise(name, group, outcome, inside, conf_level)
        ]
    cross = tabulate(table, groups, outcome, column="level")
    tests, findings = compare(name, analysis.outcome, cross, " vs ".join(groups), conf_level)
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
        findings=(*_timing(name, analysis, cohort), *findings),
    )


def _groups(table: pa.Table, analysis: Association, cohort: Cohort) -> list[str]:
    found = {group: 1 for group in table["group"].to_pylist() if group is not None}
    return order_levels(cohort.variables[analysis.group], found)


def _in_group(cell: Cell, population: str, group: str) -> Cell:
    return replace(cell, population=population, group=group)


def _timing(name: str, analysis: Association, cohort: Cohort) -> tuple[GuardFinding, ...]:
    if analysis.origin is None:
        return ()
    late = count_late_values(cohort, analysis.population, analysis.group, analysis.origin)
    return guard_timing(name, analysis.group, analysis.origin, analysis.grouping, late)
