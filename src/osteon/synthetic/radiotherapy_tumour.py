"""Who the patients of the golden registry of radiotherapy are: person, tumour, stage, follow-up."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from osteon.synthetic.golden_chart import Row
from osteon.synthetic.radiotherapy_chart import Chart


class _Specimen(NamedTuple):
    morphology: str
    differentiation: str
    ki67_percent: float
    mitoses_per_2mm2: float
    necrosis: str
    grade_reported: str


SPECIMENS = {
    "typical": _Specimen("8240/3", "well", 2.0, 1.0, "none", "TC"),
    "atypical": _Specimen("8249/3", "well", 8.0, 4.0, "focal", "AC"),
    "large_cell": _Specimen("8013/3", "poor", 70.0, 40.0, "extensive", "NEC"),
    "small_cell": _Specimen("8041/3", "poor", 85.0, 60.0, "extensive", "NEC"),
    "low": _Specimen("8240/3", "well", 2.0, 1.0, "none", "G1"),
    "intermediate": _Specimen("8249/3", "well", 8.0, 4.0, "none", "G2"),
    "high": _Specimen("8249/3", "well", 30.0, 25.0, "none", "G3"),
}
METASTATIC_ORGANS = ("LIVER", "BONE")
"""Found together: the source names no organ but bone."""


def derive_patient(chart: Chart) -> Row:
    """Return the patient; birth is a year, as a snapshot carries it."""
    row = chart.record("patient")
    del row["id"]
    return row | {
        "birth": str(_birth_year(chart)),
        "sex": chart.case.sex,
        "first_referral_date": chart.case.diagnosis_date.isoformat(),
    }


def _birth_year(chart: Chart) -> int:
    """Age holds in the year of the first radiotherapy, or of diagnosis."""
    starts = [chart.start_date(site) for site in chart.case.sites]
    return min(starts, default=chart.case.diagnosis_date).year - chart.case.age_years


def derive_consent(chart: Chart) -> Row:
    """Return the permission to use the records: a waiver, as nobody is concerned."""
    return chart.record(
        "consent",
        consent_type="registry",
        basis="waiver",
        ethics_reference="synthetic records, none needed",
        status="active",
    )


def derive_tumour(chart: Chart) -> Row:
    """Return the primary tumour, dated by histology."""
    case = chart.case
    return chart.record(
        "tumour",
        dx_date=case.diagnosis_date.isoformat(),
        age_at_diagnosis=case.diagnosis_date.year - _birth_year(chart),
        topography=case.topography,
        basis_of_dx="histology_primary",
    )


def derive_pathology(chart: Chart) -> Row:
    """Return the reference specimen, with indices that give the class of the table."""
    return chart.record(
        "pathology",
        tumour_id=chart.key("tumour"),
        specimen_date=chart.case.diagnosis_date.isoformat(),
        specimen_site="primary",
        is_reference=True,
        grade_edition="WHO2019",
        **SPECIMENS[chart.case.histology]._asdict(),
    )


def derive_stage_assessments(chart: Chart) -> Iterator[Row]:
    """Yield the stage at diagnosis, and anew when metastases are found later."""
    bone_day = chart.case.bone_day
    yield _stage(chart, 1, chart.day(0), is_metastatic=bone_day == 0)
    if bone_day:
        yield _stage(chart, 2, chart.day(bone_day), is_metastatic=True)


def _stage(chart: Chart, number: int, on: date, *, is_metastatic: bool) -> Row:
    stage: Row = {"stage": "IV"} if is_metastatic else {"stage_null": "UNK"}
    return chart.record(
        f"stage-{number}",
        tumour_id=chart.key("tumour"),
        date=on.isoformat(),
        system="UICC8",
        basis="c",
        t_category_null="UNK",
        n_category_null="UNK",
        m_category="M1c" if is_metastatic else "M0",
        **stage,
    )


def derive_metastasis_sites(chart: Chart) -> Iterator[Row]:
    """Yield one row an organ, with the study that first showed it."""
    if chart.case.bone_day is None:
        return
    for organ in METASTATIC_ORGANS:
        yield chart.record(
            f"organ-{organ.lower()}",
            organ=organ,
            status="Y",
            first_date=chart.day(chart.case.bone_day).isoformat(),
            certainty="definite",
            first_method="imaging",
            first_imaging_id=chart.key("pet"),
        )


def derive_follow_up(chart: Chart) -> Row:
    """Return the last contact: a visit, or death."""
    last = chart.last_date.isoformat()
    status: Row = {"status": "alive"}
    if chart.case.is_dead:
        status = {"status": "dead", "death_date": last, "cause": "unknown"}
    return chart.record("follow-up", last_alive_date=last, contact_source="visit", **status)
