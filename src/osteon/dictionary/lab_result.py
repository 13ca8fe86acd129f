"""What holds between the fields of a laboratory result: the unit has to fit the analyte."""

import math

from osteon.dictionary.finding import Finding
from osteon.dictionary.units import QUANTITIES

_TOLERANCE = 1e-6


def check_lab_result(row: dict[str, object]) -> list[tuple[str, Finding]]:
    """Check the unit of a laboratory value and add the value in the canonical unit.

    Parameters
    ----------
    row : dict
        A typed row; `canonical_value` is added to it where it follows and no reason stands for it.

    Returns
    -------
    list of (str, Finding)
        What is wrong, with its field; nothing if the unit fits.
    """
    analyte, unit, value = row.get("analyte"), row.get("unit"), row.get("value")
    if not isinstance(analyte, str) or not isinstance(unit, str):
        return []
    quantity = QUANTITIES[analyte]
    if unit not in quantity.units:
        permitted = " or ".join(quantity.units)
        return [("unit", Finding("a unit that does not fit the analyte", permitted))]
    if not isinstance(value, float) or "canonical_value_null" in row:
        return []
    canonical = quantity.convert(value, unit)
    stated = row.setdefault("canonical_value", canonical)
    if isinstance(stated, float) and not math.isclose(stated, canonical, rel_tol=_TOLERANCE):
        found = "a number that does not follow from value and unit"
        return [("canonical_value", Finding(found, "nothing; it is computed"))]
    return []
