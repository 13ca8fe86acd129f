"""Opioids at an assessment of pain, as oral morphine: D22."""

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, StringValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.rows import NO, day_of, stack
from osteon.concepts.rules import (
    BY_MOUTH,
    FACTOR_TABLES,
    MILLIGRAM_DIGITS,
    NON_OPIOIDS,
    OTHER_FORMS,
)
from osteon.concepts.shared import shared

NOT_APPLICABLE = "NA"


@shared
def find_opioids(tables: Tables, switches: Switches) -> Table:
    """Return ``assessment_id`` and ``omed_mg``, the opioids a day, where analgesics are recorded.

    The analgesics of an assessment are those that refer to it; where none does, those of its
    patient and day that refer to none. The sum is null where one of them is not known.
    """
    uses, scores = tables["analgesic_use"], tables["pain_assessment"]
    taken = uses.select(
        patient_id=uses.patient_id,
        assessment_id=uses.pain_assessment_id,
        day=day_of(uses, "date", switches),
        amount=_oral_morphine_mg(uses, switches),
    )
    named = taken.filter(taken.assessment_id.notnull()).select("assessment_id", "amount")
    loose = taken.filter(taken.assessment_id.isnull()).drop("assessment_id")
    asked = scores.select(
        assessment_id=scores.id, patient_id=scores.patient_id, day=day_of(scores, "date", switches)
    )
    unnamed = asked.anti_join(named, "assessment_id")
    same_day = unnamed.join(loose, ["patient_id", "day"]).select("assessment_id", "amount")
    both = stack(named, same_day)
    is_unknown = both.amount.isnull().any()
    total = both.amount.sum().round(MILLIGRAM_DIGITS)
    return both.group_by("assessment_id").aggregate(
        omed_mg=ibis.ifelse(is_unknown, ibis.null("float64"), total)
    )


def _oral_morphine_mg(uses: Table, switches: Switches) -> FloatingValue:
    """As recorded, else by the table of factors; zero for what is no opioid."""
    by_factor = uses.dose.cast("float64") * _factor(uses.drug, switches["factor_table"])
    took_none = (uses.drug_null == NOT_APPLICABLE).fill_null(NO)
    is_no_opioid = uses.drug.isin(sorted(NON_OPIOIDS)).fill_null(NO)
    computed = ibis.cases(
        (took_none | is_no_opioid, 0.0),
        (_is_form_of_table(uses), by_factor),
        else_=ibis.null("float64"),
    )
    return ibis.coalesce(uses.omed_mg_d.cast("float64"), computed)


def _factor(drug: StringValue, table: str) -> FloatingValue:
    branches = [(drug == name, factor) for name, factor in FACTOR_TABLES[table].items()]
    return ibis.cases(*branches, else_=ibis.null("float64"))


def _is_form_of_table(uses: Table) -> BooleanValue:
    route, unit = (
        ibis.cases(*((uses.drug == drug, form[part]) for drug, form in OTHER_FORMS.items()),
                   else_=BY_MOUTH[part])
        for part in (0, 1)
    )  # fmt: skip
    is_route = (uses.route == route) | uses.route.isnull()
    return (is_route & (uses.dose_per == unit)).fill_null(NO)
