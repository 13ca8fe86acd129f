"""Follow-up of rows of a cohort, as the cohort holds it for the endpoints of its protocol."""

import ibis
from ibis.expr.types import Table, Value

from osteon.cohort.build import Cohort
from osteon.cohort.endpoints import dates_of, follow_up_values, part_names
from osteon.protocol import Endpoint

UNDECLARED = "undeclared"


def columns_to_follow(cohort: Cohort, endpoint: Endpoint) -> tuple[str, ...]:
    """Return the columns of a cohort that `follow` looks at."""
    name = cohort.follow_up.get(endpoint)
    if name is None:
        return dates_of(endpoint)
    return endpoint.origin, *part_names(name).values()


def follow(
    cohort: Cohort, rows: Table, endpoint: Endpoint, *, group: Value | None = None, **beside: Value
) -> Table:
    """Return the follow-up of some rows of a cohort.

    Parameters
    ----------
    cohort : Cohort
        Which holds the follow-up to the endpoints of its protocol; to another it is derived.
    rows : ibis Table
        Its rows, with `columns_to_follow` at the least.
    endpoint : Endpoint
        What ends the time.
    group : ibis Value, optional
        Who has none is ``missing``.
    **beside : ibis Value
        Further columns, by name.

    Returns
    -------
    ibis Table
        ``origin`` and the parts of follow-up, see `follow_up_values`; ``group``, empty text if
        there is none; and what is asked for beside. No other column of the rows, whose names are
        then never those of a variable.
    """
    name = cohort.follow_up.get(endpoint)
    if name is None:
        name = UNDECLARED
        values = follow_up_values(rows, {name: endpoint}, data_cutoff=cohort.data_cutoff)
        rows = rows.mutate(**values)
    parts: dict[str, Value] = {part: rows[held] for part, held in part_names(name).items()}
    if group is not None:
        unknown = group.isnull()
        parts["missing"] = parts["missing"] | unknown
        parts["short"] = parts["short"] & ~unknown
        parts["left_out"] = parts["left_out"] | unknown
    return rows.select(
        origin=rows[endpoint.origin],
        **parts,
        group=ibis.literal("") if group is None else group,
        **beside,
    )
