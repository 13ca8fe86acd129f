"""TIME-04: a value taken after the event it should predict."""

from collections.abc import Iterator, Mapping

from osteon.cohort import Cohort, EndpointFaults, count_known_after_outcome
from osteon.protocol import Analysis, Endpoint
from osteon.study.guards.predictors import list_predictors
from osteon.study.results import GuardFinding

HINT = (
    "It may be a consequence of the event. Take the value as it was before, with `before` and a "
    "date; or let it count from the day it was known, as time-dependent."
)


def guard_hindsight(
    name: str, analysis: Analysis, endpoint: Endpoint, cohort: Cohort, faults: EndpointFaults
) -> Iterator[GuardFinding]:
    """Yield a finding for each predictor that was known only after somebody's event."""
    n_late = {variable: faults.n_known_after[variable] for variable in list_predictors(analysis)}
    yield from _findings(name, endpoint.title, cohort, n_late)


def guard_hindsight_of_outcome(
    name: str, analysis: Analysis, cohort: Cohort
) -> Iterator[GuardFinding]:
    """Yield a finding for each predictor that was known only after an outcome had come true."""
    outcome = getattr(analysis, "outcome", None)
    if outcome is None or cohort.variables[outcome].kind != "boolean":
        return
    population = str(getattr(analysis, "population", ""))
    n_late = {
        variable: count_known_after_outcome(cohort, population, variable, outcome)
        for variable in list_predictors(analysis)
    }
    yield from _findings(name, cohort.variables[outcome].label, cohort, n_late)


def _findings(
    name: str, event: str, cohort: Cohort, n_late: Mapping[str, int]
) -> Iterator[GuardFinding]:
    for variable, n in n_late.items():
        if n:
            yield GuardFinding(
                code="TIME-04",
                analysis=name,
                message=f"'{cohort.variables[variable].label}' was known only after '{event}' for "
                f"{n} of those who had it.",
                hint=HINT,
                key=f"analysis.{name}",
            )
