"""PREVALENT-01 where events come again: those up to the origin do not count, later ones do."""

from collections.abc import Iterator

from osteon.cohort import Cohort, EndpointCounts
from osteon.protocol import Endpoint
from osteon.study.results import GuardFinding
from osteon.study.wording import render_patients


def find_events_before(
    name: str, endpoint: Endpoint, counted: EndpointCounts, cohort: Cohort
) -> Iterator[GuardFinding]:
    """Yield a finding where somebody had a recurrent event at the origin or before it."""
    if endpoint.recurrent is None or not counted.n_prevalent:
        return
    treated = (
        "they are left out"
        if endpoint.exclude_prevalent
        else "it does not count, and an event of its episode after that day does not either"
    )
    yield GuardFinding(
        code="PREVALENT-01",
        analysis=name,
        message=f"{render_patients(counted.n_prevalent)} had an event of '{endpoint.title}' at or "
        f"before '{cohort.variables[endpoint.origin].label}'; {treated}.",
        hint="Prevalent events are reported apart from incident ones.",
    )
