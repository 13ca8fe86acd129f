"""TIME-01 for analyses of events: whether the group was known at time zero."""

from osteon.cohort import Cohort, count_late_knowledge
from osteon.protocol import Conversion, Endpoint, Rates, Recurrent
from osteon.study.results import GuardFinding
from osteon.study.timing import guard_timing, readings_of


def guard_group_timing(
    name: str, analysis: Recurrent | Rates | Conversion, endpoint: Endpoint, cohort: Cohort
) -> tuple[GuardFinding, ...]:
    """Mark or refuse a group that became known after the origin; pass where there is none."""
    if analysis.group is None:
        return ()
    late = count_late_knowledge(cohort, analysis.population, analysis.group, endpoint)
    group, origin = cohort.variables[analysis.group], cohort.variables[endpoint.origin]
    readings = readings_of(analysis)
    return guard_timing(name, group, origin, analysis.grouping, late, readings=readings)
