"""What guards say of a protocol, each with the file and line it is about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from osteon.errors import Problem, StudyError
from osteon.protocol import StudyProtocol, find_line, place_of
from osteon.study import GuardFinding


def describe_findings(
    findings: Iterable[GuardFinding], protocol: StudyProtocol, path: Path
) -> Iterator[str]:
    """Yield a line for each guard that fired: where, code, analysis, message, and what to do."""
    for finding in findings:
        key = finding.key or f"analysis.{finding.analysis}"
        line = find_line(protocol.text, key.split("."))
        place = f"{path}:{line}" if line else str(path)
        subject = f"{finding.code} {finding.analysis}".strip()
        advice = f"Acknowledged: {finding.reason}" if finding.reason else finding.hint
        yield f"{place}: {subject}: {finding.message} {advice}".rstrip()


def check_refusals(refusals: Sequence[Problem], protocol: StudyProtocol, path: Path) -> None:
    """Pass where nothing is refused, else say all of it with file and line.

    Raises
    ------
    StudyError
        With every refusal.
    """
    if refusals:
        located = [locate_problem(problem, protocol, path) for problem in refusals]
        raise StudyError(f"{path.name} cannot be answered from this snapshot.", located)


def locate_problem(problem: Problem, protocol: StudyProtocol, path: Path) -> Problem:
    """Return a problem of a key of the protocol with the file and line at which that stands."""
    key, *rest = problem.where.split(", ")
    if key.partition(".")[0] not in type(protocol).model_fields:
        return problem
    place = place_of(protocol.text, key.split("."), name=str(path))
    return replace(problem, where=", ".join([place, *rest]))
