"""TIME-02 and TIME-03: whether population and observation were there at time zero."""

from collections.abc import Iterator

from osteon.cohort import Cohort, EndpointFaults, LateKnowledge
from osteon.protocol import Endpoint, StudyProtocol
from osteon.study.results import GuardFinding
from osteon.study.timing import DAYS_PER_YEAR

SELECTION_HINT = (
    "Let time begin when membership is known, or select by what was known at time zero."
)


def guard_selection(
    name: str,
    population: str,
    endpoint: Endpoint,
    protocol: StudyProtocol,
    cohort: Cohort,
    *,
    faults: EndpointFaults,
) -> Iterator[GuardFinding]:
    """Yield TIME-02 where who is in a population, or is not, was decided after time zero."""
    title, origin = protocol.population[population].title, cohort.variables[endpoint.origin].label
    messages = {
        f"belong to '{title}' by what became known after '{origin}': "
        f"{_years(faults.members_later)} person-years of guaranteed survival.":
            faults.members_later,
        f"do not belong to '{title}' for what became known only after '{origin}': until then they "
        f"were at risk as its members were, for {_years(faults.leavers_later)} person-years that "
        "are lost.": faults.leavers_later,
    }  # fmt: skip
    for message, late in messages.items():
        if late.n_patients:
            yield GuardFinding(
                code="TIME-02",
                analysis=name,
                message=f"{late.n_patients} patients {message}",
                hint=SELECTION_HINT,
                key=f"analysis.{name}.population",
            )


def guard_entry(
    name: str, key: str, endpoint: Endpoint, cohort: Cohort, faults: EndpointFaults
) -> Iterator[GuardFinding]:
    """Yield TIME-03 where observation began after time zero and no delayed entry is declared.

    Who had died before could not be seen, so that this time is guaranteed to those who were.
    """
    if endpoint.entry is None and faults.unseen.n_patients:
        origin = cohort.variables[endpoint.origin].label
        yield GuardFinding(
            code="TIME-03",
            analysis=name,
            message=f"{faults.unseen.n_patients} patients were first seen after '{origin}'; who "
            f"died in those {_years(faults.unseen)} person-years could not be among them (left "
            "truncation).",
            hint="Declare the date of the first visit as `entry` of the endpoint.",
            key=key,
        )


def _years(late: LateKnowledge) -> str:
    return f"{late.person_days / DAYS_PER_YEAR:.1f}"
