"""Groups that patients enter during follow-up: as spans of time, or as known at a landmark."""

from dataclasses import replace

import ibis
from ibis.expr.types import StringValue, Table

from osteon.cohort.build import Cohort
from osteon.cohort.compute import KNOWN
from osteon.cohort.counts import EndpointCounts, printable, sort_table
from osteon.cohort.endpoints import CENSORED, add_endpoint
from osteon.protocol import Endpoint

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
        A truth value; a patient is in the group from the day after it became known.

    Returns
    -------
    EndpointCounts
        Its table has one more column, ``entry``: a patient contributes the span before the
        switch, censored there, and the span after it, each in its own group. An event on the day
        of the switch belongs to the span before. Follow-up of no day has no span.
    """
    rows = _rows(cohort, population, endpoint, group)
    inside = rows.filter(~rows.missing & (rows.time > 0))
    switch = ibis.greatest(inside.switch, 0)
    never = inside.switch.isnull() | (inside.switch >= inside.time)
    before = inside.mutate(
        group=ibis.literal(BEFORE),
        entry=ibis.literal(0, "int64"),
        time=ibis.ifelse(never, inside.time, switch),
        status=ibis.ifelse(never, inside.status, CENSORED),
    )
    after = inside.filter(~never).mutate(group=inside.label, entry=switch)
    columns = ("group", "entry", "time", "status")
    spans = before.filter(before.time > 0).select(*columns).union(after.select(*columns))
    return _counted(rows, spans, columns)


def count_landmark_endpoint(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str, landmark: int
) -> EndpointCounts:
    """Count follow-up from a landmark on, by what was known by then.

    Parameters
    ----------
    landmark : int
        Days after the origin. Who had the event or was censored by then is left out, and counted
        in ``n_before_landmark``; time runs from the landmark.
    """
    rows = _rows(cohort, population, endpoint, group)
    inside = rows.filter(~rows.missing & (rows.time > landmark))
    known = (inside.switch <= landmark).fill_null(ibis.literal(value=False))
    spans = inside.select(
        group=ibis.ifelse(known, inside.label, BEFORE),
        time=inside.time - landmark,
        status=inside.status,
    )
    counts = _counted(rows, spans, ("group", "time", "status"))
    n_left = counts.n_population - counts.n_missing - sum(counts.table["n"].to_pylist())
    return replace(counts, n_before_landmark=n_left)


def _rows(cohort: Cohort, population: str, endpoint: Endpoint, group: str) -> Table:
    inside = cohort.table.filter(cohort.table[f"in_{population}"])
    rows = add_endpoint(inside, endpoint, data_cutoff=cohort.data_cutoff)
    label: StringValue = printable(rows, group, cohort)
    late = ibis.ifelse(rows[group], rows[f"{group}{KNOWN}"], ibis.null("int64"))
    return rows.mutate(
        label=label,
        switch=late - rows[endpoint.origin],
        missing=rows.time.isnull() | label.isnull() | (rows.time < 0),
    )


def _counted(rows: Table, spans: Table, columns: tuple[str, ...]) -> EndpointCounts:
    counted = spans.group_by(list(columns)).aggregate(n=spans.count())
    sums = rows.aggregate(n=rows.count(), missing=rows.missing.ifelse(1, 0).sum()).to_pyarrow()
    return EndpointCounts(
        table=sort_table(counted.to_pyarrow(), columns),
        n_population=int(sums["n"][0].as_py()),
        n_missing=int(sums["missing"][0].as_py() or 0),
        n_before_origin=0,
        n_prevalent=0,
    )
