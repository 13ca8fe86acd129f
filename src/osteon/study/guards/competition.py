"""COMPETE-01: Kaplan-Meier where death competes, though the endpoint does not say so."""

from collections.abc import Iterator

from osteon.cohort import EndpointFaults
from osteon.protocol import Analysis, Endpoint, Survival
from osteon.study.results import GuardFinding


def guard_competition(
    name: str, analysis: Analysis, endpoint: Endpoint, faults: EndpointFaults
) -> Iterator[GuardFinding]:
    """Yield a finding where somebody whose time is censored died without the event.

    An endpoint that declares what competes is refused when the protocol is read.
    """
    if isinstance(analysis, Survival) and faults.n_died_without:
        yield GuardFinding(
            code="COMPETE-01",
            analysis=name,
            message=f"{faults.n_died_without} died without the event of '{endpoint.title}' and "
            "count as censored: 1 - Kaplan-Meier takes them as if they still could have it.",
            hint='Declare death as `competing` and ask for kind = "cumulative_incidence"; or make '
            "it an event of its own.",
            key=f"analysis.{name}.endpoint",
        )
