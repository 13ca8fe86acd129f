"""TIME-01 to TIME-03: whether group, population and observation were there at time zero."""

from collections.abc import Iterator
from typing import TypeAlias

from osteon.cohort import (
    Cohort,
    CohortVariable,
    LateKnowledge,
    count_late_knowledge,
    count_unseen,
)
from osteon.errors import Problem, StudyError
from osteon.protocol import (
    CumulativeIncidence,
    Endpoint,
    Regression,
    StudyProtocol,
    Subgroups,
    Survival,
    Weighting,
)
from osteon.study.results import GuardFinding

Followed: TypeAlias = Survival | CumulativeIncidence | Regression | Subgroups | Weighting

DAYS_PER_YEAR = 365.25
OFFERS = (
    'Say grouping = "time_dependent", or grouping = "landmark" with a landmark; or '
    'grouping = "ever" to print the naive reading, marked as biased.'
)


def guard_timing(
    name: str, group: CohortVariable, origin: CohortVariable, grouping: str, late: LateKnowledge
) -> tuple[GuardFinding, ...]:
    """Let a timely grouping pass, mark a declared `ever`, and refuse a baseline that is none.

    Parameters
    ----------
    name : str
        The analysis.
    group, origin : CohortVariable
        The grouping variable and the date that is time zero.
    grouping : {"baseline", "ever", "time_dependent", "landmark"}
        What the protocol declares.
    late : LateKnowledge
        Patients whose group was known after time zero, and their days until then.

    Raises
    ------
    StudyError
        TIME-01: the grouping is declared as baseline and is not.
    """
    if late.n_patients == 0 or grouping in {"time_dependent", "landmark"}:
        return ()
    years = late.person_days / DAYS_PER_YEAR
    found = (
        f"'{group.label}' became known after '{origin.label}' for {late.n_patients} patients, who "
        f"could not die or be censored before: {years:.1f} person-years of guaranteed survival"
    )
    if grouping == "ever":
        return (
            GuardFinding(
                code="TIME-01",
                analysis=name,
                message=f"{found}. The comparison is biased in their favour.",
                hint="Read it as the naive reading of the source, not as an effect.",
            ),
        )
    problem = Problem(
        where=f"analysis.{name}.group",
        found=f"TIME-01: {found}",
        permitted="a group known at time zero",
        hint=OFFERS,
    )
    raise StudyError("A group must be known when the clock starts.", [problem])


def guard_endpoint_timing(
    name: str,
    analysis: Survival | CumulativeIncidence,
    endpoint: Endpoint,
    protocol: StudyProtocol,
    cohort: Cohort,
) -> tuple[GuardFinding, ...]:
    """Hold group, population and start of observation of an analysis against its time zero."""
    findings = [*guard_observation(name, analysis, endpoint, protocol, cohort)]
    if analysis.group is not None:
        late = count_late_knowledge(cohort, analysis.population, analysis.group, endpoint)
        group, origin = cohort.variables[analysis.group], cohort.variables[endpoint.origin]
        findings += guard_timing(name, group, origin, analysis.grouping, late)
    return tuple(findings)


def guard_observation(
    name: str,
    analysis: Followed,
    endpoint: Endpoint,
    protocol: StudyProtocol,
    cohort: Cohort,
) -> tuple[GuardFinding, ...]:
    """Hold population and start of observation of an analysis against its time zero."""
    return (
        *_guard_population(name, analysis, endpoint, protocol, cohort),
        *_guard_entry(name, analysis, endpoint, cohort),
    )


def _guard_population(
    name: str,
    analysis: Followed,
    endpoint: Endpoint,
    protocol: StudyProtocol,
    cohort: Cohort,
) -> Iterator[GuardFinding]:
    """TIME-02: the population was selected by what became known after time zero."""
    population = analysis.population
    if protocol.population[population].without is not None:
        return
    late = count_late_knowledge(cohort, population, f"in_{population}", endpoint)
    if late.n_patients:
        years = late.person_days / DAYS_PER_YEAR
        origin = cohort.variables[endpoint.origin].label
        yield GuardFinding(
            code="TIME-02",
            analysis=name,
            message=f"{late.n_patients} patients belong to "
            f"'{protocol.population[population].title}' by what became known after '{origin}': "
            f"{years:.1f} person-years of guaranteed survival.",
            hint="Let time begin when membership is known, or select by what was known at time "
            "zero.",
        )


def _guard_entry(
    name: str, analysis: Followed, endpoint: Endpoint, cohort: Cohort
) -> Iterator[GuardFinding]:
    """TIME-03: observation began after time zero and no delayed entry is declared."""
    if endpoint.entry is not None:
        return
    unseen = count_unseen(cohort, analysis.population, endpoint)
    if unseen.n_patients:
        years = unseen.person_days / DAYS_PER_YEAR
        origin = cohort.variables[endpoint.origin].label
        yield GuardFinding(
            code="TIME-03",
            analysis=name,
            message=f"{unseen.n_patients} patients were first seen after '{origin}'; who died in "
            f"those {years:.1f} person-years could not be among them (left truncation).",
            hint="Declare the date of the first visit as `entry` of the endpoint.",
        )
