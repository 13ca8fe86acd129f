"""Daily opioids as oral morphine (D22)."""

from collections.abc import Iterable, Mapping

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

FACTOR_TABLES: Mapping[str, Mapping[str, float]] = {"CDC_2022": CDC_2022}


def oral_morphine_mg(doses: Iterable[tuple[str, float]], table: str = "CDC_2022") -> float | None:
    """Return the daily oral morphine equivalent, or nothing if a drug is not in the table."""
    factors = FACTOR_TABLES[table]
    items = list(doses)
    if any(drug not in factors for drug, _ in items):
        return None
    return sum(factors[drug] * amount for drug, amount in items)
