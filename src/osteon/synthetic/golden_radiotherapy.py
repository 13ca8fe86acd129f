"""The golden registry of radiotherapy: 600 records, 28 patients, 61 sites, with known results.

Built to the counts of a published series of radiotherapy for painful bone metastases in NET, as
far as they agree with each other. Where they do not, the registry had to choose:

* The source counts 18 tumours outside the lung and lists 8 of low, 8 of intermediate and 1 of high
  grade, which are 17. With 11 in the lung, 18 would make 29 patients; there are 28. Here: 17.
* It gives the fractionation of 19 and 34 sites, which are 53 of its 61. Here: 8 sites whose dose
  and fractions are not recorded.
* Among its NET are two carcinomas, one of large and one of small cells. Here too; `grade` tells
  them apart.
* It compares single with several fractions by a p-value of 0.545 and does not name the test. It is
  Fisher's exact test of 19 of 19 against 31 of 34 sites, as if each site were another patient.
* Its improvement, in 56 of 61 sites, is any lower score. Here 37 of the 61 respond by the
  international consensus, of 55 that can be judged.
* It calls the indications of radiotherapy skeletal-related events.

What the source does not tell is made up: opioids, the days on which pain came back (median 3.5
months, a site once), deaths, the years, and all of the 572 other patients: 44 with bone metastasis
that was not irradiated, 488 without, 40 whose skeleton was never examined.
"""

from collections.abc import Callable, Iterator

from osteon.synthetic import (
    radiotherapy_bone,
    radiotherapy_pain,
    radiotherapy_treatment,
    radiotherapy_tumour,
)
from osteon.synthetic.golden_chart import Row
from osteon.synthetic.radiotherapy_case import load_irradiated_cases
from osteon.synthetic.radiotherapy_chart import Chart
from osteon.synthetic.radiotherapy_others import DATA_CUTOFF, derive_other_cases

GOLDEN_RADIOTHERAPY_DATA_CUTOFF = DATA_CUTOFF

_ONE_A_PATIENT: dict[str, Callable[[Chart], Row]] = {
    "patient": radiotherapy_tumour.derive_patient,
    "consent": radiotherapy_tumour.derive_consent,
    "tumour": radiotherapy_tumour.derive_tumour,
    "pathology": radiotherapy_tumour.derive_pathology,
    "follow_up": radiotherapy_tumour.derive_follow_up,
}
_SEVERAL_A_PATIENT: dict[str, Callable[[Chart], Iterator[Row]]] = {
    "stage_assessment": radiotherapy_tumour.derive_stage_assessments,
    "metastasis_site": radiotherapy_tumour.derive_metastasis_sites,
    "imaging_study": radiotherapy_bone.derive_imaging_studies,
    "skeletal_finding": radiotherapy_bone.derive_skeletal_findings,
    "bone_lesion": radiotherapy_bone.derive_bone_lesions,
    "lesion_observation": radiotherapy_bone.derive_lesion_observations,
    "skeletal_event": radiotherapy_bone.derive_skeletal_events,
    "systemic_therapy_line": radiotherapy_treatment.derive_systemic_therapy_lines,
    "systemic_therapy_drug": radiotherapy_treatment.derive_systemic_therapy_drugs,
    "radiotherapy_course": radiotherapy_treatment.derive_radiotherapy_courses,
    "radiotherapy_target": radiotherapy_treatment.derive_radiotherapy_targets,
    "pain_assessment": radiotherapy_pain.derive_pain_assessments,
    "analgesic_use": radiotherapy_pain.derive_analgesic_uses,
}


def golden_radiotherapy_records() -> dict[str, list[Row]]:
    """Return the records of the golden registry of radiotherapy by entity, as flat rows.

    No field holds what a study derives: response, improvement, recurrence, number of lines or
    equivalent doses come out of scores, lines and targets. Nothing is drawn at random; the same
    call gives the same rows and the same ids.

    Returns
    -------
    dict of str to list of row
        Rows that `osteon.dictionary.check_rows` accepts, irradiated patients first.

    Notes
    -----
    Synthetic. See the module for what follows the source and what is made up.
    """
    charts = [Chart(case) for case in (*load_irradiated_cases(), *derive_other_cases())]
    single = {name: [derive(chart) for chart in charts] for name, derive in _ONE_A_PATIENT.items()}
    several = {
        name: [row for chart in charts for row in derive(chart)]
        for name, derive in _SEVERAL_A_PATIENT.items()
    }
    return single | several
