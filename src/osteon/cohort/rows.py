"""Rows of a cohort for a count: those of a population, with the columns that it needs."""

import ibis
from ibis.expr.types import StringValue, Table

from osteon.cohort.build import Cohort
from osteon.snapshot import pick_columns


def members(cohort: Cohort, population: str, *columns: str | None) -> Table:
    """Return these columns of the rows of a population; None is no column."""
    inside = f"in_{population}"
    rows = pick_columns(cohort.table, dict.fromkeys(name for name in (*columns, inside) if name))
    return rows.filter(rows[inside])


def printable(rows: Table, variable: str, cohort: Cohort) -> StringValue:
    """Return a variable's value; a truth value as text, so that its levels have names."""
    value = rows[variable]
    if cohort.variables[variable].kind == "boolean":
        return ibis.cases((value, "true"), (~value, "false"), else_=ibis.null("string"))
    return value
