"""TIME-01: whether a grouping was known at time zero, and what it gives away where it was not."""

from osteon.cohort import Cohort, CohortVariable, LateKnowledge, count_late_knowledge
from osteon.errors import Problem, StudyError
from osteon.protocol import CumulativeIncidence, Endpoint, Survival
from osteon.study.results import GuardFinding

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
    name: str, analysis: Survival | CumulativeIncidence, endpoint: Endpoint, cohort: Cohort
) -> tuple[GuardFinding, ...]:
    """Apply `guard_timing` to the group of an analysis of an endpoint, where it has one."""
    if analysis.group is None:
        return ()
    late = count_late_knowledge(cohort, analysis.population, analysis.group, endpoint)
    group, origin = cohort.variables[analysis.group], cohort.variables[endpoint.origin]
    return guard_timing(name, group, origin, analysis.grouping, late)
