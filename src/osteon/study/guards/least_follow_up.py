"""TIME-02: a least follow-up, which keeps by what happens later."""

from collections.abc import Iterator

from osteon.cohort import EndpointFaults
from osteon.protocol import Endpoint
from osteon.study.results import GuardFinding


def guard_least_follow_up(
    name: str, key: str, endpoint: Endpoint, faults: EndpointFaults
) -> Iterator[GuardFinding]:
    """Yield a finding where, of two as short followed, the one with the event was kept."""
    if faults.n_short:
        yield GuardFinding(
            code="TIME-02",
            analysis=name,
            message=f"{faults.n_short} of '{endpoint.title}' are left out, as they were followed "
            f"for less than {endpoint.minimum_follow_up} without event; with the event they would "
            "have been counted, so that the analysis is conditional on the future.",
            hint="Without `minimum_follow_up` they count for as long as they were followed.",
            key=f"{key}.minimum_follow_up",
        )
