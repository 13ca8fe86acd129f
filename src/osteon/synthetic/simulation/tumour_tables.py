"""Tables about the tumour: primary, pathology, hormones, stage, metastases by organ."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from osteon.synthetic.simulation.arrays import BoolArray, FloatArray, IntArray
from osteon.synthetic.simulation.columns import (
    DAY,
    build_table,
    code_column,
    explained_column,
    reason_column,
)
from osteon.synthetic.simulation.draft import DatePrecision, Draft, number_within

MORPHOLOGY = ("8240/3", "8249/3", "8249/3")
GRADES = ("G1", "G2", "G3")
KI67_PERCENT = ((1, 2), (3, 20), (21, 55))
"""First and last value of each grade."""
MITOSES_PER_2MM2 = ((0, 1), (2, 20), (21, 30))
M_CATEGORIES = ("M0", "M1a", "M1b", "M1c")


def build_tumour_tables(draft: Draft) -> dict[str, pa.Table]:
    """Return the tables about the tumour."""
    recording, n = draft.truth.recording, draft.histories.n_patients
    at_diagnosis = draft.draw_precision(recording.diagnosis, n)
    level, is_estimated = draft.draw_precision(recording.before_referral, n)
    elsewhere = draft.histories.course.stage_iv < draft.histories.watch.entry
    of_metastasis = np.where(elsewhere, level, DAY), is_estimated & elsewhere
    return {
        "tumour": _build_tumour(draft, at_diagnosis),
        "pathology": _build_pathology(draft, at_diagnosis),
        "hormone_assessment": _build_hormone_assessment(draft, at_diagnosis),
        "stage_assessment": _build_stage_assessment(draft, at_diagnosis, of_metastasis),
        "metastasis_site": _build_metastasis_site(draft, of_metastasis),
    }


def _at_diagnosis(draft: Draft) -> FloatArray:
    return np.zeros(draft.histories.n_patients)


def _build_tumour(draft: Draft, precision: DatePrecision) -> pa.Table:
    traits, day = draft.histories.traits, _at_diagnosis(draft)
    codes = [site.topography for site in draft.truth.patients.sites]
    topography = code_column(codes, traits.site)
    columns = {
        **draft.head(draft.everyone, day, draft.ids(draft.everyone, "tumour")),
        **draft.dates("dx_date", draft.everyone, day, precision),
        "age_at_diagnosis": pa.array(traits.age_years),
        "topography": topography,
        "icd10": topography,
        "basis_of_dx": "histology_primary",
    }
    return build_table("tumour", len(day), columns)


def _build_pathology(draft: Draft, precision: DatePrecision) -> pa.Table:
    grade, day, recording = (
        draft.histories.traits.grade,
        _at_diagnosis(draft),
        draft.truth.recording,
    )
    no_grade = draft.draw_absent(recording.grade_missing)
    ki67, mitoses = _draw_index(draft, KI67_PERCENT), _draw_index(draft, MITOSES_PER_2MM2)
    edition = code_column(["WHO2019"], np.zeros(len(day)))
    columns = {
        **draft.head(draft.everyone, day, draft.ids(draft.everyone, "pathology")),
        "tumour_id": draft.ids(draft.everyone, "tumour"),
        **draft.dates("specimen_date", draft.everyone, day, precision),
        "specimen_site": "primary",
        "is_reference": True,
        "morphology": code_column(MORPHOLOGY, grade),
        "differentiation": "well",
        **draft.with_gaps("ki67_percent", ki67, recording.ki67_missing),
        **draft.with_gaps("mitoses_per_2mm2", mitoses, recording.mitoses_missing),
        **explained_column("grade_reported", code_column(GRADES, grade), no_grade),
        **explained_column("grade_edition", edition, no_grade),
    }
    return build_table("pathology", len(day), columns)


def _draw_index(draft: Draft, limits: tuple[tuple[int, int], ...]) -> pa.Array:
    """Draw a proliferation index evenly from the limits of each patient's grade."""
    low, high = np.array(limits)[draft.histories.traits.grade].T
    return pa.array(draft.rng.integers(low, high, endpoint=True).astype(np.float64))


def _build_hormone_assessment(draft: Draft, precision: DatePrecision) -> pa.Table:
    traits, day = draft.histories.traits, _at_diagnosis(draft)
    unknown = draft.draw_absent(draft.truth.recording.functioning_missing)
    functioning = code_column(["non_functioning", "functioning"], traits.is_functioning)
    syndromes = pa.array([[site.syndrome] for site in draft.truth.patients.sites])
    without = unknown | ~traits.is_functioning
    columns = {
        **draft.head(draft.everyone, day, draft.ids(draft.everyone, "hormones")),
        **draft.dates("date", draft.everyone, day, precision),
        **explained_column("functioning", functioning, unknown),
        "syndrome": syndromes.take(pa.array(traits.site, mask=without)),
        "basis": code_column(["clinical_biochemical"], np.zeros(len(day)), absent=unknown),
    }
    return build_table("hormone_assessment", len(day), columns)


class _Dated(NamedTuple):
    """Rows of several kinds in order: whose, when, how precisely, and of which kind."""

    patient: IntArray
    day: FloatArray
    precision: DatePrecision
    kind: IntArray


def _order(parts: list[tuple[BoolArray, FloatArray, DatePrecision | None]]) -> _Dated:
    """Return rows for the patients of each part, by patient and then by part."""
    patient = np.concatenate([np.flatnonzero(rows) for rows, _, _ in parts])
    kind = np.repeat(np.arange(len(parts)), [rows.sum() for rows, _, _ in parts])
    day = np.concatenate([days[rows] for rows, days, _ in parts])
    exact = np.zeros(len(parts[0][0]), dtype=np.int64), np.zeros(len(parts[0][0]), dtype=np.bool_)
    precise = [(rows, precision or exact) for rows, _, precision in parts]
    level = np.concatenate([precision[0][rows] for rows, precision in precise])
    is_estimated = np.concatenate([precision[1][rows] for rows, precision in precise])
    order = np.lexsort((kind, patient))
    return _Dated(patient[order], day[order], (level[order], is_estimated[order]), kind[order])


def _build_stage_assessment(
    draft: Draft, at_diagnosis: DatePrecision, of_metastasis: DatePrecision
) -> pa.Table:
    """Stage at diagnosis, when distant metastasis came, and when bone metastasis was found."""
    course, end = draft.histories.course, draft.histories.watch.end
    found, diagnosis = draft.histories.findings.found, _at_diagnosis(draft)
    later = (course.stage_iv > 0) & (course.stage_iv <= end)
    rows = _order(
        [
            (np.ones(len(end), dtype=np.bool_), diagnosis, at_diagnosis),
            (later, course.stage_iv, of_metastasis),
            (np.isfinite(found) & (found > course.stage_iv), found, None),
        ]
    )
    is_in_liver, has_bone = course.is_in_liver[rows.patient], found[rows.patient] <= rows.day
    category = np.where(is_in_liver, np.where(has_bone, 3, 1), 2)
    category = np.where(course.stage_iv[rows.patient] <= rows.day, category, 0)
    columns = {
        **draft.head(
            rows.patient,
            rows.day,
            draft.numbered_ids(rows.patient, "stage", number_within(rows.patient)),
        ),
        "tumour_id": draft.ids(rows.patient, "tumour"),
        **draft.dates("date", rows.patient, rows.day, rows.precision),
        "system": "UICC8",
        "basis": "c",
        "t_category_null": "UNK",
        "n_category_null": "UNK",
        "m_category": code_column(M_CATEGORIES, category),
        "stage": code_column(["IV"], np.zeros(len(category)), absent=category == 0),
        "stage_null": reason_column(category == 0),
    }
    return build_table("stage_assessment", len(category), columns)


def _build_metastasis_site(draft: Draft, of_metastasis: DatePrecision) -> pa.Table:
    """Bone as first found by a study; liver or peritoneum as of the day they were affected."""
    course, end = draft.histories.course, draft.histories.watch.end
    found, seen = draft.histories.findings.found, course.stage_iv <= end
    rows = _order(
        [
            (np.isfinite(found), found, None),
            (seen & course.is_in_liver, course.stage_iv, of_metastasis),
            (seen & ~course.is_in_liver, course.stage_iv, of_metastasis),
        ]
    )
    organ = code_column(["BONE", "LIVER", "PERITONEUM"], rows.kind)
    names = code_column(["site-bone", "site-liver", "site-peritoneum"], rows.kind)
    columns = {
        **draft.head(rows.patient, rows.day, draft.ids(rows.patient, names)),
        "organ": organ,
        "status": "Y",
        **draft.dates("first_date", rows.patient, rows.day, rows.precision),
        "first_method": "imaging",
        "first_imaging_id": draft.scan_ids.take(
            pa.array(_first_positive(draft)[rows.patient], mask=rows.kind > 0)
        ),
        "certainty": "definite",
    }
    return build_table("metastasis_site", len(rows.day), columns)


def _first_positive(draft: Draft) -> IntArray:
    """Return the place of the study that found each patient's bone metastasis, else 0."""
    scans, found = draft.histories.scans, draft.histories.findings.found
    positive = np.flatnonzero(scans.day == found[scans.patient])
    place = np.zeros(len(found), dtype=np.int64)
    place[scans.patient[positive]] = positive
    return place
