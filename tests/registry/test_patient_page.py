"""The page of a patient: history, skeleton, lesions, what is due, and the way to every record."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charts import PATIENT, SEEN, charted
from osteon.codes import load_value_set
from osteon.dictionary import ENTITIES
from osteon.registry import actions
from osteon.registry.policies import Role
from osteon.registry.states import RecordState
from osteon.web.patients import page as patient_page

MOST_QUERIES = len(ENTITIES) + 12
"""Of the page: one a table, and the session, the account, centres, thresholds and queries."""
TODAY = date(2023, 6, 1)


@pytest.fixture(autouse=True)
def day(monkeypatch):
    """What is due depends on the day."""
    monkeypatch.setattr(patient_page, "today", lambda: TODAY)


@pytest.fixture
def rich(registry):
    entered = actions.import_batch(charted(centre_id="A"), by=registry.operator, at=registry.at)
    assert not any(entered.rejected.values()), entered.rejected
    return registry


def read(client, patient_id=PATIENT, **options):
    response = client.get(f"/patients/{patient_id}/", **options)
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_the_top_says_who_and_how_the_skeleton_is(rich, signed_in):
    text = read(signed_in(Role.VIEWER))
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>(.*?)</dd>", text))
    plain = {name: re.sub(r"<[^>]+>", "", said) for name, said in facts.items()}
    assert plain == {
        "Centre": "Centre A",
        "Sex": "female",
        "Born": "1958",
        "Primary tumour": "ileum diagnosed 2018-11",
        "Grade": "NET G2 Ki-67 8 %",
        "Stage": "stage IV UICC, 8th edition, 2019-05",
        "Bone metastasis": "present since 2019-05",
        "Last picture of the skeleton": "equivocal MRI of a region, 2023-02-10",
        "Vital status": "alive 2023-04-20",
    }


def test_the_course_shows_every_kind_of_thing(rich, signed_in):
    text = read(signed_in(Role.VIEWER))
    for kind in ("imaging evidence-C", "imaging evidence-B vague", "event vague", "antiresorptive",
                 "exposed", "radiotherapy", "radioligand", "systemic", "procedure", "opioids",
                 "pain"):  # fmt: skip
        assert f'class="{kind}"' in text, kind
    assert "2022-03-01: lumbar vertebra 2, worst pain 8, 60 mg of oral morphine a day" in text


def test_a_partial_date_is_drawn_as_the_span_of_its_days(rich, signed_in):
    text = read(signed_in(Role.VIEWER))
    widths = {
        said: float(width)
        for width, said in re.findall(
            r'class="event[^"]*".*? width="([\d.]+)".*?<title>(.*?)<', text
        )
    }
    month, year = (next(w for said, w in widths.items() if said.startswith(day))
                   for day in ("2020-03:", "2022:"))  # fmt: skip
    assert year > 8 * month


def test_a_region_shows_the_evidence_of_the_last_study_that_lists_lesions(rich, signed_in):
    text = read(signed_in(Role.VIEWER))
    kinds = dict(
        re.findall(r'class="bone kind-(\w+)" role="img" aria-label="([^":]+):', text)[::-1]
    )
    assert {name: kind for kind, name in kinds.items()} == {
        "thoracic vertebra 8": "C",
        "lumbar vertebra 2": "B",
        "left hip bone (ilium, ischium, pubis, acetabulum)": "A",
        "right femur": "equivocal",
        "right rib 6": "unseen",
        "skull": "benign",
    }


def test_every_region_is_named_and_leads_to_a_new_lesion_there(rich, signed_in):
    text = read(signed_in(Role.DATA_ENTRY))
    for code in load_value_set("bone_region").codes:
        address = f"/records/{PATIENT}/bone_lesion/new?region={code.code}"
        (link, *others) = re.findall(rf'<a href="{re.escape(address)}"[^>]*>', text)
        assert "tabindex" not in link, f"{code.code} is reached by the keyboard once"
        assert all('tabindex="-1"' in other for other in others)
        assert f'aria-label="{code.display}' in link
    assert "bone_lesion/new" not in read(signed_in(Role.VIEWER))


def test_what_is_due_says_why_and_from_which_rows(rich, signed_in):
    text = read(signed_in(Role.DATA_ENTRY))
    (due,) = re.findall(r'<h2 id="due">.*?</section>', text, re.DOTALL)
    assert "Not a medical device" in due
    line = next(one for one in due.split("<tr>") if "CG-13" in one)
    assert "Denosumab was stopped, and no other agent or decision followed." in line
    assert 'href="/records/antiresorptive_course/rich-c/"' in line


def test_identity_is_behind_a_button_for_those_who_may(rich, signed_in):
    assert "Show who this is" in read(signed_in(Role.CLINICIAN))
    for role in (Role.VIEWER, Role.STATISTICIAN):
        assert "Show who this is" not in read(signed_in(role))


def test_the_lesions_stand_by_the_studies(rich, signed_in):
    text = read(signed_in(Role.VIEWER))
    (table,) = re.findall(r'<table class="lesions">.*?</table>', text, re.DOTALL)
    lines = re.findall(r"<tr><td class=\"number\">.*?</tr>", table, re.DOTALL)
    assert len(lines) == len(SEEN)
    cells = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip()
             for cell in re.findall(r"<td>(.*?)</td>", lines[0], re.DOTALL)]  # fmt: skip
    assert cells == [
        "T+ M\u2212 14.2 definite", *["T+ M+ 9.4 osteoblastic, definite"] * 3,
    ]  # fmt: skip


def test_a_draft_is_listed_and_does_not_count(rich, signed_in):
    by = rich.actors[Role.DATA_ENTRY]
    row = charted({"skeletal_event": [{"id": "e9", "date": "2023-01-09"}]}, centre_id="A")
    actions.enter_record(
        "skeletal_event", row["skeletal_event"][0], by=by, at=rich.at, state=RecordState.DRAFT
    )
    text = read(signed_in(Role.VIEWER))
    course, records = text.split('<h2 id="records">')
    assert "2023-01-09" not in course
    assert re.search(r'2023-01-09.*?badge draft">draft', records, re.DOTALL)


def test_open_queries_are_shown_and_closed_ones_not(rich, signed_in):
    by = rich.actors[Role.CLINICIAN]
    for key, words in (("rich-e1", "Which side?"), ("rich-e2", "Which day?")):
        question = actions.Question(words, ("date",))
        number = actions.raise_query("skeletal_event", key, question, by=by, at=rich.at)
    actions.close_query(number, reason="It is known.", by=by, at=rich.at)
    text = read(signed_in(Role.CLINICIAN))
    assert "Which side?" in text
    assert '<a href="/records/skeletal_event/rich-e1/">' in text
    assert "Which day?" not in text


def test_the_page_leads_to_entry_for_who_may_and_to_the_board_pack_for_all(rich, signed_in):
    entry, pack = f'href="/records/{PATIENT}/"', f'href="/worklist/patients/{PATIENT}/board-pack/"'
    assert entry in read(signed_in(Role.DATA_ENTRY))
    viewed = read(signed_in(Role.VIEWER))
    assert entry not in viewed
    assert pack in viewed


def test_a_pseudonym_with_signs_of_addresses_has_a_page_and_a_line(registry, signed_in):
    row = {"patient_id": "a/b ~c?", "centre_id": "A", "source": "manual",
           "birth": "1950", "sex": "F"}  # fmt: skip
    actions.enter_record("patient", row, by=registry.actors[Role.CLINICIAN], at=registry.at)
    client = signed_in(Role.CLINICIAN)
    (address,) = re.findall(r'href="(/patients/[^"]+)" data-line', read_list(client))
    assert "<h1>a/b ~c? " in client.get(address).content.decode()


def read_list(client):
    return client.get("/patients/").content.decode()


def test_a_patient_of_whom_nothing_is_known_has_a_page(registry, signed_in):
    for state in (RecordState.COMPLETE, RecordState.DRAFT):
        row = {"patient_id": f"P-{state}", "centre_id": "A", "source": "manual",
               "birth": "1950", "sex": "F"}  # fmt: skip
        by = registry.actors[Role.DATA_ENTRY]
        actions.enter_record("patient", row, by=by, at=registry.at, state=state)
        text = read(signed_in(Role.VIEWER), f"P-{state}")
        for words in ("Nothing with a day is on record yet.", "No lesion is on record.",
                      "Nothing is due.", "No query is open.", "not recorded"):  # fmt: skip
            assert words in text


@pytest.mark.parametrize("patient_id", [PATIENT, "nobody", "%00", "..%2F..%2Fetc"])
def test_another_centres_patient_is_as_one_that_is_not_there(rich, signed_in, patient_id):
    response = signed_in(Role.DATA_MANAGER, "B").get(f"/patients/{patient_id}/")
    assert response.status_code == 404
    assert "ileum" not in response.content.decode()


def test_who_may_not_read_patients_sees_none(rich, signed_in):
    assert signed_in(Role.ADMINISTRATOR).get(f"/patients/{PATIENT}/").status_code == 404


def test_the_page_is_german_throughout(rich, signed_in):
    text = read(signed_in(Role.CLINICIAN), headers={"Accept-Language": "de"})
    for words in ("Knochenmetastasen", "Tracer und Morphologie", "seit 05/2019", "8. Brustwirbel",
                  "5 Fraktionen", "Zyklus 1", "Denosumab ohne Plan beendet", "vollständig",
                  "1 Läsion"):  # fmt: skip
        assert words in text, words
    for words in ("bone metastasis", "vertebra", ">overdue", ">complete", "worst pain", "Course"):
        assert words not in text, words


def test_the_page_asks_the_database_a_bounded_number_of_times(rich, signed_in):
    client = signed_in(Role.CLINICIAN)
    with CaptureQueriesContext(connection) as asked:
        read(client)
    assert len(asked) <= MOST_QUERIES


def test_signed_thresholds_of_the_centre_are_those_of_the_page(rich, signed_in):
    toml = '[centre.A]\nsigned_off_by = "b"\nsigned_off_on = 2023-01-01\nrules_off = ["CG-13"]\n'
    at = datetime(2026, 5, 31, 13, 0, tzinfo=UTC)
    actions.sign_off_thresholds("A", toml, by=rich.actors[Role.CLINICIAN], at=at)
    text = read(signed_in(Role.VIEWER))
    assert "CG-13" not in text
    assert "Thresholds not signed off by the centre" not in text
