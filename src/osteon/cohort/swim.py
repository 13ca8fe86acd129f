"""Follow-up of single patients without their names: for figures that stay where they were made."""

import ibis
import pyarrow as pa

from osteon.cohort.build import Cohort
from osteon.cohort.follow_up import columns_to_follow, follow
from osteon.cohort.rows import members
from osteon.protocol import Endpoint, Swimmer


def list_courses(cohort: Cohort, analysis: Swimmer, endpoint: Endpoint) -> pa.Table:
    """Return one row for each course of follow-up, the longest first, and how many had it.

    Parameters
    ----------
    cohort : Cohort
        One row a unit of analysis.
    analysis : Swimmer
        Population, marks, and how many rows.
    endpoint : Endpoint
        What ends a course.

    Returns
    -------
    Arrow table
        Columns ``time`` (days), ``status``, ``mark_0``, ``mark_1`` ... (days from the origin to
        each mark, null where there is none by the end) and ``n``. No key and no day of a calendar.
    """
    inside = members(
        cohort, analysis.population, *columns_to_follow(cohort, endpoint), *analysis.marks
    )
    marks = {f"mark_{k}": inside[name] for k, name in enumerate(analysis.marks)}
    rows = follow(cohort, inside, endpoint, **marks)
    kept = rows.filter(~rows.left_out)
    since = {
        name: ibis.ifelse(kept[name] <= kept.end, kept[name] - kept.origin, ibis.null("int64"))
        for name in marks
    }
    courses = kept.select("time", "status", **since)
    keys = ["time", "status", *marks]
    counted = courses.group_by(keys).aggregate(n=courses.count()).to_pyarrow()
    order = [("time", "descending"), *((key, "ascending") for key in keys[1:])]
    return counted.sort_by(order)
