"""Data quality in the browser: counted, listed, asked about, answered, accepted, handed out."""

import pytest
from django.urls import reverse

from osteon.quality import RULES
from osteon.registry import actions, reading
from osteon.registry.policies import Role
from osteon.web.exports import plain_cell

PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
}  # fmt: skip
BONE = {
    "id": "M1", "patient_id": "P1", "centre_id": "A", "source": "manual", "organ": "BONE",
    "status": "Y", "first_date": "2023-01-01", "certainty": "definite",
}  # fmt: skip
FINDING = {
    "rule": "H-14",
    "entity": "metastasis_site",
    "record": "bone-1",
    "fields": "first_imaging_id",
}


@pytest.fixture
def patients(registry):
    """One patient at A and one at B, each with bone metastasis that rests on nothing."""
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


def findings(registry, **asked):
    found = reading.every_flaw(reading.LineFilter(rule="H-14", **asked), by=registry.operator)
    return {line.record_id: line for line in found}


def test_the_overview_shows_every_rule_and_when_it_was_computed(patients, signed_in):
    text = page(signed_in(Role.VIEWER), "quality")
    assert all(f">{code}</a>" in text for code in RULES)
    assert len(RULES) == 69
    assert "Computed between" in text


def test_nobody_sees_a_finding_of_another_centre(patients, signed_in):
    client = signed_in(Role.DATA_MANAGER)
    for name in ("quality", "quality_patients", "quality_findings"):
        text = page(client, name, centre="B")
        assert ">P2<" not in text, name
        assert "bone-2" not in text, name
    assert ">P1<" in page(client, "quality_findings", rule="H-14")
    assert "bone-2" not in page(client, "quality_export")
    assert client.get(reverse("quality_export"), {"centre": "B"}).status_code == 403
    assert client.get(reverse("quality_patient", args=["P2"])).status_code == 404


def test_a_finding_shows_the_rule_its_source_and_its_record(patients, signed_in):
    text = page(signed_in(Role.VIEWER), "quality_findings", rule="H-14")
    assert RULES["H-14"].title in text
    assert "Source" in text
    assert "metastasis_site/bone-1" in text
    assert "quality_ask" not in text
    assert "<textarea" not in text


def test_a_finding_is_asked_about_answered_and_accepted(patients, signed_in):
    page(signed_in(Role.VIEWER), "quality")
    clinician, typist = signed_in(Role.CLINICIAN), signed_in(Role.DATA_ENTRY)
    clinician.post(reverse("quality_ask"), FINDING | {"question": "On which study?"})
    number = findings(patients)["bone-1"].query
    text = page(typist, "quality_patient", "P1")
    assert "On which study?" in text
    assert "open, asked" in text
    typist.post(reverse("quality_answer", args=[number]), {"answer": "On the PET of January."})
    assert findings(patients)["bone-1"].state == "answered"
    clinician.post(reverse("quality_accept"), FINDING | {"reason": "The study lies elsewhere."})
    assert findings(patients)["bone-1"].state == "closed"
    counts = reading.count_flaws(reading.LineFilter(), by=patients.operator, group="rule")
    assert counts["H-14"] == {"raised": 1, "closed": 1}
    text = page(clinician, "quality_findings", rule="H-14", state="closed")
    assert "accepted" in text


def test_a_question_sent_twice_is_asked_once(patients, signed_in):
    client = signed_in(Role.CLINICIAN)
    for _ in range(2):
        client.post(reverse("quality_ask"), FINDING | {"question": "On which study?"})
    assert len(reading.list_queries(by=patients.operator)) == 1


def test_who_only_looks_asks_nothing(patients, signed_in):
    response = signed_in(Role.VIEWER).post(reverse("quality_ask"), FINDING | {"question": "Why?"})
    assert response.status_code == 403
    stranger = signed_in(Role.CLINICIAN, "B")
    assert stranger.post(reverse("quality_ask"), FINDING | {"question": "?"}).status_code == 404
    assert stranger.post(reverse("quality_accept"), FINDING | {"reason": "?"}).status_code == 404
    assert reading.list_queries(by=patients.operator) == []


def test_nothing_is_accepted_without_a_reason(patients, signed_in):
    client = signed_in(Role.DATA_MANAGER)
    assert client.post(reverse("quality_accept"), FINDING | {"reason": " "}).status_code == 400
    assert reading.list_queries(by=patients.operator) == []


def test_a_form_leads_back_to_this_registry_only(patients, signed_in):
    given = FINDING | {"question": "Why?", "next": "https://example.org/"}
    response = signed_in(Role.CLINICIAN).post(reverse("quality_ask"), given)
    assert response["Location"] == reverse("quality")


def test_a_file_of_findings_is_for_those_who_may_export_and_leaves_an_entry(patients, signed_in):
    assert signed_in(Role.CLINICIAN).get(reverse("quality_export")).status_code == 403
    client = signed_in(Role.DATA_MANAGER)
    page(client, "quality")
    text = page(client, "quality_export")
    assert "H-14" in text
    entry = reading.audit_trail(by=patients.actors[Role.DATA_MANAGER])[0]
    assert (entry.action, entry.record_id) == ("export", "findings of data quality")


def test_an_answer_that_looks_like_a_formula_is_handed_out_as_text(patients, signed_in):
    client = signed_in(Role.DATA_MANAGER)
    page(client, "quality")
    client.post(reverse("quality_ask"), FINDING | {"question": "=HYPERLINK(1)"})
    number = findings(patients)["bone-1"].query
    client.post(reverse("quality_answer", args=[number]), {"answer": "@SUM(A1)"})
    text = page(client, "quality_export", rule="H-14")
    assert ",'=HYPERLINK(1),'@SUM(A1)" in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_as_a_formula(start):
    assert plain_cell(f"{start}1+1") == f"'{start}1+1"


def test_other_cells_stay_as_they_are():
    assert [plain_cell(value) for value in ("a=b", 12, None, "")] == ["a=b", "12", "", ""]


def test_an_unknown_rule_is_no_page(patients, signed_in):
    client = signed_in(Role.VIEWER)
    assert client.get(reverse("quality_findings"), {"rule": "H-99"}).status_code == 404
    assert client.get(reverse("quality_findings"), {"page": "x", "state": "y"}).status_code == 200
