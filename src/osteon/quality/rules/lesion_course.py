"""Rules about one lesion over several studies: W-09, W-10, W-11."""

from collections.abc import Iterator
from datetime import date

from osteon.dictionary import PartialDate
from osteon.quality.bone import is_benign
from osteon.quality.certainty import (
    Dated,
    Span,
    add_months,
    consecutive,
    date_of,
    is_before,
    is_by,
    span_of,
)
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.life import may_have_died_by
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches

TABLE = "lesion_observation"
FAINT_KRENNING = frozenset({1, 2})
FAINT_RADS = "3B"
TREATMENTS = (
    ("systemic_therapy_line", "start_date", "stop_date"),
    ("antiresorptive_course", "start_date", "stop_date"),
    ("radiotherapy_course", "start_date", "end_date"),
)
TREATMENT_DAYS = (("prrt_cycle", "date"), ("antiresorptive_dose", "date"))
STABLE = "SD"


def _study(chart: Chart, row: Row) -> Row | None:
    return chart.record("imaging_study", row["imaging_study_id"])


def _study_date(chart: Chart, row: Row) -> PartialDate | None:
    return date_of(_study(chart, row), "date")


def _pairs(chart: Chart, lesion: Row) -> Iterator[tuple[Dated, Dated]]:
    """Yield the observations of a lesion that certainly follow each other."""
    observed = chart.referring(TABLE, "bone_lesion_id", lesion["id"])
    return consecutive((_study_date(chart, row), row) for row in observed)


def find_unconfirmed_foci(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield single faint tracer-only foci that nothing confirmed in time."""
    for finding in chart.rows("skeletal_finding"):
        key = finding["imaging_study_id"]
        observed = chart.referring(TABLE, "imaging_study_id", key)
        if finding.get("n_loci") != 1 or len(observed) != 1 or not _is_faint(observed[0]):
            continue
        day = date_of(chart.record("imaging_study", key), "date")
        if day is None:
            continue
        limit = add_months(day.hi, switches["months"])
        is_due = limit < chart.data_cutoff and not may_have_died_by(chart, limit)
        if is_due and not _may_be_settled(chart, observed[0], day, switches):
            message = "One faint focus without correlate, and nothing later settled what it is."
            yield Flaw(TABLE, observed[0], ("tracer", "morph"), message)


def _is_faint(row: Row) -> bool:
    is_tracer_only = row.get("tracer") == "Y" and row.get("morph") == "N"
    has_faint_score = row.get("krenning") in FAINT_KRENNING or row.get("sstr_rads") == FAINT_RADS
    return is_tracer_only and has_faint_score


def _may_be_settled(chart: Chart, row: Row, day: PartialDate, switches: Switches) -> bool:
    """Return whether the lesion may have been confirmed or refuted within the time."""
    lesion = chart.record("bone_lesion", row["bone_lesion_id"])
    if lesion is None or is_benign(lesion) or lesion.get("biopsy") in {"positive", "negative"}:
        return True
    latest = add_months(day.hi, switches["months"])
    return any(
        other.get("morph") == "Y" and not _is_outside(_study_date(chart, other), day, latest)
        for other in chart.referring(TABLE, "bone_lesion_id", lesion["id"])
    )


def _is_outside(study: PartialDate | None, day: PartialDate, latest: date) -> bool:
    return study is not None and (study.hi < day.lo or study.lo > latest)


def find_lost_morphology(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield lesions that lost their correlate while nothing was given against them."""
    for lesion in chart.rows("bone_lesion"):
        for (before, earlier), (day, row) in _pairs(chart, lesion):
            had_both = earlier.get("tracer") == "Y" and earlier.get("morph") == "Y"
            has_tracer_only = row.get("tracer") == "Y" and row.get("morph") == "N"
            study = _study(chart, row) or {}
            if not (had_both and has_tracer_only) or study.get("ct_quality") == "low_dose":
                continue
            if not _may_be_treated(chart, before, day):
                message = "The correlate is gone, the uptake is not, and there was no treatment."
                yield Flaw(TABLE, row, ("tracer", "morph"), message)


def _may_be_treated(chart: Chart, before: PartialDate, day: PartialDate) -> bool:
    spans = [
        span_of(row, start, stop) for table, start, stop in TREATMENTS for row in chart.rows(table)
    ]
    for table, field in TREATMENT_DAYS:
        given = (date_of(row, field) for row in chart.rows(table))
        spans.extend(Span(day_given, day_given) for day_given in given)
    return any(span.may_touch(before.lo, day.hi) for span in spans)


def find_lytic_change(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield lesions that turned from osteoblastic to osteolytic, or are new and osteolytic."""
    for lesion in chart.rows("bone_lesion"):
        for (_before, earlier), (_day, row) in _pairs(chart, lesion):
            kinds = (earlier.get("morph_type"), row.get("morph_type"))
            if kinds == ("osteoblastic", "osteolytic"):
                message = "An osteoblastic lesion turned osteolytic; think of dedifferentiation."
                yield Flaw(TABLE, row, ("morph_type",), message)
    for row in chart.rows(TABLE):
        if row.get("morph_type") == "osteolytic" and _is_new_while_stable(chart, row):
            message = "A new osteolytic lesion while the receptor is stable."
            yield Flaw(TABLE, row, ("morph_type",), message)


def _is_new_while_stable(chart: Chart, row: Row) -> bool:
    study, lesion = _study(chart, row), chart.record("bone_lesion", row["bone_lesion_id"])
    if study is None or lesion is None or "SSTR" not in str(study.get("modality")):
        return False
    findings = chart.referring("skeletal_finding", "imaging_study_id", study["id"])
    responses = {study.get("overall_response"), *(f.get("response_bone") for f in findings)}
    day = date_of(study, "date")
    examined = (_study_date(chart, finding) for finding in chart.rows("skeletal_finding"))
    return (
        STABLE in responses
        and is_by(day, date_of(lesion, "first_seen_date"))
        and any(is_before(earlier, day) for earlier in examined)
    )


_LESION_READS = ("imaging_study_id", "bone_lesion_id", "tracer", "morph")

RULES = (
    QualityRule(
        code="W-09",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="A single faint focus is confirmed or refuted",
        help="One locus, tracer only (class B), Krenning 1 or 2 or SSTR-RADS 3B. Settled by a "
        "correlate at a study within the time, by a biopsy or by a benign class. Silent before the "
        "time is over, and where the patient may have died by then.",
        reads={
            "skeletal_finding": ("imaging_study_id", "n_loci"),
            TABLE: (*_LESION_READS, "krenning", "sstr_rads"),
            "bone_lesion": ("final_class", "biopsy"),
            "imaging_study": ("date",),
            "follow_up": ("status", "death_date"),
        },
        declared_switches=(Switch("months", 12, "Calendar months within which it is settled."),),
        find=find_unconfirmed_foci,
    ),
    QualityRule(
        code="W-10",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="A correlate does not vanish without treatment",
        help="Class C, then class B at the next study of the lesion that is no low-dose CT, and no "
        "systemic, antiresorptive, radioligand or radiation therapy that may have been given in "
        "between.",
        reads={
            TABLE: _LESION_READS,
            "imaging_study": ("date", "ct_quality"),
            **{table: (start, stop) for table, start, stop in TREATMENTS},
            **{table: (field,) for table, field in TREATMENT_DAYS},
        },
        find=find_lost_morphology,
    ),
    QualityRule(
        code="W-11",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Lesions do not turn osteolytic unnoticed",
        help="Osteoblastic, then osteolytic at the next study of the lesion; or an osteolytic "
        "lesion first seen at a receptor study whose response is stable, after an earlier study "
        "of the skeleton. Think of dedifferentiation and of FDG.",
        reads={
            TABLE: ("imaging_study_id", "bone_lesion_id", "morph_type"),
            "bone_lesion": ("first_seen_date",),
            "imaging_study": ("date", "modality", "overall_response"),
            "skeletal_finding": ("imaging_study_id", "response_bone"),
        },
        find=find_lytic_change,
    ),
)
