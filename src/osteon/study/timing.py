"""TIME-01: whether a group was known at time zero."""

from collections.abc import Collection, Mapping
from typing import get_args

from osteon.cohort import (
    Cohort,
    CohortVariable,
    LateKnowledge,
    count_late_knowledge,
)
from osteon.errors import Problem, StudyError
from osteon.protocol import (
    Analysis,
    CumulativeIncidence,
    Endpoint,
    Survival,
)
from osteon.study.results import GuardFinding
from osteon.study.wording import render_patients

DAYS_PER_YEAR = 365.25
OFFERS: Mapping[str, str] = {
    "time_dependent": 'grouping = "time_dependent"',
    "landmark": 'grouping = "landmark" with a `landmark`',
    "ever": 'grouping = "ever" to print the naive reading, marked as biased',
}
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
        f"'{group.label}' became known after '{origin.label}' for "
        f"{render_patients(late.n_patients)}, who "
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
    cohort: Cohort,
) -> tuple[GuardFinding, ...]:
    """Hold the group of an analysis against its time zero."""
    if analysis.group is None:
        return ()
    late = count_late_knowledge(cohort, analysis.population, analysis.group, endpoint)
    group, origin = cohort.variables[analysis.group], cohort.variables[endpoint.origin]
    return guard_timing(
        name, group, origin, analysis.grouping, late, readings=readings_of(analysis)
    )
