"""Rules about ranges and units of single values: H-08, W-33."""

from collections.abc import Iterator

from osteon.dictionary import FieldSpec, entity
from osteon.quality.chart import Chart
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches

RANGES = {
    "pathology": ("ki67_percent", "ki67_low_percent", "ki67_high_percent", "mitoses_per_2mm2"),
    "patient_observation": ("ecog", "karnofsky"),
    "pain_assessment": ("nrs_worst", "nrs_average", "nrs_now"),
}
KARNOFSKY_STEP = 10
SUSPECTED_UNITS = {"calcium": "mmol/L", "creatinine": "mg/dL"}


def find_values_out_of_range(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield proliferation indices, pain scores and performance states that cannot be."""
    for table, names in RANGES.items():
        for row in chart.rows(table):
            for name in names:
                value = row.get(name)
                if value is not None and not _is_possible(entity(table).field(name), value):
                    yield Flaw(table, row, (name,), "The value lies outside its scale.")


def _is_possible(field: FieldSpec, value: float) -> bool:
    if field.minimum is not None and value < field.minimum:
        return False
    if field.maximum is not None and value > field.maximum:
        return False
    step = KARNOFSKY_STEP if field.name == "karnofsky" else 1
    return field.kind != "integer" or value % step == 0


def find_suspected_units(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield laboratory values that look like values in another unit."""
    for row in chart.rows("lab_result"):
        analyte, value = row.get("analyte"), row.get("value")
        unit = SUSPECTED_UNITS.get(analyte or "")
        if unit is None or value is None or row.get("unit") != unit:
            continue
        if switches[f"{analyte}_from"] <= value <= switches[f"{analyte}_to"]:
            message = "The value is usual in another unit than the one stated."
            yield Flaw("lab_result", row, ("value", "unit"), message)


RULES = (
    QualityRule(
        code="H-08",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="Indices and scores lie on their scales",
        help="Ki-67 from 0 to 100 %, mitoses from 0, pain a whole number from 0 to 10, ECOG from 0 "
        "to 5, Karnofsky a multiple of 10 up to 100. The limits are those of the dictionary.",
        reads=RANGES,
        find=find_values_out_of_range,
    ),
    QualityRule(
        code="W-33",
        severity=Severity.WARNING,
        scope=Scope.RECORD,
        title="The unit of calcium and creatinine fits the value",
        help="Calcium of 8 to 12 is usual in mg/dL, creatinine of 60 to 150 in umol/L.",
        reads={"lab_result": ("analyte", "value", "unit")},
        declared_switches=(
            Switch("calcium_from", 8, "Lowest value suspected where the unit is mmol/L."),
            Switch("calcium_to", 12, "Highest value suspected where the unit is mmol/L."),
            Switch("creatinine_from", 60, "Lowest value suspected where the unit is mg/dL."),
            Switch("creatinine_to", 150, "Highest value suspected where the unit is mg/dL."),
        ),
        find=find_suspected_units,
    ),
)
