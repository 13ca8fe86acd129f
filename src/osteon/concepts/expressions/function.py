"""Whether the tumour was functioning: D08."""

import ibis
from ibis.expr.types import BooleanValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.course import ever
from osteon.concepts.expressions.rows import answer, day_of, first_tumour, take_first
from osteon.concepts.shared import shared


def _assessments(tables: Tables, switches: Switches) -> Table:
    """Return the assessments with a result, their ``day`` and whether they show a syndrome."""
    rows = tables["hormone_assessment"]
    judged = rows.select(
        "id",
        "patient_id",
        "functioning",
        "syndrome",
        day=day_of(rows, "date", switches),
        is_functioning=_is_functioning(rows, switches),
    )
    return judged.filter(judged.functioning.isin(("functioning", "non_functioning")))


def _is_functioning(rows: Table, switches: Switches) -> BooleanValue:
    is_functioning = rows.functioning == "functioning"
    if switches["biochemical_counts"]:
        return is_functioning
    return is_functioning & (rows.basis.fill_null("") != "biochemical")


@shared
def _at_diagnosis(tables: Tables, switches: Switches) -> Table:
    diagnosed = first_tumour(tables, switches).select("patient_id", "diagnosed")
    rows = _assessments(tables, switches).join(diagnosed, "patient_id")
    rows = rows.filter(rows.day <= rows.diagnosed + switches["function_window_days"])
    return take_first(rows, rows.day.desc(), rows.id.desc())


def functioning(tables: Tables, switches: Switches) -> Table:
    """Return whether the tumour was functioning at diagnosis."""
    rows = _at_diagnosis(tables, switches)
    return answer(rows, rows.is_functioning.ifelse("functioning", "non_functioning"), rows.day)


def hormone_syndrome(tables: Tables, switches: Switches) -> Table:
    """Return which hormone syndrome there was at diagnosis."""
    rows = _at_diagnosis(tables, switches)
    count = rows.syndrome.length().fill_null(0)
    value = ibis.cases(
        (~rows.is_functioning, "non_functioning"),
        (count > 1, "multiple"),
        (count == 1, rows.syndrome[0]),
    )
    return answer(rows, value, rows.day)


def functioning_ever(tables: Tables, switches: Switches) -> Table:
    """Return whether the tumour was ever found functioning."""
    rows = _assessments(tables, switches)
    return ever(rows.filter(rows.is_functioning), rows)
