"""Values of a variable among those who stay and those who leave at a step of the flow chart."""

import pyarrow as pa

from osteon.cohort.attrition import FlowStep
from osteon.cohort.build import Cohort
from osteon.cohort.counts import sort_table
from osteon.cohort.rows import printable

STAY, LEAVE = "stay", "leave"


def count_step_values(cohort: Cohort, step: FlowStep, variable: str) -> pa.Table:
    """Count each value of a variable among those who stay at a step and those who leave.

    Parameters
    ----------
    cohort : Cohort
        One row a unit of analysis.
    step : FlowStep
        Which step.
    variable : str
        Name of a variable.

    Returns
    -------
    Arrow table
        Columns ``group`` (``stay`` or ``leave``), ``value`` (null where missing), ``n``.
    """
    table = cohort.table
    labelled = table.select(
        before=step.is_before(table),
        group=table[step.after].ifelse(STAY, LEAVE),
        value=printable(table, variable, cohort),
    )
    labelled = labelled.filter(labelled.before)
    counted = labelled.group_by(["group", "value"]).aggregate(n=labelled.count())
    return sort_table(counted.to_pyarrow(), ["group", "value"])
