"""What only assessments show: between which two of them it came."""

from dataclasses import dataclass

import ibis

from osteon.cohort.build import Cohort
from osteon.cohort.counts import EndpointCounts, describe_counts, sort_table
from osteon.cohort.endpoints import EVENT
from osteon.cohort.follow_up import columns_to_follow, follow
from osteon.cohort.rows import members, printable
from osteon.protocol import Endpoint

KEYS = ("group", "left", "right")


@dataclass(frozen=True, slots=True)
class IntervalTable:
    """Patients by the two assessments between which the event came.

    Parameters
    ----------
    counted : EndpointCounts
        Its table has ``group``, ``left`` (days from the origin to the last assessment without the
        event, 0 where there was none), ``right`` (to the first with it, null where it was never
        seen) and ``n``.
    n_contradicting : int
        Left out: the last assessment without the event is not before the first with it.
    """

    counted: EndpointCounts
    n_contradicting: int


def count_intervals(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str | None = None
) -> IntervalTable:
    """Count the intervals in which an event came that is found at assessments.

    Parameters
    ----------
    cohort : Cohort
        One row a unit of analysis.
    population : str
        Whom to count.
    endpoint : Endpoint
        With `last_negative`. Who was never found to have the event, dead or alive, is without it
        up to that day, and unknown from then on.
    group : str, optional
        A variable known at the origin.
    """
    inside = members(
        cohort, population, *columns_to_follow(cohort, endpoint), group, endpoint.last_negative
    )
    label = printable(inside, group, cohort) if group else None
    last = inside[str(endpoint.last_negative)]
    seen = ibis.ifelse(last <= cohort.data_cutoff, last, ibis.null("int64"))
    rows = follow(cohort, inside, endpoint, group=label, last_negative=seen)
    without = ibis.greatest(ibis.coalesce(rows.last_negative - rows.origin, 0), 0)
    bounded = rows.mutate(
        left=without,
        right=ibis.ifelse(rows.status == EVENT, rows.time, ibis.null("int64")),
    )
    kept = bounded.filter(~bounded.left_out)
    is_ordered = kept.right.isnull() | (kept.left < kept.right) | (kept.right == 0)
    ordered = kept.filter(is_ordered)
    counted = ordered.group_by(list(KEYS)).aggregate(n=ordered.count()).to_pyarrow()
    n_contradicting = int(kept.filter(~is_ordered).count().to_pyarrow().as_py())
    return IntervalTable(describe_counts(rows, sort_table(counted, KEYS)), n_contradicting)
