"""Forms in a browser: entered, refused with every problem at once, changed, merged, kept."""

import re

import pytest

from browser_forms import read_form
from osteon.registry import actions, reading
from osteon.registry.policies import Role
from osteon.registry.states import RecordState

PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
}  # fmt: skip
EVENT = {"id": "E1", "patient_id": "P1", "centre_id": "A", "source": "manual", "date": "2020-05",
         "type": "MSCC"}  # fmt: skip
NEW_EVENT = "/records/P1/skeletal_event/new"
EVENT_PAGE = "/records/skeletal_event/E1/"


@pytest.fixture
def patient(registry):
    by = registry.actors[Role.CLINICIAN]
    actions.enter_record("patient", PATIENT, by=by, at=registry.at)
    return registry


@pytest.fixture
def event(patient):
    actions.enter_record("skeletal_event", EVENT, by=patient.actors[Role.CLINICIAN], at=patient.at)
    return patient


def typed(client, address, **texts):
    """Return what a person sends who opens a page and types."""
    sent = read_form(client.get(address))
    return sent | {name: [text] for name, text in texts.items()}


def rows(registry, table="skeletal_event"):
    by = registry.actors[Role.CLINICIAN]
    return [record.row for record in reading.records_of("P1", table, by=by)]


def test_a_record_is_entered_and_shown_again(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = typed(client, NEW_EVENT, date="05/2020", type="MSCC", region="T8",
                 symptomatic_null="UNK", date_estimated="true")  # fmt: skip
    answer = client.post(NEW_EVENT, sent | {"_save": "complete"}, follow=True)
    assert answer.status_code == 200
    (row,) = rows(patient)
    assert (row["date"], row["date_estimated"], row["region"]) == ("2020-05", True, "T8")
    assert row["symptomatic_null"] == "UNK"
    assert read_form(answer)["date"] == ["2020-05"]


def test_the_same_form_sent_twice_is_one_record(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = typed(client, NEW_EVENT, date="2020", type="MSCC") | {"_save": "complete"}
    assert [client.post(NEW_EVENT, sent).status_code for _ in range(2)] == [303, 303]
    assert len(rows(patient)) == 1


def test_a_form_sent_again_with_other_texts_is_merged_not_lost(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = typed(client, NEW_EVENT, date="2020", type="MSCC") | {"_save": "complete"}
    client.post(NEW_EVENT, sent)
    answer = client.post(NEW_EVENT, sent | {"date": ["2021"]})
    assert answer.status_code == 409
    assert [row["date"] for row in rows(patient)] == ["2020"]


def test_every_problem_is_shown_at_once_and_no_text_is_lost(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    address = "/records/P1/pain_assessment/new"
    wrong = {
        "date": "17.05.20", "scope": "everywhere", "nrs_worst": "11", "nrs_average": "x",
        "nrs_now": "3", "nrs_now_null": "UNK", "eortc_bm22_pain": "12,5", "bone_lesion_id": "L9",
    }  # fmt: skip
    answer = client.post(address, typed(client, address, **wrong) | {"_save": "complete"})
    assert answer.status_code == 422
    page = answer.content.decode()
    for name in set(wrong) - {"nrs_now_null"}:
        assert f'href="#id_{name}"' in page
        control = re.search(rf'<(?:input|select) id="id_{name}"[^>]*>', page)[0]
        assert f"wrong_{name}" in control
        assert 'aria-invalid="true"' in control
        assert f'id="wrong_{name}"' in page
    sent = read_form(page)
    assert {name: sent[name] for name in wrong} == {name: [text] for name, text in wrong.items()}
    assert rows(patient, "pain_assessment") == []


def test_german_numbers_and_dates(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    client.cookies["django_language"] = "de"
    address = "/records/P1/patient_observation/new"
    sent = typed(client, address, date="17.05.2020", weight_kg="71,5", height_cm="1,7",
                 height_cm_unit="m")  # fmt: skip
    answer = client.post(address, sent | {"_save": "complete"}, follow=True)
    (row,) = rows(patient, "patient_observation")
    assert (row["date"], row["weight_kg"], row["height_cm"]) == ("2020-05-17", 71.5, 170.0)
    shown = read_form(answer)
    assert (shown["date"], shown["weight_kg"]) == (["17.05.2020"], ["71,5"])


def test_a_form_is_read_in_the_language_it_was_shown_in(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    address = "/records/P1/patient_observation/new"
    client.cookies["django_language"] = "de"
    sent = typed(client, address, date="2020", weight_kg="71,5")
    client.cookies["django_language"] = "en"
    assert client.post(address, sent | {"_save": "complete"}).status_code == 303


def test_a_laboratory_value_below_its_limit(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    address = "/records/P1/lab_result/new"
    sent = typed(client, address, date="2020", analyte="chromogranin_a", unit="ng/mL",
                 value_null="BLQ", value_limit="20")  # fmt: skip
    assert client.post(address, sent | {"_save": "complete"}).status_code == 303
    (row,) = rows(patient, "lab_result")
    assert (row["value_null"], row["value_limit"]) == ("BLQ", 20.0)


def test_a_click_on_the_skeleton_begins_a_lesion(patient, signed_in):
    shown = read_form(signed_in(Role.CLINICIAN).get("/records/P1/bone_lesion/new?region=T8"))
    assert (shown["region"], shown["lesion_no"]) == (["T8"], ["1"])


def test_a_draft_lacks_what_a_complete_record_needs(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = typed(client, NEW_EVENT, date="2020")
    answer = client.post(NEW_EVENT, sent | {"_save": "draft"}, follow=True)
    assert 'class="badge draft"' in answer.content.decode()
    address = answer.redirect_chain[-1][0]
    again = client.post(address, read_form(answer) | {"_save": "complete"})
    assert again.status_code == 422
    assert 'href="#id_type"' in again.content.decode()
    done = read_form(again) | {"type": ["MSCC"], "_save": "complete"}
    assert client.post(address, done).status_code == 303
    by = patient.actors[Role.CLINICIAN]
    assert reading.records_of("P1", "skeletal_event", by=by)[0].state is RecordState.COMPLETE


def test_the_last_of_two_people_chooses_field_by_field(event, signed_in):
    mine, theirs = signed_in(Role.DATA_ENTRY), signed_in(Role.CLINICIAN)
    mine_sent = typed(mine, EVENT_PAGE, region="T8", symptomatic="Y", icd10="C79.5")
    theirs_sent = typed(theirs, EVENT_PAGE, region="L1", date="2020-06-01")
    assert theirs.post(EVENT_PAGE, theirs_sent).status_code == 303
    page = mine.post(EVENT_PAGE, mine_sent)
    assert page.status_code == 409
    text = page.content.decode()
    assert all(word in text for word in ("T8", "L1", "2020-06-01", "2020-05", "C79.5"))
    chosen = read_form(page, "/records/skeletal_event/E1/merge")
    assert (chosen["_take-date"], chosen["_take-symptomatic"]) == (["theirs"], ["mine"])
    assert chosen["_take-region"] == []
    asked_again = mine.post("/records/skeletal_event/E1/merge", chosen)
    assert asked_again.status_code == 409
    chosen["_take-region"] = ["mine"]
    assert mine.post("/records/skeletal_event/E1/merge", chosen).status_code == 303
    (row,) = rows(event)
    merged = {name: row[name] for name in ("date", "region", "symptomatic", "icd10", "version")}
    assert merged == {"date": "2020-06-01", "region": "T8", "symptomatic": "Y", "icd10": "C79.5",
                      "version": 3}  # fmt: skip


def test_a_third_change_while_merging_is_merged_too(event, signed_in):
    mine, theirs = signed_in(Role.DATA_ENTRY), signed_in(Role.CLINICIAN)
    mine_sent = typed(mine, EVENT_PAGE, region="T8")
    theirs.post(EVENT_PAGE, typed(theirs, EVENT_PAGE, date="2021"))
    chosen = read_form(mine.post(EVENT_PAGE, mine_sent), "/records/skeletal_event/E1/merge")
    theirs.post(EVENT_PAGE, typed(theirs, EVENT_PAGE, date="2022"))
    again = mine.post("/records/skeletal_event/E1/merge", chosen)
    assert again.status_code == 409
    assert "2022" in again.content.decode()
    assert [row["date"] for row in rows(event)] == ["2022"]


def test_an_untouched_form_makes_no_new_version(event, signed_in):
    client = signed_in(Role.CLINICIAN)
    assert client.post(EVENT_PAGE, typed(client, EVENT_PAGE)).status_code == 303
    assert rows(event)[0]["version"] == 1


def test_a_viewer_sees_a_record_and_changes_nothing(event, signed_in):
    client = signed_in(Role.VIEWER)
    page = client.get(EVENT_PAGE)
    assert "disabled" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert client.post(EVENT_PAGE, read_form(page) | {"date": ["2021"]}).status_code == 403
    assert client.get(NEW_EVENT).status_code == 403


@pytest.mark.parametrize("address", [EVENT_PAGE, NEW_EVENT, "/records/P1/", "/records/P1/identity"])
def test_another_centre_sees_no_page(event, signed_in, address):
    assert signed_in(Role.CLINICIAN, "B").get(address).status_code == 404


def test_a_key_with_a_slash_has_an_address(event, signed_in):
    row = EVENT | {"id": "2020/5 ~a"}
    actions.enter_record("skeletal_event", row, by=event.actors[Role.CLINICIAN], at=event.at)
    page = signed_in(Role.CLINICIAN).get("/records/skeletal_event/2020~2F5%20~7Ea/")
    assert page.status_code == 200
    assert "2020~2F5%20~7Ea" in page.content.decode()


def test_a_patient_is_entered_under_a_pseudonym(registry, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = read_form(client.get("/records/new-patient/")) | {"birth": ["1950"], "_save": "complete"}
    assert client.post("/records/new-patient/", sent).status_code == 422
    done = sent | {"sex": ["F"], "patient_id": ["P7"]}
    assert client.post("/records/new-patient/", done).status_code == 303
    by = registry.actors[Role.DATA_ENTRY]
    assert reading.read_record("patient", "P7", by=by).row["centre_id"] == "A"
    other = client.post("/records/new-patient/", done | {"patient_id": ["P8"], "centre_id": ["B"]})
    assert other.status_code == 422
