"""Follow-up counted by the group as a protocol reads it, and compared as that reading allows."""

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import (
    Cohort,
    EndpointCounts,
    count_endpoint,
    count_landmark_endpoint,
    count_switched_endpoint,
)
from osteon.errors import EstimationError
from osteon.estimate import (
    CovariateCounts,
    SurvivalCounts,
    TestResult,
    fit_cox,
    test_for_survival_difference_after_switch,
)
from osteon.protocol import DAYS_PER_UNIT, StudyProtocol, Survival
from osteon.study.cell_keys import CellKeys
from osteon.study.follow_up import whole_days
from osteon.study.results import Cell

COX_METHOD = "Cox regression, time-dependent group, Efron ties, Wald interval"


def count_follow_up(analysis: Survival, protocol: StudyProtocol, cohort: Cohort) -> EndpointCounts:
    """Count follow-up by the group at the origin, over time, at a landmark, or ever."""
    endpoint = protocol.endpoint[analysis.endpoint]
    group = analysis.group
    if group is not None and analysis.grouping == "time_dependent":
        return count_switched_endpoint(cohort, analysis.population, endpoint, group)
    if group is not None and analysis.landmark is not None:
        unit = DAYS_PER_UNIT[protocol.settings.time_unit]
        days = int(whole_days([analysis.landmark], unit)[0])
        return count_landmark_endpoint(cohort, analysis.population, endpoint, group, days)
    return count_endpoint(cohort, analysis.population, endpoint, group)


def read_counts(counted: EndpointCounts) -> SurvivalCounts:
    """Return a count table as the estimators take it, with late entry where it has some."""
    entry = "entry" if "entry" in counted.table.column_names else None
    return SurvivalCounts.from_arrow(counted.table, group=("group",), entry=entry)


def write_test(keys: CellKeys, test: TestResult) -> list[Cell]:
    """Return statistic, degrees of freedom and p of a test."""
    numbers = {"chi_square": test.statistic, "df": test.df, "p_value": test.p_value}
    return [keys.write(word, value, f"{test.method}, two-sided") for word, value in numbers.items()]


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
