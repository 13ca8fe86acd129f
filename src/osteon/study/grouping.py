"""Follow-up counted by the group as a protocol reads it, and compared as that reading allows."""

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import (
    Cohort,
    EndpointCounts,
    count_endpoint,
    count_known_endpoint,
    count_landmark_endpoint,
    count_switched_endpoint,
)
from osteon.errors import EstimationError, Problem, StudyError
from osteon.estimate import (
    CovariateCounts,
    SurvivalCounts,
    TestResult,
    fit_cox,
    test_for_survival_difference,
    test_for_survival_difference_after_switch,
)
from osteon.protocol import DAYS_PER_UNIT, StudyProtocol, Survival
from osteon.study.cell_keys import CellKeys
from osteon.study.follow_up import whole_days
from osteon.study.results import Cell

METHODS = {
    "baseline": "Groups compared by the log-rank test, two-sided.",
    "time_dependent": "A patient is in the group from the day after it became known and in the "
    "other until then (Simon-Makuch curves); groups compared by the test of Mantel and Byar, "
    "two-sided.",
    "landmark": "Grouped by what was known at the landmark; who had the event or was censored "
    "before it is left out; time runs from the landmark. Log-rank test, two-sided.",
    "ever": "Grouped by what became known at any time, which hands out guaranteed survival "
    "(TIME-01). Log-rank test, two-sided.",
}
BESIDE_SWITCH = (
    "Beside it the answer with the group as it was at each time: the test of Mantel and Byar and "
    "the hazard ratio of a Cox model with a time-dependent group."
)
BESIDE_KNOWN = (
    "Beside it the log-rank test with each patient at risk from the day on which the group was "
    "known."
)
BESIDE_NOTHING = (
    "No time-safe test stands beside it: some are in their group because something never came, "
    "which no day makes known."
)
COMBINED = frozenset({"bands", "cases", "calculate", "first_known"})
"""Sources of variables made of others: a level may rest on something that has not come yet."""
LATE_ENTRY = "each patient at risk from the day the group was known"
COX_METHOD = "Cox regression, time-dependent group, Efron ties, Wald interval"


def count_follow_up(analysis: Survival, protocol: StudyProtocol, cohort: Cohort) -> EndpointCounts:
    """Count follow-up by the group at the origin, over time, at a landmark, or ever."""
    endpoint = protocol.endpoint[analysis.endpoint]
    group = analysis.group
    if group is not None and analysis.grouping in {"time_dependent", "landmark"}:
        _check_truth(group, analysis.grouping, cohort)
    if group is not None and analysis.grouping == "time_dependent":
        return count_switched_endpoint(cohort, analysis.population, endpoint, group)
    if group is not None and analysis.landmark is not None:
        unit = DAYS_PER_UNIT[protocol.settings.time_unit]
        days = int(whole_days([analysis.landmark], unit)[0])
        return count_landmark_endpoint(cohort, analysis.population, endpoint, group, days)
    return count_endpoint(cohort, analysis.population, endpoint, group)


def _check_truth(group: str, grouping: str, cohort: Cohort) -> None:
    if cohort.variables[group].kind == "boolean":
        return
    problem = Problem(
        where=f"variable.{group}",
        found=f"a variable of several levels as the group of an analysis over time ({grouping})",
        permitted="a truth value: patients are in the group or not yet",
        hint="Begin the time when the level is known, or ask for each level within a population.",
    )
    raise StudyError("A group that comes during follow-up is there or not.", [problem])


def count_beside(
    analysis: Survival, protocol: StudyProtocol, cohort: Cohort
) -> EndpointCounts | None:
    """Count follow-up as the time-safe answer beside a naive grouping takes it, if there is one."""
    endpoint, group = protocol.endpoint[analysis.endpoint], str(analysis.group)
    if analysis.grouping != "ever":
        return None
    if cohort.variables[group].kind == "boolean":
        return count_switched_endpoint(cohort, analysis.population, endpoint, group)
    if protocol.variables[group].source in COMBINED:
        return None
    return count_known_endpoint(cohort, analysis.population, endpoint, group)


def describe_grouping(analysis: Survival, cohort: Cohort, beside: EndpointCounts | None) -> str:
    """Return the sentences on how patients were grouped and groups compared."""
    sentence = METHODS[analysis.grouping]
    if analysis.grouping != "ever":
        return sentence
    if beside is None:
        return f"{sentence} {BESIDE_NOTHING}"
    is_truth = cohort.variables[str(analysis.group)].kind == "boolean"
    return f"{sentence} {BESIDE_SWITCH if is_truth else BESIDE_KNOWN}"


def read_counts(counted: EndpointCounts) -> SurvivalCounts:
    """Return a count table as the estimators take it, with late entry where it has some."""
    entry = "entry" if "entry" in counted.table.column_names else None
    return SurvivalCounts.from_arrow(counted.table, group=("group",), entry=entry)


def write_test(keys: CellKeys, test: TestResult) -> list[Cell]:
    """Return statistic, degrees of freedom and p of a test."""
    numbers = {"chi_square": test.statistic, "df": test.df, "p_value": test.p_value}
    return [keys.write(word, value, f"{test.method}, two-sided") for word, value in numbers.items()]


def compare_beside(
    keys: CellKeys, analysis: Survival, cohort: Cohort, beside: EndpointCounts, conf_level: float
) -> list[Cell]:
    """Return the time-safe answer beside a naive one, as cells."""
    if cohort.variables[str(analysis.group)].kind == "boolean":
        return compare_over_time(keys, beside, conf_level)
    return compare_known(keys, beside)


def compare_known(keys: CellKeys, counted: EndpointCounts) -> list[Cell]:
    """Return the log-rank test of patients at risk since their group was known, as a cell."""
    counts = read_counts(counted)
    if len(counts.group_labels) < 2:
        return []
    test = test_for_survival_difference(counts)
    method = f"{test.method}, {LATE_ENTRY}, two-sided"
    return [keys.write("p_value_time_dependent", test.p_value, method)]


def compare_over_time(keys: CellKeys, counted: EndpointCounts, conf_level: float) -> list[Cell]:
    """Return Mantel and Byar's test and the time-dependent hazard ratio, as cells."""
    counts = read_counts(counted)
    if len(counts.group_labels) < 2:
        return []
    test = test_for_survival_difference_after_switch(counts)
    cells = [keys.write("p_value_time_dependent", test.p_value, f"{test.method}, two-sided")]
    rows = _in_group(counted.table)
    try:
        model = fit_cox(CovariateCounts.from_arrow(rows, covariates=["group"], entry="entry"))
    except EstimationError:
        return cells
    (ratio,) = model.hazard_ratios(conf_level).values()
    return [*cells, keys.write_estimate("hazard_ratio_time_dependent", ratio, COX_METHOD)]


def _in_group(table: pa.Table) -> pa.Table:
    """Return the count table with the group as 0 before the switch and 1 after it."""
    inside = pc.cast(pc.not_equal(table["group"], "false"), pa.int64())
    return table.set_column(table.column_names.index("group"), "group", inside)
