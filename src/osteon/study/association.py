"""An outcome against a group: counts, percents, tests, odds ratio."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, count_late_values, count_overlap, count_pairs
from osteon.protocol import Association, StudyProtocol
from osteon.study.answer import Answer
from osteon.study.cell_keys import CellKeys
from osteon.study.comparison import RULE, compare, tabulate
from osteon.study.results import AnalysisResult, GuardFinding
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
    keys = CellKeys(name, analysis.population)
    size = count_overlap(cohort, analysis.population, analysis.population)
    cells = [keys.write("n", size)]
    for group in groups:
        inside = table.filter(pc.equal(table["group"], group)).rename_columns(
            ["group", "value", "n"]
        )
        cells += summarise(replace(keys, group=group), outcome, inside, conf_level)
    cross = tabulate(table, groups, outcome, column="level")
    test_keys = CellKeys(name, group=" vs ".join(groups), variable=analysis.outcome)
    tests, findings = compare(test_keys, cross, conf_level)
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


def _timing(name: str, analysis: Association, cohort: Cohort) -> tuple[GuardFinding, ...]:
    if analysis.origin is None:
        return ()
    late = count_late_values(cohort, analysis.population, analysis.group, analysis.origin)
    return guard_timing(name, analysis.group, analysis.origin, analysis.grouping, late)
