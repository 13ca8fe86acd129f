"""Rules about one lesion at one study: H-18, H-19, H-20, W-27, W-28."""

from collections import defaultdict
from collections.abc import Iterator

from osteon.quality.certainty import date_of, is_before
from osteon.quality.chart import Chart, Registry, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches
from osteon.quality.uptake import UPTAKES

CHANGED = frozenset({"osteoblastic", "osteolytic", "mixed"})
TABLE = "lesion_observation"
ABOVE_LIVER = 3
"""Krenning score from which uptake exceeds that of the liver."""


def find_contradicting_morphology(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield kinds of morphology without a correlate, and correlates without a kind."""
    for row in chart.rows(TABLE):
        morph, kind = row.get("morph"), row.get("morph_type")
        if kind in CHANGED and morph in {"N", "NE"}:
            message = "A kind of morphology is stated, and no correlate was seen."
            yield Flaw(TABLE, row, ("morph", "morph_type"), message)
        if morph == "Y" and kind == "none":
            message = "A correlate was seen, and its kind is none."
            yield Flaw(TABLE, row, ("morph", "morph_type"), message)


def find_early_observations(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield observations that show a lesion before it was first seen."""
    for row in chart.rows(TABLE):
        lesion = chart.record("bone_lesion", row["bone_lesion_id"])
        study = chart.record("imaging_study", row["imaging_study_id"])
        is_visible = "Y" in {row.get("tracer"), row.get("morph")}
        if is_visible and is_before(date_of(study, "date"), date_of(lesion, "first_seen_date")):
            message = "The lesion is seen at a study before the day on which it was first seen."
            yield Flaw(TABLE, row, ("imaging_study_id", "bone_lesion_id"), message)


def find_shared_tracking(registry: Registry, _: Switches) -> Iterator[Flaw]:
    """Yield lesions that share a tracking identifier with another patient or region."""
    tracked: dict[str, list[Row]] = defaultdict(list)
    for row in registry.records.get("bone_lesion", ()):
        if row.get("tracking_uid") is not None:
            tracked[row["tracking_uid"]].append(row)
    for rows in tracked.values():
        patients = {row["patient_id"] for row in rows}
        regions = {row.get("region") for row in rows} - {None}
        if len(patients) > 1 or len(regions) > 1:
            message = "Another patient's lesion, or one of another region, has the same tracking."
            for row in rows:
                yield Flaw("bone_lesion", row, ("tracking_uid", "region"), message)


def find_impossible_uptake(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield uptake below 0, and means or peaks above what contains them."""
    for table, names in UPTAKES.items():
        for row in chart.rows(table):
            for name in names:
                if (row.get(name) or 0) < 0:
                    yield Flaw(table, row, (name,), "Uptake lies below 0.")
    for row in chart.rows(TABLE):
        yield from _contradicting_uptake(row, switches["volume_from_ml"])


def _contradicting_uptake(row: Row, volume_from_ml: float) -> Iterator[Flaw]:
    greatest, mean, peak = row.get("suvmax"), row.get("suvmean"), row.get("suvpeak")
    for name, value in (("suvmean", mean), ("suvpeak", peak)):
        if value is not None and greatest is not None and value > greatest:
            yield Flaw(TABLE, row, (name, "suvmax"), "The value exceeds the maximum.")
    volume = row.get("volume_ml")
    if volume is None or mean is None or peak is None:
        return
    if volume >= volume_from_ml and mean > peak:
        message = "The mean exceeds the peak, which is usual in small lesions only."
        fields = ("suvmean", "suvpeak", "volume_ml")
        yield Flaw(TABLE, row, fields, message, Severity.WARNING)


def find_scores_without_reference(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield Krenning scores of studies in which the liver was not measured."""
    for row in chart.rows(TABLE):
        study = chart.record("imaging_study", row["imaging_study_id"])
        if row.get("krenning") is None or study is None:
            continue
        if study.get("liver_suvmean") is None:
            message = "A Krenning score is given, and the uptake of the liver is not."
            yield Flaw(TABLE, row, ("krenning",), message)


def find_scores_above_uptake(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield Krenning scores above the liver where the measured uptake lies below it."""
    for row in chart.rows(TABLE):
        study = chart.record("imaging_study", row["imaging_study_id"])
        liver = None if study is None else study.get("liver_suvmean")
        krenning, greatest = row.get("krenning"), row.get("suvmax")
        if liver is None or krenning is None or greatest is None:
            continue
        if krenning >= ABOVE_LIVER and greatest < liver:
            message = "The score says above the liver, the measured uptake lies below it."
            yield Flaw(TABLE, row, ("krenning", "suvmax"), message)


RULES = (
    QualityRule(
        code="H-18",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="A kind of morphology goes with a correlate",
        help="Osteoblastic, osteolytic or mixed where CT or MR showed nothing or was not done; or "
        "a correlate of the kind none.",
        reads={TABLE: ("morph", "morph_type")},
        find=find_contradicting_morphology,
    ),
    QualityRule(
        code="H-19",
        severity=Severity.HARD,
        scope=Scope.REGISTRY,
        title="A lesion is first seen first, and is one lesion of one patient",
        help="A study that shows the lesion (uptake or correlate) is certainly earlier than the "
        "day of first sight; or lesions with one tracking identifier belong to two patients or "
        "lie in two regions.",
        reads={
            TABLE: ("imaging_study_id", "bone_lesion_id", "tracer", "morph"),
            "bone_lesion": ("first_seen_date", "tracking_uid", "region"),
            "imaging_study": ("date",),
        },
        find=find_early_observations,
        find_across=find_shared_tracking,
    ),
    QualityRule(
        code="H-20",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="Uptake is not negative, and its mean and peak not above its maximum",
        help="A mean above the peak is usual in a lesion smaller than the sphere of the peak; from "
        "the volume of the switch it is a warning.",
        reads={**UPTAKES, TABLE: (*UPTAKES[TABLE], "volume_ml")},
        declared_switches=(
            Switch("volume_from_ml", 1, "Volume from which a mean above the peak is unusual."),
        ),
        find=find_impossible_uptake,
    ),
    QualityRule(
        code="W-27",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="A Krenning score has its reference",
        help="A score compares with the liver; its uptake has to be measured at the same study.",
        reads={TABLE: ("imaging_study_id", "krenning"), "imaging_study": ("liver_suvmean",)},
        find=find_scores_without_reference,
    ),
    QualityRule(
        code="W-28",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="A Krenning score of 3 or 4 exceeds the liver",
        help="Compares the maximum of the lesion with the mean of the liver at the same study.",
        reads={
            TABLE: ("imaging_study_id", "krenning", "suvmax"),
            "imaging_study": ("liver_suvmean",),
        },
        find=find_scores_above_uptake,
    ),
)
