"""The life of a record on its page: steps by role, queries, drafts, second entries, identity."""

import re

import pytest

from browser_forms import read_form
from osteon.registry import actions, reading
from osteon.registry.models import AuditEntry
from osteon.registry.policies import PERMISSIONS, Permission, Role
from osteon.registry.states import TRANSITIONS, RecordState

PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
}  # fmt: skip
EVENT = {"id": "E1", "patient_id": "P1", "centre_id": "A", "source": "manual", "date": "2020-05",
         "type": "MSCC", "region": "T8"}  # fmt: skip
PAGE = "/records/skeletal_event/E1/"
CLINICAL = [role for role, held in PERMISSIONS.items() if Permission.READ in held]
SECRET = {"family_name": "Mustermann", "given_name": "Erika", "birth_date": "12.08.1964",
          "hospital_number": "H-4711-0815"}  # fmt: skip


@pytest.fixture
def event(registry):
    by = registry.actors[Role.CLINICIAN]
    actions.enter_record("patient", PATIENT, by=by, at=registry.at)
    actions.enter_record("skeletal_event", EVENT, by=by, at=registry.at)
    return registry


def state_of(registry):
    by = registry.actors[Role.CLINICIAN]
    return reading.read_record("skeletal_event", "E1", by=by).state


def bring(registry, state):
    """Take the record, which is complete, to a state."""
    steps = {
        RecordState.DRAFT: [(RecordState.DRAFT, Role.CLINICIAN)],
        RecordState.COMPLETE: [],
        RecordState.SIGNED: [(RecordState.SIGNED, Role.CLINICIAN)],
        RecordState.LOCKED: [(RecordState.SIGNED, Role.CLINICIAN),
                             (RecordState.LOCKED, Role.DATA_MANAGER)],
    }[state]  # fmt: skip
    for end, role in steps:
        by = registry.actors[role]
        actions.move_record("skeletal_event", "E1", end, by=by, at=registry.at)


@pytest.mark.parametrize("state", RecordState)
@pytest.mark.parametrize("role", CLINICAL)
def test_a_page_offers_the_steps_of_the_role_and_no_others(event, signed_in, role, state):
    bring(event, state)
    page = signed_in(role).get(PAGE).content.decode()
    offered = set(re.findall(r'name="state" value="(\w+)"', page))
    held = PERMISSIONS[role]
    assert offered == {
        step.end.value for step in TRANSITIONS if step.start is state and step.permission in held
    }


def test_a_step_back_asks_for_its_reason(event, signed_in):
    client = signed_in(Role.CLINICIAN)
    move = f"{PAGE}move"
    assert client.post(move, {"state": "signed"}).status_code == 302
    assert client.post(move, {"state": "complete"}).status_code == 400
    assert state_of(event) is RecordState.SIGNED
    done = client.post(move, {"state": "complete", "reason": "a wrong date"})
    assert (done.status_code, state_of(event)) == (302, RecordState.COMPLETE)
    assert client.post(move, {"state": "burnt"}).status_code == 400
    assert "a wrong date" in client.get(f"{PAGE}history").content.decode()


def test_a_record_with_a_hard_finding_is_not_locked(event, signed_in):
    """A cord compression in the thigh breaks H-24."""
    by = event.actors[Role.CLINICIAN]
    wrong = EVENT | {"region": "FEMUR_L"}
    actions.change_record("skeletal_event", wrong, version=1, by=by, at=event.at)
    bring(event, RecordState.SIGNED)
    answer = signed_in(Role.DATA_MANAGER).post(f"{PAGE}move", {"state": "locked"})
    assert answer.status_code == 400
    assert "H-24" in answer.content.decode()
    assert state_of(event) is RecordState.SIGNED


def test_a_sound_record_is_locked(event, signed_in):
    bring(event, RecordState.SIGNED)
    assert signed_in(Role.DATA_MANAGER).post(f"{PAGE}move", {"state": "locked"}).status_code == 302
    assert state_of(event) is RecordState.LOCKED


def test_a_record_is_removed_with_a_reason(event, signed_in):
    client = signed_in(Role.DATA_MANAGER)
    assert client.post(f"{PAGE}remove", {"reason": ""}).status_code == 400
    assert client.post(f"{PAGE}remove", {"reason": "entered twice"}).status_code == 303
    assert client.get(PAGE).status_code == 404


def test_a_query_is_raised_answered_and_closed(event, signed_in):
    asks, answers = signed_in(Role.CLINICIAN), signed_in(Role.DATA_ENTRY)
    question = {"question": "Is the region right?", "fields": ["region", "nothing"]}
    assert asks.post(f"{PAGE}ask", question).status_code == 303
    assert answers.post(f"{PAGE}ask", question).status_code == 403
    (query,) = reading.list_queries(by=event.actors[Role.CLINICIAN])
    assert query.fields == ("region",)
    listed = answers.get("/queries/").content.decode()
    assert "Is the region right?" in listed
    assert "Is the region right?" in answers.get(PAGE).content.decode()
    number = query.number
    assert answers.post(f"/queries/{number}/answer", {"answer": "Yes."}).status_code == 303
    assert answers.post(f"/queries/{number}/close", {"reason": "done"}).status_code == 403
    assert asks.post(f"/queries/{number}/close", {"reason": ""}).status_code == 400
    assert asks.post(f"/queries/{number}/close", {"reason": "looked up"}).status_code == 303
    assert "Is the region right?" not in answers.get("/queries/").content.decode()
    assert "Yes." in answers.get("/queries/?state=closed").content.decode()
    other = signed_in(Role.CLINICIAN, "B")
    assert "Is the region right?" not in other.get("/queries/?state=").content.decode()
    assert other.post(f"/queries/{number}/answer", {"answer": "No."}).status_code == 404


def test_a_form_is_kept_while_somebody_types_and_offered_again(event, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    address = "/records/P1/skeletal_event/new"
    sent = read_form(client.get(address)) | {"date": ["17.05."], "type": ["MSCC"]}
    assert client.post("/records/drafts/keep", sent).status_code == 200
    assert len(reading.records_of("P1", "skeletal_event", by=event.actors[Role.CLINICIAN])) == 1
    offered = client.get(address).content.decode()
    link = re.search(r'href="(\?kept=[^"]+)"', offered)[1]
    resumed = read_form(client.get(address + link))
    assert (resumed["date"], resumed["_key"]) == (["17.05."], sent["_key"])
    assert "?kept=" not in signed_in(Role.CLINICIAN).get(address).content.decode()
    assert "?kept=" in client.get("/records/P1/").content.decode()
    saved = resumed | {"date": ["17.05.2020"], "_save": ["complete"]}
    assert client.post(address, saved).status_code == 303
    assert "?kept=" not in client.get(address).content.decode()


def test_a_new_patient_is_kept_while_somebody_types_and_offered_again(registry, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    address = "/records/new-patient/"
    sent = read_form(client.get(address)) | {"birth": ["19"], "sex": ["F"], "patient_id": ["P7"]}
    assert client.post("/records/drafts/keep", sent).status_code == 200
    link = re.search(r'href="(\?kept=[^"]+)"', client.get(address).content.decode())[1]
    resumed = read_form(client.get(address + link))
    assert [resumed[name] for name in ("birth", "patient_id", "_key")] == [
        ["19"], ["P7"], sent["_key"],
    ]  # fmt: skip
    assert "?kept=" not in signed_in(Role.CLINICIAN).get(address).content.decode()
    refused = client.post(address, resumed)
    assert refused.status_code == 422
    assert read_form(refused)["_key"] == sent["_key"]
    saved = resumed | {"birth": ["1950"], "_save": ["complete"]}
    assert client.post(address, saved).status_code == 303
    assert "?kept=" not in client.get(address).content.decode()
    assert reading.read_record("patient", "P7", by=registry.actors[Role.CLINICIAN]).version == 1


def test_nobody_keeps_a_new_patient_of_another_centre(registry, signed_in):
    sent = read_form(signed_in(Role.DATA_ENTRY).get("/records/new-patient/"))
    for client in (signed_in(Role.DATA_ENTRY, "B"), signed_in(Role.VIEWER)):
        assert client.post("/records/drafts/keep", sent).status_code == 403


def test_a_kept_change_of_an_older_version_is_merged(event, signed_in):
    mine, theirs = signed_in(Role.DATA_ENTRY), signed_in(Role.CLINICIAN)
    sent = read_form(mine.get(PAGE)) | {"region": ["L1"]}
    assert mine.post("/records/drafts/keep", sent).status_code == 200
    theirs.post(PAGE, read_form(theirs.get(PAGE)) | {"region": ["T9"]})
    resumed = read_form(mine.get(f"{PAGE}?kept=E1"))
    assert (resumed["region"], resumed["_version"]) == (["L1"], ["1"])
    assert mine.post(PAGE, resumed).status_code == 409


def test_a_form_is_forgotten_on_request(event, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = read_form(client.get(PAGE)) | {"region": ["L1"]}
    client.post("/records/drafts/keep", sent)
    client.post("/records/drafts/drop", {"_entity": "skeletal_event", "_key": "E1"})
    assert "?kept=" not in client.get(PAGE).content.decode()


def test_nobody_keeps_forms_of_another_centre(event, signed_in):
    sent = read_form(signed_in(Role.DATA_ENTRY).get(PAGE))
    assert signed_in(Role.DATA_ENTRY, "B").post("/records/drafts/keep", sent).status_code == 404
    assert signed_in(Role.VIEWER).post("/records/drafts/keep", sent).status_code == 403
    wrong = sent | {"_entity": ["account"]}
    assert signed_in(Role.DATA_ENTRY).post("/records/drafts/keep", wrong).status_code == 400


def test_a_second_entry_is_blind_and_its_differences_are_settled(event, signed_in):
    actions.set_double_entry("A", wanted=True, by=event.operator, at=event.at)
    second = signed_in(Role.DATA_ENTRY)
    assert f"{PAGE}again" in second.get(PAGE).content.decode()
    assert f"{PAGE}again" not in signed_in(Role.CLINICIAN).get(PAGE).content.decode()
    blank = second.get(f"{PAGE}again")
    assert all(not any(texts) for name, texts in read_form(blank).items() if name[0] != "_"
               and name != "csrfmiddlewaretoken")  # fmt: skip
    assert second.post(f"{PAGE}again", read_form(blank)).status_code == 422
    sent = read_form(blank) | {"date": ["05/2020"], "type": ["MSCC"], "region": ["T9"]}
    assert second.post(f"{PAGE}again", sent).url == f"{PAGE}settle"
    page = second.get(f"{PAGE}settle")
    assert set(read_choices(page)) == {"_take-region"}
    assert second.post(f"{PAGE}settle", {}).status_code == 422
    done = second.post(f"{PAGE}settle", {"_take-region": "mine", "_version": "1"})
    assert done.status_code == 302
    row = reading.read_record("skeletal_event", "E1", by=event.actors[Role.CLINICIAN]).row
    assert (row["region"], row["verified_by"]) == ("T9", "data_entry_a")


def read_choices(page):
    return re.findall(r'name="(_take-\w+)"', page.content.decode())


def test_entries_that_agree_verify_the_record(event, signed_in):
    actions.set_double_entry("A", wanted=True, by=event.operator, at=event.at)
    second = signed_in(Role.DATA_ENTRY)
    sent = read_form(second.get(f"{PAGE}again")) | {
        "date": ["2020-05"], "type": ["MSCC"], "region": ["T8"],
    }  # fmt: skip
    assert second.post(f"{PAGE}again", sent).url == PAGE
    assert "data_entry_a" in second.get(PAGE).content.decode()
    assert signed_in(Role.CLINICIAN).get(f"{PAGE}again").status_code == 400


@pytest.fixture
def known(event, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    assert client.post("/records/P1/identity/write", SECRET).status_code == 302
    return event


def test_an_identity_is_shown_on_demand_and_that_is_recorded(known, signed_in):
    client = signed_in(Role.CLINICIAN)
    offered = client.get("/records/P1/identity").content.decode()
    assert not any(text in offered for text in SECRET.values())
    shown = client.post("/records/P1/identity/show")
    assert all(text in shown.content.decode() for text in SECRET.values())
    assert "no-store" in shown["Cache-Control"]
    assert AuditEntry.objects.filter(action="view identity", actor="clinician_a").count() == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.STATISTICIAN])
def test_who_may_not_know_a_patient_is_refused(known, signed_in, role):
    answer = signed_in(role).post("/records/P1/identity/show")
    assert answer.status_code == 403
    assert not any(text in answer.content.decode() for text in SECRET.values())


def test_an_identity_is_in_no_other_page_no_trail_and_no_log(known, signed_in, caplog):
    caplog.set_level("DEBUG")
    client = signed_in(Role.DATA_MANAGER)
    client.post("/records/find/", {"hospital_number": SECRET["hospital_number"]})
    client.post("/records/P1/identity/show")
    addresses = ["/records/P1/", PAGE, f"{PAGE}history", "/records/patient/P1/", "/queries/",
                 "/records/patient/P1/history", "/records/find/"]  # fmt: skip
    pages = "".join(client.get(address).content.decode() for address in addresses)
    trail = "".join(f"{entry.changes}{entry.reason}" for entry in AuditEntry.objects.all())
    for text in SECRET.values():
        assert text not in pages + trail + caplog.text


def test_a_patient_is_found_by_hospital_number(known, signed_in):
    number = {"hospital_number": f" {SECRET['hospital_number'].lower()} "}
    assert signed_in(Role.CLINICIAN).post("/records/find/", number).url == "/patients/P1/"
    elsewhere = signed_in(Role.CLINICIAN, "B").post("/records/find/", number)
    assert elsewhere.status_code == 200
    assert SECRET["hospital_number"].lower() not in elsewhere.content.decode()
