"""Guards that look at answers: what authors acknowledge, and how much was tested at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from osteon.protocol import StudyProtocol
from osteon.study.answer import Answer
from osteon.study.results import GuardFinding


def acknowledge(answer: Answer, reasons: Mapping[str, str]) -> Answer:
    """Return an answer whose acknowledged guards carry the authors' reason instead of advice."""
    findings = tuple(
        replace(finding, hint=f"Acknowledged by the authors: {reasons[finding.code]}")
        if finding.code in reasons
        else finding
        for finding in answer.findings
    )
    return replace(answer, findings=findings)


def guard_multiplicity(
    protocol: StudyProtocol, answers: Sequence[Answer]
) -> tuple[GuardFinding, ...]:
    """MULTI-01: more p-values than declared, and none of the analyses is the primary one."""
    n_tests = sum(
        cell.statistic.startswith("p_value") for answer in answers for cell in answer.cells
    )
    if protocol.primary is not None or n_tests <= protocol.settings.most_tests:
        return ()
    return (
        GuardFinding(
            code="MULTI-01",
            analysis="",
            message=f"The study prints {n_tests} p-values and declares no primary analysis; at 5 % "
            f"each, {0.05 * n_tests:.1f} fall below 0.05 by chance alone.",
            hint="Declare `primary`, and read the others as exploratory.",
        ),
    )
