"""What a board is shown of one patient."""

from datetime import date

import pytest

from osteon.errors import RecordError
from osteon.worklist import Lane, board_pack, parse_thresholds, render_board_pack
from osteon.worklist.drawing import LEFT, WIDTH, draw_timeline

AS_OF = date(2023, 5, 31)
OWN = {"patient_id": "P1"}
SEEN = "bone metastasis seen"
ROWS = {
    "patient": [{"centre_id": "C1", "birth": "1950", "sex": "F"}],
    "tumour": [{"id": "T1", "topography": "C17.2", "dx_date": "2019"}],
    "pathology": [{"id": "A1", "tumour_id": "T1", "is_reference": True, "grade_reported": "G2"}],
    "imaging_study": [
        {"id": "I1", "date": "2022-06-01", "modality": "SSTR_PETCT"},
        {"id": "I2", "date": "2022-09-01", "modality": "CT"},
        {"id": "I3", "date": "2022-12-01", "modality": "SSTR_PETCT", "ct_quality": "low_dose"},
        {"id": "I4", "date": "2023-01-01", "modality": "US"},
        {"id": "I5", "date": "2023-02-01", "modality": "MRI"},
        {"id": "I7", "date": "2023-03-01", "modality": "MRI"},
        {"id": "I6", "date": None, "date_null": "UNK", "modality": "CT"},
    ],
    "skeletal_finding": [
        {"id": "S2", "imaging_study_id": "I2", "bone_result": "negative"},
        {"id": "S3", "imaging_study_id": "I3", "bone_result": "positive", "countless": True,
         "tracer_positive": "Y", "morph_positive": "N"},
        {"id": "S5", "imaging_study_id": "I5", "bone_result": "positive", "n_loci": 2,
         "tracer_positive": "NE", "morph_positive": "Y"},
        {"id": "S7", "imaging_study_id": "I7", "bone_result": "positive"},
    ],
    "bone_lesion": [{"id": "B1", "region": "L2"}, {"id": "B2", "region": "L3"}],
    "lesion_observation": [
        {"id": "O1", "imaging_study_id": "I1", "bone_lesion_id": "B1", "tracer": "Y", "morph": "Y",
         "certainty": "definite"},
        {"id": "O2", "imaging_study_id": "I1", "bone_lesion_id": "B2", "tracer": "Y", "morph": "N",
         "certainty": "definite"},
    ],
    "skeletal_event": [{"id": "E1", "date": "2022-07", "type": "RT_BONE", "region": "L2"}],
    "antiresorptive_course": [
        {"id": "C1", "agent": "denosumab", "start_date": "2022-07-01", "stop_date": "2022-08-10"}
    ],
    "antiresorptive_dose": [
        {"id": "D1", "agent": "denosumab", "date": "2022-07-01"},
        {"id": "D2", "agent": "denosumab", "date": "2022-07-29"},
        {"id": "D3", "agent": "denosumab", "date": "2023-05-20"},
        {"id": "D4", "agent": "clodronate", "date": "2023-05-20"},
    ],
    "radiotherapy_course": [
        {"id": "R1", "intent": "palliative", "start_date": "2022-07-04", "end_date": "2022-07-08"}
    ],
    "radiotherapy_target": [
        {"id": "V1", "radiotherapy_course_id": "R1", "region": "L2", "dose_total_cgy": 2000.0,
         "fractions": 5}
    ],
    "prrt_cycle": [{"id": "P1", "date": "2022-10-01", "cycle_no": 1, "activity_mbq": 7400.0}],
    "systemic_therapy_line": [{"id": "L1", "line_no": 1, "start_date": "2019-06"}],
    "systemic_therapy_drug": [{"id": "G1", "systemic_therapy_line_id": "L1", "drug": "octreotide"}],
    "procedure": [{"id": "Q1", "date": "2019-05-01", "type": "primary_resection"}],
    "lab_result": [
        {"id": "X1", "analyte": "calcium", "date": "2022-06-01", "value": 2.3, "unit": "mmol/L"},
        {"id": "X2", "analyte": "calcium", "date": "2023-05", "value": 2.0, "unit": "mmol/L",
         "lower_normal": 2.2, "upper_normal": 2.6},
        {"id": "X3", "analyte": "creatinine", "date": "2023-05-01", "value": None},
    ],
    "pain_assessment": [
        {"id": "N2", "date": "2022-08-01", "region": "L2", "scope": "region", "nrs_worst": 2},
        {"id": "N1", "date": "2022-07-01", "radiotherapy_target_id": "V1", "scope": "target",
         "nrs_worst": 7},
        {"id": "N3", "date": "2022-08-01", "bone_lesion_id": "B2", "scope": "lesion",
         "nrs_worst": 1},
        {"id": "N4", "date": "2022-08-01", "scope": "global", "nrs_worst": 1},
    ],
    "analgesic_use": [{"id": "U1", "pain_assessment_id": "N1", "omed_mg_d": 60.0}],
    "tumour_board": [
        {"id": "K1", "date": "2023-05-01", "questions": "Radiation again?"},
        {"id": "K2", "date": "2023-05-08"},
    ],
    "tumour_board_decision": [
        {"id": "J1", "tumour_board_id": "K1", "type": "radiotherapy", "status": "open",
         "due_date": date(2023, 5, 10), "detail": "single fraction"},
        {"id": "J2", "tumour_board_id": "K1", "type": "imaging", "status": "done"},
    ],
}  # fmt: skip
RECORDS = {table: [OWN | row for row in rows] for table, rows in ROWS.items()}


@pytest.fixture(scope="module")
def pack():
    return board_pack(RECORDS, as_of=AS_OF)


def said(pack, lane):
    return [(entry.when, entry.words) for entry in pack.timeline if entry.lane is lane]


def test_the_tumour_stands_at_the_top(pack):
    assert (pack.patient_id, pack.centre_id) == ("P1", "C1")
    assert pack.tumours == ("ileum, NET G2, diagnosed 2019",)


def test_imaging_says_how_bone_metastasis_was_seen_and_how_much(pack):
    receptor, half = "somatostatin-receptor PET/CT", "one of the two not examined"
    assert said(pack, Lane.IMAGING) == [
        ("2022-06-01", f"{receptor}, {SEEN}, tracer and morphology, two or three, spine only"),
        ("2022-09-01", "CT, no bone metastasis seen"),
        ("2022-12-01", f"{receptor}, {SEEN}, {half}, multifocal (four or more)"),
        ("2023-01-01", "ultrasound"),
        ("2023-02-01", f"MRI of a region, {SEEN}, {half}, 2 loci"),
        ("2023-03-01", f"MRI of a region, {SEEN}"),
    ]


def test_doses_give_the_time_they_work_for(pack):
    assert said(pack, Lane.ANTIRESORPTIVE) == [
        ("2022-07-01 to 2022-08-10", "course: denosumab, oncological product (120 mg)"),
        ("2022-07-01 to 2022-09-23", "exposed: denosumab, oncological product (120 mg), 2 doses"),
        ("2023-05-20 to 2023-05-31", "exposed: denosumab, oncological product (120 mg), 1 dose"),
    ]


@pytest.mark.parametrize(
    ("lane", "expected"),
    [
        (Lane.EVENT, ("2022-07", "radiotherapy to bone, lumbar vertebra 2")),
        (Lane.RADIOTHERAPY, ("2022-07-04 to 2022-07-08",
                             "palliative, lumbar vertebra 2, 2000 cGy, 5 fractions")),
        (Lane.RADIOLIGAND, ("2022-10-01", "cycle 1, 7400 MBq")),
        (Lane.SYSTEMIC, ("from 2019-06", "line 1, octreotide")),
        (Lane.PROCEDURE, ("2019-05-01", "resection of the primary tumour")),
    ],
)  # fmt: skip
def test_every_lane_has_its_words(pack, lane, expected):
    assert said(pack, lane) == [expected]


def test_gaps_are_those_of_the_worklist_with_its_thresholds(pack):
    assert "CG-01" in {gap.rule for gap in pack.gaps}
    signed = parse_thresholds(
        '[centre.C1]\nsigned_off_by = "b"\nsigned_off_on = 2023-01-01\nrules_off = ["CG-01"]\n'
    )
    quiet = board_pack(RECORDS, as_of=AS_OF, thresholds=signed)
    assert "CG-01" not in {gap.rule for gap in quiet.gaps}
    assert all(gap.is_signed_off for gap in quiet.gaps)


def test_the_last_result_of_each_analyte(pack):
    (calcium,) = pack.results
    assert (calcium.analyte, calcium.when, calcium.value) == (
        "calcium, total", "2023-05", "2 mmol/L")  # fmt: skip
    assert (calcium.normal, calcium.is_outside) == ("2.2 to 2.6", True)


def test_pain_is_in_the_order_of_days_with_its_opioids(pack):
    assert [(one.when, one.site, one.nrs, one.omed_mg) for one in pack.pain] == [
        ("2022-07-01", "lumbar vertebra 2", 7, 60.0),
        ("2022-08-01", "lumbar vertebra 2", 2, None),
        ("2022-08-01", "lumbar vertebra 3", 1, None),
        ("2022-08-01", "the whole person", 1, None),
    ]


def test_questions_and_open_actions(pack):
    assert pack.questions == (
        "2023-05-01: Radiation again?",
        "open: radiotherapy, single fraction, due 2023-05-10",
    )


def test_the_drawing_stays_on_the_page_and_in_the_order_of_days(pack):
    drawing = draw_timeline(pack)
    assert [name for name, _ in drawing.lanes] == [lane.value for lane in Lane]
    bars = [bar for bar in drawing.bars if bar.kind != "opioids"]
    assert len(bars) == len(pack.timeline)
    assert all(LEFT <= bar.x <= WIDTH for bar in bars)
    assert [bar.x for bar in bars] == sorted(bar.x for bar in bars)
    assert len(drawing.points) == len(pack.pain)
    assert len(drawing.lines) == 1
    before, after = drawing.lines[0]
    assert before.x < after.x
    assert before.y < after.y, "less pain lies lower"
    assert [year for year, _ in drawing.ticks] == ["2020", "2021", "2022", "2023"]


def test_studies_are_drawn_by_their_evidence_and_as_high_as_their_extent(pack):
    bars = {bar.of.row.record_id: bar for bar in draw_timeline(pack).bars if "imaging" in bar.kind}
    assert {key: bar.kind for key, bar in bars.items()} == {
        "I1": "imaging evidence-C",
        "I2": "imaging",
        "I3": "imaging evidence-U",
        "I4": "imaging",
        "I5": "imaging evidence-U",
        "I7": "imaging",
    }
    assert bars["I3"].height > bars["I1"].height > bars["I2"].height
    assert bars["I5"].height == bars["I1"].height, "two loci, wherever they lie"
    assert len({bar.y + bar.height for bar in bars.values()}) == 1, "they stand on one line"


def test_what_is_over_in_a_day_known_in_part_is_vague_and_what_lasts_is_not(pack):
    bars = [bar for bar in draw_timeline(pack).bars if bar.kind != "opioids"]
    kinds = {bar.of.row.record_id: bar.kind for bar in bars}
    assert kinds["E1"] == "event vague"
    assert kinds["L1"] == "systemic"
    assert kinds["Q1"] == "procedure"


def test_a_page_shows_all_of_it(pack):
    page = render_board_pack(pack)
    for words in (*pack.tumours, *pack.questions, "Not a medical device", "(outside)"):
        assert words in page
    for gap in pack.gaps:
        assert gap.reason.replace("'", "&#39;") in page
    for entry in pack.timeline:
        assert f"{entry.row.table}:{entry.row.record_id}" in page
    assert "src=" not in page


def test_a_patient_of_whom_little_is_known_has_a_page():
    pack = board_pack({"patient": RECORDS["patient"]}, as_of=AS_OF)
    assert pack.timeline == pack.pain == pack.gaps == ()
    assert "Due and not on record: 0" in render_board_pack(pack)


@pytest.mark.parametrize("patients", [[], ["P1", "P2"]])
def test_a_pack_is_about_one_patient(patients):
    with pytest.raises(RecordError, match="about one patient"):
        board_pack({"patient": [{"patient_id": one} for one in patients]}, as_of=AS_OF)
