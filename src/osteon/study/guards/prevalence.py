"""PREVALENT-01: events at or before time zero, counted as if they had come after it."""

from collections.abc import Iterator

from osteon.cohort import Cohort, EndpointFaults
from osteon.protocol import Endpoint
from osteon.study.results import GuardFinding


def guard_prevalence(
    name: str, key: str, endpoint: Endpoint, cohort: Cohort, faults: EndpointFaults
) -> Iterator[GuardFinding]:
    """Yield a finding where somebody had the event before it could be incident.

    An endpoint that says `exclude_prevalent` leaves them out and counts them.
    """
    if endpoint.exclude_prevalent:
        return
    parts = []
    if faults.n_early_counted:
        parts.append(f"{faults.n_early_counted} had it on that day and count as incident")
    if faults.n_early_left_out:
        parts.append(f"{faults.n_early_left_out} had it before and are left out unnamed")
    if parts:
        origin = cohort.variables[endpoint.origin].label
        yield GuardFinding(
            code="PREVALENT-01",
            analysis=name,
            message=f"The event of '{endpoint.title}' came no later than '{origin}', from which "
            f"time runs: {'; '.join(parts)}.",
            hint="Say `exclude_prevalent = true`, which counts them apart.",
            key=key,
        )
