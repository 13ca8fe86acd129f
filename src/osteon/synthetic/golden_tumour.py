"""Who the golden patients are: patient, tumour, pathology, stage, hormones, other organs."""

from collections.abc import Iterator
from datetime import date

from osteon.synthetic.golden_chart import Chart, Row

TOPOGRAPHY = {"duodenum": "C17.0", "jejunum": "C17.1", "ileum": "C17.2", "undet": "C17.9"}
"""ICD-O-3 and, for these sites, ICD-10."""
MORPHOLOGY = {"G1": "8240/3", "G2": "8249/3", "G3": "8249/3", "NA": "8240/3"}
SYNDROME = {"sero": "carcinoid", "gastrin": "gastrinoma"}
SECOND_ORGANS = ("PERITONEUM", "LUNG", "PANCREAS")
"""The organ beside the liver, by patient number modulo 3."""


def derive_patient(chart: Chart) -> Row:
    """Return the patient; birth is a year, as a snapshot carries it."""
    case = chart.case
    row = chart.record("patient", chart.entry_date)
    del row["id"]
    return row | {
        "birth": str(chart.diagnosis_date.year - case.age_years),
        "sex": case.sex,
        "first_referral_date": chart.entry_date.isoformat(),
    }


def derive_consent(chart: Chart) -> Row:
    """Return the permission to use the records: a waiver, as nobody is concerned."""
    return chart.record(
        "consent",
        chart.entry_date,
        consent_type="registry",
        basis="waiver",
        ethics_reference="synthetic records, none needed",
        status="active",
    )


def derive_tumour(chart: Chart) -> Row:
    """Return the primary tumour, dated by histology."""
    return chart.record(
        "tumour",
        chart.diagnosis_date,
        dx_date=chart.diagnosis_date.isoformat(),
        age_at_diagnosis=chart.case.age_years,
        topography=TOPOGRAPHY[chart.case.site],
        icd10=TOPOGRAPHY[chart.case.site],
        basis_of_dx="histology_primary",
    )


def derive_pathology(chart: Chart) -> Row:
    """Return the reference specimen, with indices that give the grade of the table."""
    case = chart.case
    return chart.record(
        "pathology",
        chart.diagnosis_date,
        tumour_id=chart.key("tumour"),
        specimen_date=chart.diagnosis_date.isoformat(),
        specimen_site="primary",
        is_reference=True,
        morphology=MORPHOLOGY[case.grade],
        differentiation="well",
        **_proliferation(case.grade, case.number),
    )


def _proliferation(grade: str, number: int) -> Row:
    """Ki-67 and mitoses within the limits of the grade, by patient number."""
    if grade == "NA":
        missing = ("ki67_percent", "mitoses_per_2mm2", "grade_reported", "grade_edition")
        return {f"{name}_null": "UNK" for name in missing}
    ki67_percent, mitoses = {
        "G1": (1 + number % 2, number % 2),
        "G2": (3 + number % 18, 2 + number % 5),
        "G3": (21 + number % 20, 21 + number % 5),
    }[grade]
    return {
        "ki67_percent": float(ki67_percent),
        "mitoses_per_2mm2": float(mitoses),
        "grade_reported": grade,
        "grade_edition": "WHO2019",
    }


def derive_hormone_assessment(chart: Chart) -> Row:
    """Return what was known of hormones at diagnosis."""
    function = chart.case.function
    if function == "NF":
        finding: Row = {"functioning": "non_functioning"}
    else:
        finding = {"functioning": "functioning", "syndrome": [SYNDROME[function]]}
    return chart.record(
        "hormones",
        chart.diagnosis_date,
        date=chart.diagnosis_date.isoformat(),
        basis="clinical_biochemical",
        **finding,
    )


def derive_stage_assessments(chart: Chart) -> Iterator[Row]:
    """Yield the stage at diagnosis, and anew when bone metastasis is found later."""
    case = chart.case
    organs = set(organs_at_diagnosis(chart))
    if case.onset_month == 0:
        organs.add("BONE")
    yield _stage(chart, "stage-1", chart.diagnosis_date, organs)
    if case.onset_month:
        yield _stage(chart, "stage-2", chart.day(case.onset_month), organs | {"BONE"})


def _stage(chart: Chart, name: str, on: date, organs: set[str]) -> Row:
    metastases = _m_category(organs)
    stage: Row = {"stage": "IV"} if organs else {"stage_null": "UNK"}
    return chart.record(
        name,
        on,
        tumour_id=chart.key("tumour"),
        date=on.isoformat(),
        system="UICC8",
        basis="c",
        t_category_null="UNK",
        n_category_null="UNK",
        m_category=metastases,
        **stage,
    )


def _m_category(organs: set[str]) -> str:
    """M1a liver only, M1b no liver, M1c liver and another organ."""
    if not organs:
        return "M0"
    if "LIVER" not in organs:
        return "M1b"
    return "M1a" if organs == {"LIVER"} else "M1c"


def organs_at_diagnosis(chart: Chart) -> tuple[str, ...]:
    """Return the organs other than bone with metastases, all of them known at diagnosis.

    The table names no organs for stage IV without bone metastasis; there it is the liver.
    """
    case = chart.case
    if not case.is_stage_iv:
        return ()
    second = SECOND_ORGANS[case.number % len(SECOND_ORGANS)]
    return {
        "": ("LIVER",),
        "liver_only": ("LIVER",),
        "liver_plus": ("LIVER", second),
        "other_no_liver": (second,),
        "bone_ln": ("DISTANT_LN",),
        "bone_only": (),
    }[case.other_metastases]


def derive_metastasis_sites(chart: Chart) -> Iterator[Row]:
    """Yield one row an organ, bone with the study that first showed it."""
    for organ in organs_at_diagnosis(chart):
        yield _site(chart, organ, chart.diagnosis_date, first_imaging_id_null="UNK")
    if chart.case.onset_month is not None:
        onset_date = chart.day(chart.case.onset_month)
        yield _site(chart, "BONE", onset_date, first_imaging_id=chart.key("pet-onset"))


def _site(chart: Chart, organ: str, on: date, **reference: object) -> Row:
    return chart.record(
        f"site-{organ.lower()}",
        on,
        organ=organ,
        status="Y",
        first_date=on.isoformat(),
        certainty="definite",
        first_method="imaging",
        **reference,
    )


def derive_follow_up(chart: Chart) -> Row:
    """Return the last contact: a visit, or death."""
    last = chart.last_date.isoformat()
    if chart.case.is_dead:
        status: Row = {"status": "dead", "death_date": last, "cause": "unknown"}
    else:
        status = {"status": "alive"}
    return chart.record(
        "follow-up", chart.last_date, last_alive_date=last, contact_source="visit", **status
    )
