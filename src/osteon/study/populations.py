"""Populations of a study: branches that must hold in the data, and who left at each step."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import (
    LEAVE,
    STAY,
    BranchCounts,
    Cohort,
    FlowStep,
    count_step_values,
    flow_steps,
    reason_of,
)
from osteon.errors import Problem, StudyError
from osteon.protocol import StudyProtocol
from osteon.study.answer import Answer
from osteon.study.cell_keys import CellKeys
from osteon.study.results import AnalysisResult
from osteon.study.summaries import printed_levels, summarise, summary_rules

KIND = "attrition"
GROUPS = (STAY, LEAVE)


def check_branches(protocol: StudyProtocol, cohort: Cohort) -> None:
    """Pass if branches lie to each other as the protocol declares.

    Raises
    ------
    StudyError
        OVERLAP-01: disjoint branches share patients, or branches that are to make up their parent
        leave some of it out.
    """
    problems = [
        problem
        for number, (declared, counts) in enumerate(
            zip(protocol.branches, cohort.branches, strict=True)
        )
        for problem in _branch_problems(
            f"branches.{number}",
            counts,
            is_disjoint=declared.are == "disjoint",
            is_complete=declared.complete,
        )
    ]
    if problems:
        raise StudyError("Populations do not lie to each other as declared.", problems)


def describe_steps(protocol: StudyProtocol, cohort: Cohort) -> list[Answer]:
    """Describe those who stay and those who leave at each step of the populations that ask."""
    return [
        _describe_step(protocol, cohort, step)
        for step in flow_steps(protocol)
        if protocol.population[step.population].describe
    ]


def _branch_problems(
    where: str, counts: BranchCounts, *, is_disjoint: bool, is_complete: bool
) -> Iterator[Problem]:
    named = ", ".join(counts.branches)
    sums = " + ".join(map(str, counts.n))
    if is_disjoint and counts.n_several:
        yield Problem(
            where=f"{where}.are",
            found=f"OVERLAP-01: {counts.n_several} in several of {named} ({sums})",
            permitted="disjoint branches, as declared",
            hint='Let steps shut them out of all but one, or declare are = "overlapping".',
        )
    if is_complete and counts.n_none:
        yield Problem(
            where=f"{where}.complete",
            found=f"{counts.n_none} of the {counts.n_parent} in '{counts.parent}' in none of "
            f"{named} ({sums})",
            permitted="branches that make up their parent, as declared",
            hint="Add the branch that is wanting, or leave `complete` out.",
        )


def _describe_step(protocol: StudyProtocol, cohort: Cohort, step: FlowStep) -> Answer:
    population = protocol.population[step.population]
    name = f"population.{step.population}.{step.number + 1}"
    counts = {
        f"{name}.{variable}": count_step_values(cohort, step, variable)
        for variable in population.describe
    }
    first = next(iter(counts.values()))
    cells = [
        CellKeys(name, group=group).write("n", pc.sum(_of(group, first)["n"]).as_py() or 0)
        for group in GROUPS
    ]
    for variable, table in zip(population.describe, counts.values(), strict=True):
        described = cohort.variables[variable]
        levels = printed_levels(described, table)
        for group in GROUPS:
            keys, level = CellKeys(name, group=group), protocol.settings.conf_level
            cells += summarise(keys, described, _of(group, table), levels, level)
    return Answer(
        result=AnalysisResult(
            id=name,
            kind=KIND,
            title=f"{population.title}: who stayed, and who left ({reason_of(protocol, step)})",
            columns=GROUPS,
            rows=population.describe,
            methods=summary_rules(cohort.variables[variable] for variable in population.describe),
            counts=tuple(counts),
        ),
        cells=tuple(cells),
        counts=counts,
    )


def _of(group: str, table: pa.Table) -> pa.Table:
    return table.filter(pc.equal(table["group"], group))
