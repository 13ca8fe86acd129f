"""The golden cohort as full records: 458 patients whose results are known beforehand."""

from collections.abc import Callable, Iterator

from osteon.synthetic import golden_imaging, golden_treatment, golden_tumour
from osteon.synthetic.golden_calendar import WINDOW_END
from osteon.synthetic.golden_case import load_golden_cases
from osteon.synthetic.golden_chart import Chart, Row

GOLDEN_DATA_CUTOFF = WINDOW_END

_ONE_A_PATIENT: dict[str, Callable[[Chart], Row]] = {
    "patient": golden_tumour.derive_patient,
    "consent": golden_tumour.derive_consent,
    "tumour": golden_tumour.derive_tumour,
    "pathology": golden_tumour.derive_pathology,
    "hormone_assessment": golden_tumour.derive_hormone_assessment,
    "follow_up": golden_tumour.derive_follow_up,
}
_SEVERAL_A_PATIENT: dict[str, Callable[[Chart], Iterator[Row]]] = {
    "stage_assessment": golden_tumour.derive_stage_assessments,
    "metastasis_site": golden_tumour.derive_metastasis_sites,
    "imaging_study": golden_imaging.derive_imaging_studies,
    "skeletal_finding": golden_imaging.derive_skeletal_findings,
    "bone_lesion": golden_imaging.derive_bone_lesions,
    "lesion_observation": golden_imaging.derive_lesion_observations,
    "skeletal_event": golden_treatment.derive_skeletal_events,
    "radiotherapy_course": golden_treatment.derive_radiotherapy_courses,
    "radiotherapy_target": golden_treatment.derive_radiotherapy_targets,
    "antiresorptive_decision": golden_treatment.derive_antiresorptive_decisions,
    "antiresorptive_course": golden_treatment.derive_antiresorptive_courses,
    "antiresorptive_dose": golden_treatment.derive_antiresorptive_doses,
}


def golden_records() -> dict[str, list[Row]]:
    """Return the records of the golden cohort by entity, as flat rows.

    No field holds what a study derives (timing, extent, class of evidence, stage IV or event
    ever): these come out of studies, lesions, sites and events. Nothing is drawn at random; the
    same call gives the same rows and the same ids.

    Returns
    -------
    dict of str to list of row
        Rows that `osteon.dictionary.check_rows` accepts, patients in the order of the table.

    Notes
    -----
    Synthetic. Its margins and survival times are those of a published series of small-intestinal
    neuroendocrine tumours; everything else shows nothing about real patients.
    """
    charts = [Chart.of(case) for case in load_golden_cases()]
    single = {name: [derive(chart) for chart in charts] for name, derive in _ONE_A_PATIENT.items()}
    several = {
        name: [row for chart in charts for row in derive(chart)]
        for name, derive in _SEVERAL_A_PATIENT.items()
    }
    return single | several
