"""Rules about how a study was done, and when: H-21, W-25, W-26, W-29."""

from collections.abc import Iterator

from osteon.dictionary import PartialDate, Source
from osteon.quality.certainty import add_months, consecutive, date_of, is_by
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches
from osteon.quality.uptake import RECEPTOR_PET, UPTAKES, has_no_tracer

PET = "_PET"
NOT_STAGING = frozenset({"XRAY", "US", "ECHO"})


def study_of(chart: Chart, table: str, row: Row) -> Row | None:
    """Return the study that a row belongs to, which may be the row itself."""
    if table == "imaging_study":
        return row
    return chart.record("imaging_study", row["imaging_study_id"])


def find_uptake_without_tracer(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield uptake measured without a tracer, and uptake times and activities that cannot be."""
    for table, names in UPTAKES.items():
        for row in chart.rows(table):
            measured = tuple(name for name in names if row.get(name) is not None)
            if measured and has_no_tracer(study_of(chart, table, row)):
                yield Flaw(table, row, measured, "Uptake of a tracer in a study without one.")
    for row in chart.rows("imaging_study"):
        minutes, activity = row.get("uptake_min"), row.get("activity_mbq")
        if minutes is not None and minutes < 0:
            message = "The scan began before the injection."
            yield Flaw("imaging_study", row, ("uptake_min",), message)
        if activity is not None and activity <= 0:
            yield Flaw("imaging_study", row, ("activity_mbq",), "No activity was injected.")


def find_unusual_uptake_times(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield receptor PETs scanned too early or too late, and PETs unlike the one before."""
    for row in chart.rows("imaging_study"):
        minutes = row.get("uptake_min")
        if row.get("modality") not in RECEPTOR_PET or minutes is None:
            continue
        if not switches["from_minutes"] <= minutes <= switches["to_minutes"]:
            message = "The uptake time is unusual; uptake compares badly with other studies."
            yield Flaw("imaging_study", row, ("uptake_min",), message)
    for modality in sorted({str(row.get("modality")) for row in chart.rows("imaging_study")}):
        if PET in modality:
            yield from _unlike_the_one_before(chart, modality, switches["difference_minutes"])


def _unlike_the_one_before(chart: Chart, modality: str, limit: float) -> Iterator[Flaw]:
    studies = [row for row in chart.rows("imaging_study") if row.get("modality") == modality]
    for (_, before), (_, row) in consecutive((date_of(row, "date"), row) for row in studies):
        earlier, minutes = before.get("uptake_min"), row.get("uptake_min")
        if earlier is not None and minutes is not None and abs(minutes - earlier) > limit:
            message = "The uptake time differs from that of the PET before."
            yield Flaw("imaging_study", row, ("uptake_min",), message)


def find_recent_analogues(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield receptor PETs soon after a long-acting somatostatin analogue."""
    for row in chart.rows("imaging_study"):
        days = row.get("ssa_interval_days")
        if row.get("modality") not in RECEPTOR_PET or days is None:
            continue
        if days < switches["required_days"]:
            message = "The last long-acting analogue was given shortly before the study."
            yield Flaw("imaging_study", row, ("ssa_interval_days",), message)


def find_restaging_gaps(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield studies that come long after the one before, in stage IV."""
    studies = [
        (date_of(row, "date"), row)
        for row in chart.rows("imaging_study")
        if row.get("modality") not in NOT_STAGING
    ]
    for (before, _), (day, row) in consecutive(studies):
        is_gap = day.lo > add_months(before.hi, switches["months"])
        if is_gap and _is_certainly_metastatic(chart, before):
            message = "A long time passed since the study before, in stage IV."
            yield Flaw("imaging_study", row, ("date",), message)


def _is_certainly_metastatic(chart: Chart, day: PartialDate) -> bool:
    staged = any(
        (str(row.get("m_category")).startswith("M1") or str(row.get("stage")).startswith("IV"))
        and is_by(date_of(row, "date"), day)
        for row in chart.rows("stage_assessment")
    )
    return staged or any(
        row.get("status") == "Y"
        and row.get("certainty") == "definite"
        and is_by(date_of(row, "first_date"), day)
        for row in chart.rows("metastasis_site")
    )


RULES = (
    QualityRule(
        code="H-21",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="Uptake belongs to a study with a tracer",
        help="Standardised uptake values at a CT, an MRI, a radiograph or an ultrasound for which "
        "no tracer is named; an uptake time below 0; an activity of 0.",
        reads={
            "imaging_study": (
                *UPTAKES["imaging_study"],
                "modality",
                "tracer",
                "uptake_min",
                "activity_mbq",
            ),
            "skeletal_finding": (*UPTAKES["skeletal_finding"], "imaging_study_id"),
            "lesion_observation": (*UPTAKES["lesion_observation"], "imaging_study_id"),
        },
        find=find_uptake_without_tracer,
    ),
    QualityRule(
        code="W-25",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="The uptake time is usual, and like that of the PET before",
        help="The limits hold for PET of the somatostatin receptor; the comparison for PETs of one "
        "modality that certainly follow each other.",
        reads={"imaging_study": ("modality", "uptake_min", "date")},
        declared_switches=(
            Switch("from_minutes", 45, "Shortest uptake time.", Source.UNVERIFIED),
            Switch("to_minutes", 90, "Longest uptake time.", Source.UNVERIFIED),
            Switch("difference_minutes", 20, "Difference from the PET before, above it fires."),
        ),
        find=find_unusual_uptake_times,
    ),
    QualityRule(
        code="W-26",
        severity=Severity.WARNING,
        scope=Scope.RECORD,
        title="A receptor PET keeps its distance from the last analogue",
        help="For centres whose protocol requires an interval after a long-acting analogue; where "
        "none is required, set the days to 0.",
        reads={"imaging_study": ("modality", "ssa_interval_days")},
        declared_switches=(
            Switch("required_days", 21, "Days required, below them it fires.", Source.UNVERIFIED),
        ),
        find=find_recent_analogues,
    ),
    QualityRule(
        code="W-29",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Stage IV is imaged regularly",
        help="Compares studies that certainly follow each other, radiographs and ultrasound left "
        "out, where distant metastasis was certain by the first of the two.",
        reads={
            "imaging_study": ("modality", "date"),
            "stage_assessment": ("m_category", "stage", "date"),
            "metastasis_site": ("status", "certainty", "first_date"),
        },
        declared_switches=(Switch("months", 24, "Calendar months between studies, above fires."),),
        find=find_restaging_gaps,
    ),
)
