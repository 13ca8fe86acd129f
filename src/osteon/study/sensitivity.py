"""Numbers of analyses under other choices, side by side, and which of them move."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from osteon.cohort import Cohort, build_cohort
from osteon.errors import Problem, StudyError, UserError, suggest
from osteon.protocol import (
    Analysis,
    SensitivityAnalysis,
    StudyProtocol,
    apply_choices,
    combine,
    focus,
    narrow,
)
from osteon.snapshot import Snapshot
from osteon.study.answer import Answer, open_result
from osteon.study.results import Cell

AnswerOne: TypeAlias = Callable[[str, Analysis, StudyProtocol, Cohort], Answer]
RunAgain: TypeAlias = Callable[[StudyProtocol], "Rerun"]
AS_DECLARED = "as declared"
METHOD = "The cohort is built anew under each choice, and the analyses are answered from it"
LISTED = 12


@dataclass(frozen=True, slots=True)
class Rerun:
    """The cells of a study under some choices, by id, and why analyses could not be answered."""

    cells: Mapping[str, Cell]
    failures: tuple[str, ...] = ()


NOT_RUN = Rerun({})
"""What stands in for a rerun where only the question is looked at, not the numbers."""


def answer_sensitivity(
    name: str,
    analysis: SensitivityAnalysis,
    protocol: StudyProtocol,
    *,
    answers: Sequence[Answer],
    run_again: RunAgain,
) -> Answer:
    """Answer an analysis of kind ``sensitivity``.

    Parameters
    ----------
    name : str
        The analysis.
    analysis : SensitivityAnalysis
        Which numbers, under which choices.
    protocol : StudyProtocol
        What is asked.
    answers : sequence of Answer
        Those of the analyses above it, as declared.
    run_again : callable
        Runs the protocol under other choices, no larger than the numbers need.

    Raises
    ------
    StudyError
        A number is asked for that the analyses as declared do not give.
    """
    asked = [answer for answer in answers if answer.result.id in analysis.analyses]
    base = {cell.cell_id: cell for answer in asked for cell in answer.cells}
    _check_numbers(name, analysis, base)
    needed = {one: _focus(protocol.analysis[one], one, analysis, base) for one in analysis.analyses}
    chosen = analysis.under or tuple(protocol.sensitivity)
    combinations = combine(
        chosen, protocol.sensitivity, at_once=len(chosen) if analysis.combinations == "all" else 1
    )
    reruns = {AS_DECLARED: Rerun(base)} | {
        "+".join(names): run_again(narrow(apply_choices(protocol, names), needed))
        for names in combinations
    }
    cells = [
        _cell(name, choice, rerun.cells.get(number), base[number])
        for choice, rerun in reruns.items()
        for number in analysis.numbers
    ]
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=tuple(reruns),
            methods=(f"{METHOD}.",),
            settings={
                "choices": _titles(protocol, combinations),
                "numbers": [_describe(base[number], asked) for number in analysis.numbers],
                "moves": _moves(cells, analysis.tolerance, 1 - protocol.settings.conf_level),
                "failures": [failure for rerun in reruns.values() for failure in rerun.failures],
            },
        ),
        cells=tuple(cells),
        counts={},
    )


def _focus(
    asked: Analysis, name: str, analysis: SensitivityAnalysis, base: Mapping[str, Cell]
) -> Analysis:
    """Return as much of an analysis as the numbers that are given again need."""
    cells = (base[number] for number in analysis.numbers)
    return focus(asked, {cell.variable for cell in cells if cell.analysis == name})


def rerun(variant: StudyProtocol, snapshot: Snapshot, answer_one: AnswerOne) -> Rerun:
    """Build the cohort of a protocol and answer all its analyses from it, one by one."""
    cells: dict[str, Cell] = {}
    failures = []
    cohort = build_cohort(variant, snapshot)
    for name, analysis in variant.analysis.items():
        try:
            answer = answer_one(name, analysis, variant, cohort)
        except UserError as error:
            found = "; ".join(problem.found for problem in error.problems)
            failures.append(f"'{analysis.title}' could not be answered: {found or error.summary}")
            continue
        cells |= {cell.cell_id: cell for cell in answer.cells}
    return Rerun(cells, tuple(failures))


def _check_numbers(name: str, analysis: SensitivityAnalysis, base: Mapping[str, Cell]) -> None:
    problems = []
    for number in analysis.numbers:
        if number in base:
            continue
        ending = number.rpartition("/")[2]
        alike = [cell_id for cell_id in base if cell_id.endswith(f"/{ending}")]
        listed = ", ".join((alike or list(base))[:LISTED])
        hint = suggest(number, tuple(base))
        where = f"analysis.{name}.numbers"
        problems.append(Problem(where, f"'{number}'", f"a cell, such as {listed}", hint))
    if problems:
        raise StudyError("A number is asked for that the study does not give.", problems)


def _cell(name: str, choice: str, found: Cell | None, declared: Cell) -> Cell:
    """Return a number under a choice; not estimable where the rerun does not give it."""
    number = found or replace(
        declared, value=math.nan, conf_low=math.nan, conf_high=math.nan, n=None, n_missing=None
    )
    place = number.cell_id.rpartition("/")[0]
    return replace(number, analysis=name, population="", group=choice, variable=place, level="")


def _titles(protocol: StudyProtocol, combinations: Sequence[tuple[str, ...]]) -> dict[str, str]:
    titles = {
        "+".join(names): "; ".join(protocol.sensitivity[one].title for one in names)
        for names in combinations
    }
    return {AS_DECLARED: "As declared", **titles}


def _describe(cell: Cell, asked: Sequence[Answer]) -> dict[str, Any]:
    """Return what a reader is told of a number: its analysis, its keys, what it is grouped by."""
    result = next(answer.result for answer in asked if answer.result.id == cell.analysis)
    return {
        "place": cell.cell_id.rpartition("/")[0],
        "analysis": cell.analysis,
        "title": result.title,
        "grouping": str(result.settings.get("group", "")),
        "population": cell.population,
        "group": cell.group,
        "variable": cell.variable,
        "level": cell.level,
        "statistic": cell.statistic,
        "unit": cell.unit,
    }


def _moves(cells: Sequence[Cell], tolerance: float, alpha: float) -> dict[str, str]:
    """Return how each number that moves does so, by the id of its cell."""
    declared = {
        (cell.variable, cell.statistic): cell for cell in cells if cell.group == AS_DECLARED
    }
    moves = {}
    for cell in cells:
        reasons = _reasons(cell, declared[cell.variable, cell.statistic], tolerance, alpha)
        if said := "; ".join(reasons):
            moves[cell.cell_id] = said
    return moves


def _reasons(cell: Cell, declared: Cell, tolerance: float, alpha: float) -> Iterator[str]:
    if math.isfinite(cell.value) != math.isfinite(declared.value):
        yield "can be estimated in one of the two only"
        return
    if not math.isfinite(cell.value):
        return
    if cell.statistic.startswith("p_value"):
        if (cell.value < alpha) != (declared.value < alpha):
            yield f"crosses {alpha:.3g}"
        return
    if abs(cell.value - declared.value) > tolerance * abs(declared.value):
        yield f"moves by more than {100 * tolerance:.3g} %"
    if _excludes_one(cell) != _excludes_one(declared):
        yield "its interval holds 1 in one of the two only"


def _excludes_one(cell: Cell) -> bool:
    """Return whether the interval of a ratio lies on one side of 1; False for other numbers."""
    is_ratio = "ratio" in cell.statistic.split("_")
    return is_ratio and (cell.conf_low > 1 or cell.conf_high < 1)
