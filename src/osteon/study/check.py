"""A protocol held against a snapshot: what is refused, and which guards fire."""

from collections.abc import Callable
from dataclasses import dataclass

from osteon.cohort import build_cohort
from osteon.errors import Problem, UserError
from osteon.protocol import StudyProtocol
from osteon.snapshot import Snapshot
from osteon.study.populations import check_branches
from osteon.study.published import compare_with_published
from osteon.study.refusals import list_problems
from osteon.study.results import GuardFinding
from osteon.study.run import answer_analyses
from osteon.study.sensitivity import NOT_RUN


@dataclass(frozen=True, slots=True)
class StudyCheck:
    """What a study would say of itself.

    Parameters
    ----------
    findings : tuple of GuardFinding
        Guards that fire on what can be answered, with the authors' reasons.
    refusals : tuple of Problem
        What stands in the way of the study; none where it can be run.
    """

    findings: tuple[GuardFinding, ...]
    refusals: tuple[Problem, ...]


def check_study(
    protocol: StudyProtocol,
    snapshot: Snapshot,
    *,
    announce: Callable[[str], None] = lambda _: None,
) -> StudyCheck:
    """Hold a protocol against a snapshot, to the end, whatever is refused on the way.

    Numbers under other choices are not computed: no guard looks at them.

    Parameters
    ----------
    protocol : StudyProtocol
        What is asked.
    snapshot : Snapshot
        Of what is recorded.
    announce : callable, optional
        Called with the title of each step before it begins.

    Raises
    ------
    StudyError
        The snapshot holds no cohort for the protocol.
    """
    announce("Cohort")
    cohort = build_cohort(protocol, snapshot)
    answered = answer_analyses(protocol, snapshot, cohort, announce, run_again=lambda _: NOT_RUN)
    problems = [
        *_problems_of(lambda: check_branches(protocol, cohort)),
        *(p for name, error in answered.refusals.items() for p in list_problems(name, error)),
        *_problems_of(lambda: compare_with_published(protocol, answered.answers)),
    ]
    return StudyCheck(answered.findings, tuple(problems))


def _problems_of(check: Callable[[], object]) -> tuple[Problem, ...]:
    """Return what a check says against the study; nothing where it passes."""
    try:
        check()
    except UserError as error:
        return error.problems
    return ()
