"""Follow-up of the members of a population, as the cohort holds it."""

import ibis
from ibis.expr.types import Table, Value

from osteon.cohort.build import Cohort
from osteon.cohort.endpoints import follow_up_columns, part_names
from osteon.protocol import Endpoint

UNDECLARED = "undeclared"


def follow_members(
    cohort: Cohort,
    population: str,
    endpoint: Endpoint,
    *,
    group: Value | None = None,
    **beside: Value,
) -> Table:
    """Return the follow-up of each member of a population.

    Parameters
    ----------
    cohort : Cohort
        One row a unit of analysis.
    population : str
        Whose follow-up.
    endpoint : Endpoint
        What ends the time. It need not be one of the protocol, which the cohort holds.
    group : ibis Value, optional
        Of the table of the cohort; who has none is ``missing``.
    **beside : ibis Value
        Further columns of the table of the cohort, by the names they are to have.

    Returns
    -------
    ibis Table
        What `follow_all` does, of members.
    """
    inside = cohort.table[f"in_{population}"]
    rows = follow_all(cohort, endpoint, group=group, inside=inside, **beside)
    return rows.filter(rows.inside)


def follow_all(
    cohort: Cohort, endpoint: Endpoint, *, group: Value | None = None, **beside: Value
) -> Table:
    """Return the follow-up of every row of a cohort; see `follow_members`.

    Returns
    -------
    ibis Table
        ``origin`` and the parts of follow-up, see `follow_up_columns`; ``group``, empty text if
        there is none; and what is asked for beside. No other column of the cohort, whose names are
        then never those of a variable.
    """
    table, name = cohort.table, cohort.follow_up.get(endpoint)
    if name is None:
        name = UNDECLARED
        columns = follow_up_columns(table, {name: endpoint}, data_cutoff=cohort.data_cutoff)
        table = table.mutate(**columns)
    parts: dict[str, Value] = {part: table[held] for part, held in part_names(name).items()}
    if group is not None:
        unknown = group.isnull()
        parts["missing"] = parts["missing"] | unknown
        parts["short"] = parts["short"] & ~unknown
        parts["left_out"] = parts["left_out"] | unknown
    return table.select(
        origin=table[endpoint.origin],
        **parts,
        group=ibis.literal("") if group is None else group,
        **beside,
    )
