"""TIME-01 to TIME-03: whether group, population and observation were there at time zero."""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias, get_args

from osteon.cohort import (
    Cohort,
    CohortVariable,
    LateKnowledge,
    count_late_knowledge,
    count_left_out_later,
    count_unseen,
)
from osteon.errors import Problem, StudyError
from osteon.protocol import (
    Analysis,
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
OFFERS: Mapping[str, str] = {
    "time_dependent": 'grouping = "time_dependent"',
    "landmark": 'grouping = "landmark" with a `landmark`',
    "ever": 'grouping = "ever" to print the naive reading, marked as biased',
}
SELECTION_HINT = (
    "Let time begin when membership is known, or select by what was known at time zero."
)
ELSEWHERE = 'With kind = "survival" a group may be read as time-dependent or at a landmark.'


def guard_timing(
    name: str,
    group: CohortVariable,
    origin: CohortVariable,
    grouping: str,
    late: LateKnowledge,
    *,
    readings: Collection[str] = tuple(OFFERS),
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
    readings : collection of str
        What the kind of analysis lets a grouping be, for the advice.

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
                key=f"analysis.{name}.grouping",
            ),
        )
    problem = Problem(
        where=f"analysis.{name}.group",
        found=f"TIME-01: {found}",
        permitted="a group known at time zero",
        hint=_offer(readings),
    )
    raise StudyError("A group must be known when the clock starts.", [problem])


def readings_of(analysis: Analysis) -> tuple[str, ...]:
    """Return what the kind of an analysis lets its grouping be."""
    grouping = type(analysis).model_fields.get("grouping")
    return () if grouping is None else get_args(grouping.annotation)


def _offer(readings: Collection[str]) -> str:
    offered = [offer for reading, offer in OFFERS.items() if reading in readings]
    said = f"Say {', or '.join(offered)}." if offered else ""
    return said if "time_dependent" in readings else f"{said} {ELSEWHERE}".strip()


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
        findings += guard_timing(
            name, group, origin, analysis.grouping, late, readings=readings_of(analysis)
        )
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
    """TIME-02: who is in the population, or is not, by what became known after time zero."""
    population = analysis.population
    title, origin = protocol.population[population].title, cohort.variables[endpoint.origin].label
    key = f"analysis.{name}.population"
    if protocol.population[population].without is None:
        late = count_late_knowledge(cohort, population, f"in_{population}", endpoint)
        if late.n_patients:
            yield GuardFinding(
                code="TIME-02",
                analysis=name,
                message=f"{late.n_patients} patients belong to '{title}' by what became known "
                f"after '{origin}': {late.person_days / DAYS_PER_YEAR:.1f} person-years of "
                "guaranteed survival.",
                hint=SELECTION_HINT,
                key=key,
            )
    lost = count_left_out_later(cohort, protocol, population, endpoint)
    if lost.n_patients:
        yield GuardFinding(
            code="TIME-02",
            analysis=name,
            message=f"{lost.n_patients} patients do not belong to '{title}' for what became known "
            f"only after '{origin}': until then they were at risk as its members were, for "
            f"{lost.person_days / DAYS_PER_YEAR:.1f} person-years that are lost.",
            hint=SELECTION_HINT,
            key=key,
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
            key=f"endpoint.{analysis.endpoint}",
        )
