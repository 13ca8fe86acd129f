"""Guards: what an analysis must not be read without, each with a stable code."""

from collections.abc import Iterator

from osteon.cohort import Cohort, count_endpoint_faults
from osteon.protocol import Analysis, StudyProtocol
from osteon.study.answer import Answer
from osteon.study.guards.acknowledgement import acknowledge
from osteon.study.guards.assessments import guard_assessments
from osteon.study.guards.competition import guard_competition
from osteon.study.guards.equivalence import guard_equivalence
from osteon.study.guards.hindsight import guard_hindsight, guard_hindsight_of_outcome
from osteon.study.guards.least_follow_up import guard_least_follow_up
from osteon.study.guards.losses import guard_losses
from osteon.study.guards.medians import guard_medians
from osteon.study.guards.multiplicity import guard_multiplicity
from osteon.study.guards.observation import guard_entry, guard_selection
from osteon.study.guards.predictors import list_predictors_together
from osteon.study.guards.prevalence import guard_prevalence
from osteon.study.guards.sparseness import guard_sparseness
from osteon.study.results import GuardFinding

__all__ = ["acknowledge", "guard_answer", "guard_multiplicity", "guard_question"]


def guard_question(
    name: str, analysis: Analysis, protocol: StudyProtocol, cohort: Cohort
) -> Iterator[GuardFinding]:
    """Yield what is to be said about an analysis whatever its answer is, or if it is refused."""
    yield from guard_medians(name, analysis, protocol, cohort)
    yield from guard_hindsight_of_outcome(name, analysis, cohort)
    yield from guard_assessments(name, analysis, protocol)
    target = getattr(analysis, "endpoint", None)
    if target is None:
        return
    yield from _guard_endpoint(name, analysis, str(target), protocol, cohort)


def _guard_endpoint(
    name: str, analysis: Analysis, target: str, protocol: StudyProtocol, cohort: Cohort
) -> Iterator[GuardFinding]:
    """Yield what is to be said about the follow-up of an analysis to an endpoint."""
    endpoint, key = protocol.endpoint[target], f"endpoint.{target}"
    population = str(getattr(analysis, "population", ""))
    together = list_predictors_together(protocol, population, target)
    faults = count_endpoint_faults(cohort, protocol, population, endpoint, together)
    yield from guard_selection(name, population, endpoint, protocol, cohort, faults=faults)
    yield from guard_least_follow_up(name, key, endpoint, faults)
    yield from guard_entry(name, key, endpoint, cohort, faults)
    yield from guard_hindsight(name, analysis, endpoint, cohort, faults)
    yield from guard_prevalence(name, key, endpoint, cohort, faults)
    yield from guard_competition(name, analysis, endpoint, faults)


def guard_answer(
    name: str, protocol: StudyProtocol, cohort: Cohort, answer: Answer
) -> Iterator[GuardFinding]:
    """Yield what is to be said about the numbers of an answered analysis."""
    yield from guard_losses(name, protocol, cohort, answer)
    yield from guard_sparseness(name, cohort, answer.cells)
    yield from guard_equivalence(name, protocol.analysis[name], answer.cells)
