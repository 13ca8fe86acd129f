"""Daily opioids as oral morphine (D22)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

CDC_2022 = {
    "codeine": 0.15,
    "fentanyl_transdermal": 2.4,
    "hydrocodone": 1.0,
    "hydromorphone": 5.0,
    "methadone": 4.7,
    "morphine": 1.0,
    "oxycodone": 1.5,
    "oxymorphone": 3.0,
    "tapentadol": 0.4,
    "tramadol": 0.2,
}
"""Verified: factors of the CDC guideline of 2022 for mg a day by mouth; transdermal fentanyl per
microgram an hour. Other tables differ; none is for switching opioids."""

NON_OPIOIDS = frozenset(
    {"paracetamol", "metamizole", "nsaid", "gabapentinoid", "antidepressant", "steroid"}
)
BY_MOUTH = ("po", "mg/d")
OTHER_FORMS = {"fentanyl_transdermal": ("td", "ug/h")}
"""Route and unit that a factor holds for, where they are not milligrams a day by mouth."""
MILLIGRAM_DIGITS = 6
"""Decimals of a sum, so that the order of adding up never makes a dose a higher one."""

FACTOR_TABLES: Mapping[str, Mapping[str, float]] = {"CDC_2022": CDC_2022}


def oral_morphine_mg(doses: Iterable[tuple[str, float]], table: str = "CDC_2022") -> float | None:
    """Return the daily oral morphine equivalent, or nothing if a drug is not in the table."""
    factors = FACTOR_TABLES[table]
    items = list(doses)
    if any(drug not in factors for drug, _ in items):
        return None
    return sum(factors[drug] * amount for drug, amount in items)


class AnalgesicDose(NamedTuple):
    """An analgesic as recorded, breakthrough doses included."""

    drug: str | None
    dose: float | None
    dose_per: str | None = "mg/d"
    route: str | None = None


def dose_as_oral_morphine_mg(given: AnalgesicDose, table: str = "CDC_2022") -> float | None:
    """Return the oral morphine equivalent of one analgesic, or nothing where it is not known.

    Zero for what is no opioid. Unknown for a drug or a form that the table has no factor for.
    """
    if given.drug in NON_OPIOIDS:
        return 0.0
    route, unit = OTHER_FORMS.get(given.drug or "", BY_MOUTH)
    is_form = given.route in {None, route} and given.dose_per == unit
    if given.drug is None or given.dose is None or not is_form:
        return None
    return oral_morphine_mg([(given.drug, given.dose)], table)
