"""Keys across tables."""

from osteon.dictionary import check_references

PATIENTS = [{"patient_id": "P1"}, {"patient_id": "P2"}]
TUMOURS = [{"id": "T1", "patient_id": "P1"}, {"id": "T2", "patient_id": "P2"}]


def messages(**tables):
    return [str(problem) for problem in check_references({"patient": PATIENTS} | tables)]


def test_records_that_hang_together_have_no_problem():
    pathology = [{"id": "1", "patient_id": "P1", "tumour_id": "T1"}]
    assert messages(tumour=TUMOURS, pathology=pathology) == []


def test_a_parent_has_to_exist():
    pathology = [
        {"id": "1", "patient_id": "P1", "tumour_id": "T1"},
        {"id": "2", "patient_id": "P9", "tumour_id": "T9"},
    ]
    assert messages(tumour=TUMOURS, pathology=pathology) == [
        (
            "row 2, pathology.patient_id: found the key of no such record; "
            "permitted: the key of a row of 'patient' of the same patient."
        ),
        (
            "row 2, pathology.tumour_id: found the key of no such record; "
            "permitted: the key of a row of 'tumour' of the same patient."
        ),
    ]


def test_a_parent_has_to_belong_to_the_same_patient():
    pathology = [{"id": "1", "patient_id": "P1", "tumour_id": "T2"}]
    [message] = messages(tumour=TUMOURS, pathology=pathology)
    assert "found the key of another patient's record" in message


def test_a_table_that_is_not_given_has_no_rows():
    pathology = [{"id": "1", "patient_id": "P1", "tumour_id": "T1"}]
    [message] = messages(pathology=pathology)
    assert message.startswith("row 1, pathology.tumour_id: found the key of no such record")


def test_each_of_several_references_is_followed():
    target = {"id": "1", "patient_id": "P1", "radiotherapy_course_id": "C1"}
    target["bone_lesion_ids"] = ["L1", "L2"]
    [message] = messages(
        radiotherapy_course=[{"id": "C1", "patient_id": "P1"}],
        bone_lesion=[{"id": "L1", "patient_id": "P1"}],
        radiotherapy_target=[target],
    )
    assert message.startswith("row 1, radiotherapy_target.bone_lesion_ids: found the key of no")


def test_a_key_is_unique_in_its_table():
    again = [*TUMOURS, {"id": "T1", "patient_id": "P1"}]
    assert messages(tumour=again) == [
        "row 3, tumour.id: found the key of row 1; permitted: a key that no other row has."
    ]


def test_an_event_may_refer_to_another_event():
    events = [
        {"id": "E1", "patient_id": "P1"},
        {"id": "E2", "patient_id": "P1", "linked_event_id": "E1"},
    ]
    assert messages(skeletal_event=events) == []
