"""MULTI-01: how much a study tests at once."""

from collections.abc import Sequence

from osteon.protocol import StudyProtocol
from osteon.study.answer import Answer
from osteon.study.guards.effects import is_test
from osteon.study.results import GuardFinding


def guard_multiplicity(
    protocol: StudyProtocol, answers: Sequence[Answer]
) -> tuple[GuardFinding, ...]:
    """MULTI-01: more p-values than declared, and none of the analyses is the primary one."""
    n_tests = sum(is_test(cell) for answer in answers for cell in answer.cells)
    if protocol.primary is not None or n_tests <= protocol.settings.most_tests:
        return ()
    return (
        GuardFinding(
            code="MULTI-01",
            analysis="",
            message=f"The study prints {n_tests} p-values and declares no primary analysis; at 5 % "
            f"each, {0.05 * n_tests:.1f} fall below 0.05 by chance alone.",
            hint="Declare `primary`, and read the others as exploratory.",
            key="settings.most_tests",
        ),
    )
