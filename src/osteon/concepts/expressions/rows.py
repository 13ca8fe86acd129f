"""Columns and rows that several expressions are made of."""

from collections.abc import Mapping

import ibis
from ibis.expr.types import BooleanColumn, IntegerColumn, IntegerValue, StringColumn, Table, Value

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.rules import MONTH_STEP
from osteon.concepts.shared import shared

YES = ibis.literal(value=True)
NO = ibis.literal(value=False)
CERTAIN = {"probable": ("definite", "probable"), "definite": ("definite",)}


def day_of(rows: Table, field: str, switches: Switches) -> IntegerColumn:
    """Return the day that a partial date stands for, in days since 1970-01-01."""
    first = rows[f"{field}_lo"].epoch_days().cast("int64")
    last = rows[f"{field}_hi"].epoch_days().cast("int64")
    match switches["partial_dates"]:
        case "earliest":
            return first
        case "latest":
            return last
        case _:
            return first + (last - first) // 2


def month_key(day: Value) -> IntegerValue:
    """Return a whole number that orders days and moves by `MONTH_STEP` a calendar month."""
    month = day.year().cast("int64") * 12 + day.month().cast("int64")
    return month * MONTH_STEP + day.day().cast("int64")


def next_day_key(day: Value) -> IntegerValue:
    """Return the `month_key` of the day after."""
    year, month = day.year(), day.month()
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    february = is_leap.ifelse(29, 28)
    length = ibis.cases(
        (month == 2, february), (month.isin((4, 6, 9, 11)), ibis.literal(30)), else_=31
    )
    key, number = month_key(day), day.day().cast("int64")
    first_of_next_month = key - number + MONTH_STEP + 1
    return (number >= length).ifelse(first_of_next_month, key + 1)


def translate(column: StringColumn, words: Mapping[str, str], otherwise: Value) -> StringColumn:
    """Return the word that stands for each code."""
    targets = sorted(set(words.values()))
    branches = [
        (column.isin(sorted(code for code, word in words.items() if word == target)), target)
        for target in targets
    ]
    return ibis.cases(*branches, else_=otherwise)


def take_first(rows: Table, *order: Value, key: str | list[str] = "patient_id") -> Table:
    """Return one row a patient, or of each value of a key, the first in an order."""
    place = ibis.row_number().over(group_by=key, order_by=list(order))
    ranked = rows.mutate(place=place)
    return ranked.filter(ranked.place == 0).drop("place")


def stack(*tables: Table) -> Table:
    """Return the rows of all tables, whether or not their columns admit nulls."""
    return ibis.union(*map(_admit_nulls, tables), distinct=False)


def _admit_nulls(table: Table) -> Table:
    strict = {
        name: kind.copy(nullable=True) for name, kind in table.schema().items() if not kind.nullable
    }
    return table.cast(strict) if strict else table


def answer(rows: Table, value: Value, known_on: Value, *, key: str = "patient_id") -> Table:
    """Return a concept's columns, without the patients or units whose value is missing."""
    named = {key: rows[key], "value": value, "known_on": known_on.cast("int64")}
    columns = rows.select(**named)
    return columns.filter(columns.value.notnull())


def never() -> Value:
    """Return a day that did not come."""
    return ibis.null("int64")


def is_certain(certainty: StringColumn, switches: Switches) -> BooleanColumn:
    """Return whether a finding is certain enough to count as metastasis; false where not stated."""
    return certainty.isin(CERTAIN[switches["least_certainty"]]).fill_null(NO)


@shared
def first_tumour(tables: Tables, switches: Switches) -> Table:
    """Return the tumour diagnosed first, one row a patient, with `diagnosed` as a day."""
    tumours = tables["tumour"]
    dated = tumours.select(
        "id",
        "patient_id",
        "topography",
        "dx_date_lo",
        "dx_date_hi",
        diagnosed=day_of(tumours, "dx_date", switches),
    )
    return take_first(dated, dated.diagnosed.isnull(), dated.diagnosed, dated.id)
