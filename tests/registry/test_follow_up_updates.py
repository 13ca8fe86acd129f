"""The last day alive moves backwards only with a reason (rule H-35), on every way to a change."""

import pytest

from browser_forms import read_form
from osteon.errors import RecordError
from osteon.registry import actions, reading
from osteon.registry.policies import Role
from osteon.registry.states import RecordState

KEYS = {"patient_id": "P1", "centre_id": "A", "source": "manual"}
PATIENT = KEYS | {"birth": "1950", "sex": "F"}
CONTACT = KEYS | {
    "id": "F1", "last_alive_date": "2025-05-17", "status": "alive", "contact_source": "visit",
}  # fmt: skip
PAGE = "/records/follow_up/F1/"
REASON = "the year was mistyped"
RULE = "rule H-35"


@pytest.fixture
def contact(registry):
    by = registry.actors[Role.CLINICIAN]
    actions.enter_record("patient", PATIENT, by=by, at=registry.at)
    actions.enter_record("follow_up", CONTACT, by=by, at=registry.at)
    return registry


def change(registry, day, reason=""):
    by = registry.actors[Role.DATA_ENTRY]
    stored = reading.read_record("follow_up", "F1", by=by)
    row = {**stored.row, "last_alive_date": day}
    actions.change_record(
        "follow_up", row, version=stored.version, by=by, at=registry.at, reason=reason
    )


def day_of(registry):
    by = registry.actors[Role.CLINICIAN]
    return reading.read_record("follow_up", "F1", by=by).row["last_alive_date"]


@pytest.mark.parametrize("state", [RecordState.COMPLETE, RecordState.DRAFT])
def test_a_step_back_needs_a_reason_which_the_trail_keeps(contact, state):
    if state is RecordState.DRAFT:
        by = contact.actors[Role.CLINICIAN]
        actions.move_record("follow_up", "F1", state, by=by, at=contact.at)
    with pytest.raises(RecordError, match=RULE) as caught:
        change(contact, "2024-05-17")
    assert [problem.where for problem in caught.value.problems] == ["follow_up.last_alive_date"]
    assert "2024" not in str(caught.value)
    assert day_of(contact) == "2025-05-17"
    change(contact, "2024-05-17", REASON)
    assert day_of(contact) == "2024-05-17"
    entry = reading.audit_trail(by=contact.actors[Role.DATA_MANAGER], length=1)[0]
    assert (entry.action, entry.reason) == ("change", REASON)


@pytest.mark.parametrize("day", ["2025-05-18", "2025-05-17", "2025-05", "2025"])
def test_a_step_ahead_or_a_day_known_less_precisely_needs_none(contact, day):
    change(contact, day)
    assert day_of(contact) == day


def test_a_blank_is_no_reason(contact):
    with pytest.raises(RecordError, match=RULE):
        change(contact, "2025-04", "  ")


def test_an_import_does_not_change_a_contact(contact):
    earlier = CONTACT | {"last_alive_date": "2024-05-17"}
    by = contact.actors[Role.DATA_MANAGER]
    imported = actions.import_batch({"follow_up": [earlier]}, by=by, at=contact.at)
    assert imported.entered == {"follow_up": 0}
    assert day_of(contact) == "2025-05-17"


def test_two_entries_are_settled_backwards_with_a_reason_only(contact):
    by = contact.actors[Role.DATA_ENTRY]
    earlier = CONTACT | {"last_alive_date": "2024-05-17"}
    actions.enter_again("follow_up", earlier, by=by, at=contact.at)
    with pytest.raises(RecordError, match=RULE):
        actions.settle_entries("follow_up", earlier, version=1, by=by, at=contact.at)
    actions.settle_entries("follow_up", earlier, version=1, by=by, at=contact.at, reason=REASON)
    assert day_of(contact) == "2024-05-17"


def test_the_page_of_two_entries_takes_the_reason(contact, signed_in):
    earlier = CONTACT | {"last_alive_date": "2024-05-17"}
    actions.enter_again("follow_up", earlier, by=contact.actors[Role.DATA_ENTRY], at=contact.at)
    client = signed_in(Role.DATA_ENTRY)
    chosen = {"_take-last_alive_date": "mine", "_version": "1"}
    refused = client.post(f"{PAGE}settle", chosen)
    assert refused.status_code == 400
    assert RULE in refused.content.decode()
    assert client.post(f"{PAGE}settle", chosen | {"_reason": REASON}).status_code == 302
    assert day_of(contact) == "2024-05-17"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "needs a reason for the change"), ("de", "braucht einen Grund für die Änderung")],
)
def test_the_form_says_it_at_the_field_and_takes_the_reason(contact, signed_in, language, said):
    client = signed_in(Role.DATA_ENTRY)
    client.post("/language/", {"language": language})
    sent = read_form(client.get(PAGE)) | {"last_alive_date": ["2024-05-17"]}
    refused = client.post(PAGE, sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert '<a href="#id_last_alive_date">' in page
    assert said in page
    again = read_form(refused)
    assert again["last_alive_date"] == ["2024-05-17"]
    assert client.post(PAGE, again | {"_reason": [REASON]}).status_code == 303
    assert day_of(contact) == "2024-05-17"


def test_a_merge_keeps_the_reason_that_was_given(contact, signed_in):
    mine, theirs = signed_in(Role.DATA_ENTRY), signed_in(Role.CLINICIAN)
    sent = read_form(mine.get(PAGE)) | {"last_alive_date": ["2024-05-17"], "_reason": [REASON]}
    theirs.post(PAGE, read_form(theirs.get(PAGE)) | {"contact_source": ["phone"]})
    merge = read_form(mine.post(PAGE, sent), f"{PAGE}merge")
    assert mine.post(f"{PAGE}merge", merge).status_code == 303
    assert day_of(contact) == "2024-05-17"
