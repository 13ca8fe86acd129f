"""Which units may be converted into which, and by what factor."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SIGNIFICANT_DIGITS = 12
"""A converted value is rounded to these, so that 0.3 Gy is 30 cGy and not 30.000000000000004."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is measured, with the unit that analyses use.

    Parameters
    ----------
    canonical : str
        The canonical unit, in UCUM.
    factors : mapping of str to float
        Other permitted units, and what to multiply by to reach the canonical one.
    """

    canonical: str
    factors: Mapping[str, float]

    @property
    def units(self) -> tuple[str, ...]:
        """The permitted units, the canonical one first."""
        return (self.canonical, *self.factors)

    def convert(self, value: float, unit: str) -> float:
        """Return the value in the canonical unit.

        Parameters
        ----------
        value : float
            The value as entered.
        unit : str
            One of `units`.
        """
        if unit == self.canonical:
            return value
        return float(f"{value * self.factors[unit]:.{SIGNIFICANT_DIGITS}g}")


UNITS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "cGy": {"Gy": 100.0, "mGy": 0.1},
        "Gy": {"cGy": 0.01, "mGy": 0.001},
        "MBq": {"GBq": 1000.0, "kBq": 0.001},
        "mg": {"g": 1000.0, "ug": 0.001},
        "kg": {"g": 0.001},
        "cm": {"m": 100.0, "mm": 0.1},
        "mm": {"cm": 10.0},
        "mm2": {"cm2": 100.0},
        "mL": {"L": 1000.0, "cm3": 1.0},
        "d": {"wk": 7.0},
        "min": {"h": 60.0, "s": 1 / 60},
        "10*9/L": {"10*3/uL": 1.0, "/uL": 0.001},
        "mL/min": {"mL/s": 60.0},
    }
)
"""Conversions that hold whatever is measured."""

QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    {
        "glucose": Quantity("mmol/L", {"mg/dL": 10 / 180.156}),
        "bilirubin": Quantity("umol/L", {"mg/dL": 10_000 / 584.66}),
        "chromogranin_a": Quantity("ug/L", {"ng/mL": 1.0}),
        "chromogranin_a_molar": Quantity("nmol/L", {"pmol/mL": 1.0}),
        "hiaa_urine_24h": Quantity(
            "mg/(24.h)", {"mg/d": 1.0, "umol/(24.h)": 0.19118, "umol/d": 0.19118}
        ),
        "hiaa_urine_molar": Quantity("umol/L", {}),
        "hiaa_urine_mass": Quantity("mg/L", {}),
        "hiaa_plasma": Quantity("nmol/L", {"ug/L": 1000 / 191.18}),
        "serotonin_urine_24h": Quantity("ug/(24.h)", {"ug/d": 1.0}),
        "gastrin": Quantity("ng/L", {"pg/mL": 1.0}),
        "insulin": Quantity("m[IU]/L", {"u[IU]/mL": 1.0}),
        "glucagon": Quantity("ng/L", {"pg/mL": 1.0}),
        "vip": Quantity("ng/L", {"pg/mL": 1.0}),
        "somatostatin": Quantity("ng/L", {"pg/mL": 1.0}),
        "acth": Quantity("ng/L", {"pg/mL": 1.0}),
        "calcitonin": Quantity("ng/L", {"pg/mL": 1.0}),
        "calcium": Quantity("mmol/L", {"mg/dL": 10 / 40.078}),
        "calcium_ionised": Quantity("mmol/L", {"mg/dL": 10 / 40.078}),
        "albumin": Quantity("g/L", {"g/dL": 10.0}),
        "creatinine": Quantity("umol/L", {"mg/dL": 10_000 / 113.12, "mmol/L": 1000.0}),
        "egfr_ckdepi_2021": Quantity("mL/min/{1.73_m2}", {}),
        "egfr_ckdepi_2009": Quantity("mL/min/{1.73_m2}", {}),
        "egfr_mdrd": Quantity("mL/min/{1.73_m2}", {}),
        "alkaline_phosphatase": Quantity("U/L", {"ukat/L": 60.0}),
        "alkaline_phosphatase_bone": Quantity("U/L", {"ukat/L": 60.0}),
        "phosphate": Quantity("mmol/L", {"mg/dL": 10 / 30.974}),
        "magnesium": Quantity("mmol/L", {"mg/dL": 10 / 24.305}),
        "vitamin_d_25oh": Quantity("nmol/L", {"ug/L": 1000 / 400.64, "ng/mL": 1000 / 400.64}),
        "parathyroid_hormone": Quantity("ng/L", {"pg/mL": 1.0}),
        "nt_probnp": Quantity("ng/L", {"pg/mL": 1.0}),
        "haemoglobin": Quantity("g/dL", {"g/L": 0.1}),
        "leukocytes": Quantity("10*9/L", {"10*3/uL": 1.0, "/uL": 0.001}),
        "platelets": Quantity("10*9/L", {"10*3/uL": 1.0, "/uL": 0.001}),
    }
)
"""What the laboratory measures: a molar conversion needs to know the substance."""


def find_quantity(unit: str, substance: str | None = None) -> Quantity:
    """Return the quantity of a field: its canonical unit, and the units that convert into it."""
    if substance is not None:
        return QUANTITIES[substance]
    return Quantity(unit, UNITS.get(unit, {}))
