"""The worklist in the browser: what is due, why, from which records, by whose thresholds."""

import re

import pytest
from django.urls import reverse

from osteon.dictionary import Requirement, entity
from osteon.registry import actions, reading
from osteon.registry.policies import Role
from osteon.web.worklist.patients import page_policy
from osteon.worklist import DISCLAIMER, RULES

PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
}  # fmt: skip
BONE = {
    "id": "bone-1", "patient_id": "P1", "centre_id": "A", "source": "manual", "organ": "BONE",
    "status": "Y", "first_date": "2023-01-01", "certainty": "definite",
}  # fmt: skip
WITHOUT = """
[centre.A]
signed_off_by = "tumour board"
signed_off_on = 2026-03-01
rules_off = ["CG-01"]
"""


@pytest.fixture
def patients(registry):
    """One patient at A and one at B, each with bone metastasis and no decision about drugs."""
    for number, centre in ((1, "A"), (2, "B")):
        mine = {"patient_id": f"P{number}", "centre_id": centre}
        by, at = registry.operator, registry.at
        actions.enter_record("patient", PATIENT | mine, by=by, at=at)
        actions.enter_record(
            "metastasis_site", BONE | mine | {"id": f"bone-{number}"}, by=by, at=at
        )
    return registry


def page(client, name, *words, **asked):
    response = client.get(reverse(name, args=words), asked)
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_a_line_says_what_is_due_when_why_and_from_which_record(patients, signed_in):
    text = page(signed_in(Role.VIEWER), "worklist", rule="CG-01")
    rule = RULES["CG-01"].settle()
    for part in ("overdue", "2023-03-02", "metastasis_site/bone-1", ">P1<", "Not a medical device"):
        assert part in text, part
    for part in (rule.trigger, rule.closes, rule.source):
        assert part.split(";")[0].split("'")[0][:40] in text


def test_the_list_says_when_it_was_computed(patients, signed_in):
    assert "Computed between" in page(signed_in(Role.VIEWER), "worklist")


def test_nobody_sees_a_line_of_another_centre(patients, signed_in):
    client = signed_in(Role.DATA_MANAGER)
    for name in ("worklist", "worklist_print"):
        assert ">P2<" not in page(client, name), name
        assert "bone-2" not in page(client, name, centre="B"), name
    assert "bone-2" not in page(client, "worklist_export")
    assert client.get(reverse("worklist_export"), {"centre": "B"}).status_code == 403
    for name in ("worklist_patient", "board_pack"):
        assert client.get(reverse(name, args=["P2"])).status_code == 404


def test_lines_are_chosen_by_rule_and_state(patients, signed_in):
    client = signed_in(Role.VIEWER)
    assert "bone-1" in page(client, "worklist", rule="CG-01", state="overdue")
    assert "bone-1" not in page(client, "worklist", rule="CG-01", state="due")
    assert client.get(reverse("worklist"), {"rule": "CG-99"}).status_code == 404


def test_a_recorded_decision_clears_the_line_at_once(patients, signed_in):
    client = signed_in(Role.VIEWER)
    assert "bone-1" in page(client, "worklist", rule="CG-01")
    decision = {
        "id": "D1", "patient_id": "P1", "centre_id": "A", "source": "manual", "date": "2023-02-01",
        "decision": "declined_by_patient",
    }  # fmt: skip
    by = patients.actors[Role.CLINICIAN]
    actions.enter_record("antiresorptive_decision", decision, by=by, at=patients.at)
    assert "bone-1" not in page(client, "worklist", rule="CG-01")
    assert "CG-01" not in page(client, "worklist_patient", "P1")


def test_the_board_pack_is_a_page_to_print_that_loads_and_runs_nothing(patients, signed_in):
    response = signed_in(Role.VIEWER).get(reverse("board_pack", args=["P1"]))
    text, policy = response.content.decode(), response["Content-Security-Policy"]
    assert DISCLAIMER.split(".")[0] in text
    assert "CG-01" in text
    assert "default-src 'none'" in policy
    assert re.search(r"style-src 'sha256-[\w+/]+='", policy)
    assert "unsafe-inline" not in policy
    assert "style=" not in text
    assert policy != page_policy(text.replace("</style>", " </style>"))


def test_whoever_signs_stands_for_the_thresholds_and_for_rules_left_out(patients, signed_in):
    client = signed_in(Role.CLINICIAN)
    address = reverse("centre_thresholds", args=["A"])
    assert client.post(address, {"toml": WITHOUT}).status_code == 302
    (signed,) = reading.signed_thresholds(by=patients.operator)
    assert (signed.centre_id, signed.signed_by) == ("A", "clinician_a")
    assert "bone-1" not in page(client, "worklist", rule="CG-01")
    assert "This centre does not use the rule" in page(client, "worklist", rule="CG-01", centre="A")
    assert "signed off by tumour board" in page(client, "worklist_rules", centre="A")
    entry = reading.audit_trail(by=patients.actors[Role.DATA_MANAGER], entity_name="thresholds")[0]
    assert (entry.action, entry.actor) == ("sign off thresholds", "clinician_a")


def test_a_line_says_what_clears_it_at_its_centre(patients, signed_in):
    course = {
        "id": "C1", "patient_id": "P1", "centre_id": "A", "source": "manual",
        "agent": "denosumab", "route": "sc", "dose_mg": 120.0,
        "start_date": "2023-01-01", "stop_date_null": "NA",
    }  # fmt: skip
    needed = {
        spec.name
        for spec in entity("antiresorptive_course").fields
        if spec.requirement is Requirement.REQUIRED
    }
    told = {name.removesuffix("_null") for name in course}
    excused = {f"{name}_null": "UNK" for name in needed - told}
    by = patients.operator
    actions.enter_record("antiresorptive_course", course | excused, by=by, at=patients.at)
    client = signed_in(Role.CLINICIAN)
    assert "from 180 days" in page(client, "worklist", rule="CG-03")
    toml = WITHOUT.replace('rules_off = ["CG-01"]', "rule.CG-03.before_days = 90")
    client.post(reverse("centre_thresholds", args=["A"]), {"toml": toml})
    text = page(client, "worklist", rule="CG-03")
    assert "from 90 days" in text
    assert "from 90 days" in page(client, "worklist_patient", "P1")


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        (WITHOUT.replace("[centre.A]", "[centre.B]"), "[centre.A]"),
        (WITHOUT.replace("CG-01", "CG-77"), "CG-77"),
        (WITHOUT.replace('signed_off_by = "tumour board"', ""), "signed_off_by"),
        ("[[", "TOML"),
        ("", "[centre.A]"),
    ],
)
def test_thresholds_that_cannot_be_used_are_told_and_kept_in_the_form(
    patients, signed_in, toml, told
):
    address = reverse("centre_thresholds", args=["A"])
    response = signed_in(Role.CLINICIAN).post(address, {"toml": toml})
    assert response.status_code == 400
    assert told in response.content.decode()
    assert toml.strip()[:9].replace('"', "&quot;") in response.content.decode()
    assert reading.signed_thresholds(by=patients.operator) == []


def test_only_a_clinician_of_the_centre_signs(patients, signed_in):
    address = reverse("centre_thresholds", args=["A"])
    assert signed_in(Role.DATA_MANAGER).post(address, {"toml": WITHOUT}).status_code == 403
    assert signed_in(Role.CLINICIAN, "B").post(address, {"toml": WITHOUT}).status_code == 404
    assert "<textarea" not in page(signed_in(Role.VIEWER), "centre_thresholds", "A")
    assert "Centre B" not in page(signed_in(Role.VIEWER), "thresholds")


def test_the_rules_are_all_there_with_their_sources(patients, signed_in):
    text = page(signed_in(Role.VIEWER), "worklist_rules")
    assert all(f'id="{code}"' in text for code in RULES)
    assert len(RULES) == 33


def test_a_file_of_the_list_is_for_those_who_may_export_and_leaves_an_entry(patients, signed_in):
    assert signed_in(Role.VIEWER).get(reverse("worklist_export")).status_code == 403
    client = signed_in(Role.DATA_MANAGER)
    page(client, "worklist")
    text = page(client, "worklist_export", rule="CG-01")
    assert "metastasis_site:bone-1" in text
    entry = reading.audit_trail(by=patients.actors[Role.DATA_MANAGER])[0]
    assert (entry.action, entry.record_id) == ("export", "worklist")
