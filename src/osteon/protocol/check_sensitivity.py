"""What sensitivity analyses say must exist: switches, variables, analyses above, choices."""

from collections.abc import Iterator, Mapping
from typing import Any

from osteon.concepts import CONCEPTS
from osteon.errors import Problem
from osteon.protocol.analyses.sensitivity import SensitivityAnalysis
from osteon.protocol.check_selection import Found, Path, undeclared
from osteon.protocol.check_variables import switch_problems
from osteon.protocol.sensitivity import combine
from osteon.protocol.study_protocol import StudyProtocol

MOST_COMBINATIONS = 64


def find_sensitivity_problems(protocol: StudyProtocol) -> Iterator[Found]:
    """Yield each problem of the other choices, and of the analyses that ask for them."""
    for name, choice in protocol.sensitivity.items():
        path = ("sensitivity", name)
        yield from switch_problems((*path, "switches"), choice.switches)
        for variable, switches in choice.options.items():
            yield from _option_problems(protocol, (*path, "with", variable), variable, switches)
    for name, analysis in protocol.analysis.items():
        if isinstance(analysis, SensitivityAnalysis):
            yield from _analysis_problems(protocol, ("analysis", name), analysis)


def _option_problems(
    protocol: StudyProtocol, path: Path, variable: str, switches: Mapping[str, Any]
) -> Iterator[Found]:
    concepts = {
        name: declared.concept
        for name, declared in protocol.variables.items()
        if declared.concept in CONCEPTS
    }
    if variable not in concepts:
        yield from undeclared(path, variable, sorted(concepts))
        return
    concept = CONCEPTS[str(concepts[variable])]
    for problem in concept.switch_problems(switches):
        yield (*path, problem.where.removeprefix(f"{concept.name}.")), problem


def _analysis_problems(
    protocol: StudyProtocol, path: Path, analysis: SensitivityAnalysis
) -> Iterator[Found]:
    above = list(protocol.analysis)[: list(protocol.analysis).index(path[1])]
    answered = [
        name for name in above if not isinstance(protocol.analysis[name], SensitivityAnalysis)
    ]
    for name in analysis.analyses:
        yield from undeclared((*path, "numbers"), name, answered)
    chosen = analysis.under or tuple(protocol.sensitivity)
    for name in chosen:
        yield from undeclared((*path, "under"), name, sorted(protocol.sensitivity))
    if not chosen:
        yield path, Problem("", "no other choice", "a [sensitivity.NAME] at least")
    elif analysis.combinations == "all" and set(chosen) <= protocol.sensitivity.keys():
        n_combinations = len(combine(chosen, protocol.sensitivity, at_once=len(chosen)))
        if n_combinations > MOST_COMBINATIONS:
            found = f"{n_combinations} combinations of {len(chosen)} choices"
            permitted = f"at most {MOST_COMBINATIONS}"
            yield (*path, "combinations"), Problem("", found, permitted, "Name fewer in `under`.")
