"""How fast a registry is checked."""

from datetime import date, timedelta
from time import process_time

import pytest

from osteon.quality import check_quality

N_PATIENTS = 10_000
DOSES, STUDIES = 14, 5
SECONDS = 20  # some 4 s where nothing else runs; the limit is to catch what grows with the square
FIRST = date(2018, 1, 1)


def rows_of(number):
    """Yield the rows of one patient: 40 of them, as after some years of follow-up."""
    patient_id = f"P{number}"

    def row(table, name, **fields):
        return table, {"id": f"{name}-{number}", "patient_id": patient_id, **fields}

    yield "patient", {"patient_id": patient_id, "birth": "1950", "sex": "F"}
    yield row("tumour", "T", dx_date="2018-01", topography="C17.2", basis_of_dx="imaging")
    yield row("follow_up", "F", status="alive", last_alive_date="2020-05-17")
    yield row("antiresorptive_course", "A", agent="denosumab", start_date="2018")
    yield row("bone_lesion", "B", region="T5", final_class="metastasis", first_seen_date="2018")
    yield row("metastasis_site", "M", organ="BONE", status="Y", first_date="2018")
    for n in range(DOSES):
        day = FIRST + timedelta(28 * n)
        yield row("antiresorptive_dose", f"D{n}", agent="denosumab", dose_mg=120.0,
                  date=day.isoformat(), antiresorptive_course_id=f"A-{number}")  # fmt: skip
    for n in range(STUDIES):
        day, study = FIRST + timedelta(180 * n), f"S{n}-{number}"
        yield row("imaging_study", f"S{n}", date=day.isoformat(), modality="SSTR_PETCT")
        yield row("skeletal_finding", f"K{n}", imaging_study_id=study, bone_result="positive",
                  n_loci=1, tracer_positive="Y", morph_positive="Y")  # fmt: skip
        yield row("lesion_observation", f"O{n}", imaging_study_id=study,
                  bone_lesion_id=f"B-{number}", tracer="Y", morph="Y", morph_type="mixed",
                  certainty="definite")  # fmt: skip
        yield row("lab_result", f"L{n}", date=day.isoformat(), analyte="calcium", value=2.3,
                  unit="mmol/L")  # fmt: skip


@pytest.mark.deep
def test_ten_thousand_patients_are_checked_in_seconds():
    records = {}
    for number in range(N_PATIENTS):
        for table, row in rows_of(number):
            records.setdefault(table, []).append(row)
    assert sum(map(len, records.values())) == 40 * N_PATIENTS
    start = process_time()
    check_quality(records, data_cutoff=date(2023, 5, 31))
    assert process_time() - start < SECONDS
