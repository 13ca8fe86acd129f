"""Groups that patients enter during follow-up: as spans of time, or as known at a landmark."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort.build import Cohort
from osteon.cohort.counts import EndpointCounts, describe_tally
from osteon.cohort.endpoints import CENSORED
from osteon.cohort.tallies import TIMES, count_in, sum_up, tally_switches
from osteon.protocol import Endpoint

SPAN = ("group", *TIMES)
BEFORE = "false"


def count_switched_endpoint(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str
) -> EndpointCounts:
    """Count follow-up by the group a patient is in at the time.

    Parameters
    ----------
    cohort : Cohort
        One row a patient.
    population : str
        Whom to count.
    endpoint : Endpoint
        What ends the time.
    group : str
        A truth value; a patient is in the group from the day after it became known. Who is in it
        since no known day is missing.

    Returns
    -------
    EndpointCounts
        Its table has one more column, ``entry``: a patient contributes the span before the
        switch, censored there, and the span after it, each in its own group, both from when
        observation began. An event on the day of the switch belongs to the span before. Follow-up
        of no day has no span.
    """
    tally = tally_switches(cohort, population, endpoint, group, is_entered=True)
    inside = _counted(tally)
    never = pc.fill_null(pc.greater_equal(inside["switch"], inside["time"]), fill_value=True)
    before = _with(
        inside,
        group=pa.array([BEFORE] * len(inside), pa.string()),
        time=pc.if_else(never, inside["time"], inside["switch"]),
        status=pc.if_else(never, inside["status"], pa.scalar(CENSORED, inside["status"].type)),
    )
    switched = inside.filter(pc.invert(never))
    after = _with(switched, entry=pc.max_element_wise(switched["entry"], switched["switch"]))
    return describe_tally(tally, sum_up(_that_last(pa.concat_tables([before, after])), SPAN))


def count_known_endpoint(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str
) -> EndpointCounts | None:
    """Count follow-up of each patient from the day on which the group became known.

    Parameters
    ----------
    cohort, population, endpoint
        As for `count_switched_endpoint`.
    group : str
        A category.

    Returns
    -------
    EndpointCounts or None
        With late entry, on that day or, if that is later, when observation began. None where the
        group of somebody counted is known since no day, as of those who are in a group because
        something never came: nobody could know that beforehand.
    """
    tally = tally_switches(cohort, population, endpoint, group, is_entered=False)
    inside = _counted(tally)
    if inside["switch"].null_count:
        return None
    spans = _with(inside, entry=pc.max_element_wise(inside["entry"], inside["switch"]))
    return describe_tally(tally, sum_up(_that_last(spans), SPAN))


def count_landmark_endpoint(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str, landmark: int
) -> EndpointCounts:
    """Count follow-up from a landmark on, by what was known by then.

    Parameters
    ----------
    landmark : int
        Days after the origin. Who had the event or was censored by then is left out, and counted
        in ``n_before_landmark``; time runs from the landmark. Who is observed only from a later
        day enters late.
    """
    tally = tally_switches(cohort, population, endpoint, group, is_entered=True)
    counted = _counted(tally)
    inside = counted.filter(pc.greater(counted["time"], landmark))
    known = pc.fill_null(pc.less_equal(inside["switch"], landmark), fill_value=False)
    columns = ["group", "time", "status", *(["entry"] if endpoint.entry else [])]
    spans = _with(
        inside,
        group=pc.if_else(known, inside["group"], BEFORE),
        time=pc.subtract(inside["time"], landmark),
        entry=pc.max_element_wise(pc.subtract(inside["entry"], landmark), 0),
    )
    return replace(
        describe_tally(tally, sum_up(spans, columns)),
        n_before_landmark=count_in(counted) - count_in(inside),
    )


def _counted(tally: pa.Table) -> pa.Table:
    return tally.filter(pc.invert(tally["left_out"]))


def _that_last(spans: pa.Table) -> pa.Table:
    """Return the spans that last a day or more."""
    return spans.filter(pc.greater(spans["time"], spans["entry"]))


def _with(tally: pa.Table, **columns: pa.Array | pa.ChunkedArray) -> pa.Table:
    """Return a tally with other values in some of its columns."""
    for name, values in columns.items():
        tally = tally.set_column(tally.column_names.index(name), name, values)
    return tally
