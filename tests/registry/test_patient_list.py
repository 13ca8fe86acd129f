"""The list of patients: what it shows to whom, how it is searched, filtered and paged."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charts import charted
from osteon.registry import actions, reading
from osteon.registry.policies import Role
from osteon.registry.states import RecordState

MOST_QUERIES = 14
"""Of a page of the list, with the session and the account."""


def enter(registry, patient_id, centre_id="A", **tables):
    rows = {"patient": [{"birth": "1950", "sex": "F"}], **tables}
    given = charted(rows, patient_id=patient_id, centre_id=centre_id)
    entered = actions.import_batch(given, by=registry.operator, at=registry.at)
    assert not any(entered.rejected.values()), entered.rejected


def shown(response):
    return re.findall(r"data-line>([^<]+)<", response.content.decode())


@pytest.fixture
def some(registry):
    """Three patients of A, one of B: with bone metastasis, with a tumour, with neither."""
    site = {"id": "m1", "organ": "BONE", "status": "Y", "first_date": "2020-05"}
    enter(registry, "P-010", metastasis_site=[site])
    enter(registry, "P-011", tumour=[{"id": "t1", "topography": "C17.2", "dx_date": "2019"}])
    enter(registry, "p-2")
    enter(registry, "P-9", "B")
    return registry


def test_a_person_sees_the_patients_of_their_centres_only(some, signed_in):
    client = signed_in(Role.VIEWER)
    page = client.get("/patients/")
    assert shown(page) == ["P-010", "P-011", "p-2"]
    assert "3 patients" in page.content.decode()
    assert shown(client.get("/patients/", {"centre": "B"})) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"search": "p-01"}, ["P-010", "P-011"]),
        ({"search": " 2 "}, ["p-2"]),
        ({"search": "P_0"}, []),
        ({"search": "\0"}, ["P-010", "P-011", "p-2"]),
        ({"bone": "Y"}, ["P-010"]),
        ({"bone": "nonsense"}, ["P-010", "P-011", "p-2"]),
        ({"primary": "C17.2"}, ["P-011"]),
        ({"queries": "1"}, ["p-2"]),
        ({"page": "99"}, ["P-010", "P-011", "p-2"]),
        ({"page": "x"}, ["P-010", "P-011", "p-2"]),
    ],
)
def test_what_is_asked_is_shown(some, signed_in, asked, expected):
    question = actions.Question("Is the year right?", ("birth",))
    clinician = some.actors[Role.CLINICIAN]
    actions.raise_query("patient", "p-2", question, by=clinician, at=some.at)
    assert shown(signed_in(Role.CLINICIAN).get("/patients/", asked)) == expected


def test_while_somebody_types_only_the_lines_are_sent(some, signed_in):
    page = signed_in(Role.VIEWER).get(
        "/patients/", {"search": "01"}, headers={"HX-Request": "true"}
    )
    text = page.content.decode()
    assert shown(page) == ["P-010", "P-011"]
    assert "<html" not in text
    assert 'hx-swap-oob="true"' in text, "the count is sent beside the lines"


def test_a_line_says_the_last_imaging_as_precisely_as_it_is_known(registry, signed_in):
    studies = [
        {"id": "i1", "date": "2021-03-04", "modality": "CT"},
        {"id": "i2", "date": "2021-05", "modality": "CT"},
        {"id": "i3", "date": None, "date_null": "UNK", "modality": "CT"},
    ]
    seen = [{"id": "f1", "last_alive_date": "2022", "status": "lost"}]
    enter(registry, "P1", imaging_study=studies, follow_up=seen)
    text = signed_in(Role.VIEWER).get("/patients/").content.decode()
    assert re.search(r'class="day">2021-05</td>', text)
    assert "lost to follow-up" in text
    german = signed_in(Role.VIEWER).get("/patients/", headers={"Accept-Language": "de"})
    assert "05/2021" in german.content.decode()


def test_of_several_records_of_bone_metastasis_one_that_says_yes_counts(registry):
    sites = [
        {"id": "m1", "organ": "BONE", "status": "N"},
        {"id": "m2", "organ": "BONE", "status": "Y", "first_date": "2020"},
        {"id": "m3", "organ": "LIVER", "status": "NE"},
    ]
    enter(registry, "P1", metastasis_site=sites)
    (line,) = reading.list_patients(reading.PatientFilter(), by=registry.operator).lines
    assert line.bone == "Y"


def test_pages_lead_to_each_other_and_keep_what_was_asked(registry, signed_in):
    rows = [
        row
        for n in range(51)
        for row in charted(
            {"patient": [{"birth": "1950", "sex": "F"}]}, patient_id=f"P{n:02}", centre_id="A"
        )["patient"]
    ]
    actions.import_batch({"patient": rows}, by=registry.operator, at=registry.at)
    client = signed_in(Role.VIEWER)
    first = client.get("/patients/", {"search": "P"})
    assert 'rel="next" href="?search=P&amp;page=2"' in first.content.decode()
    second = client.get("/patients/", {"search": "P", "page": "2"})
    assert shown(second) == ["P50"]
    assert "Page 2 of 2" in second.content.decode()


def test_a_draft_is_marked(registry, signed_in):
    rows = {"patient_id": "P1", "centre_id": "A", "source": "manual"}
    by = registry.actors[Role.DATA_ENTRY]
    actions.enter_record("patient", rows, by=by, at=registry.at, state=RecordState.DRAFT)
    assert 'badge draft">draft' in signed_in(Role.VIEWER).get("/patients/").content.decode()


def test_a_page_asks_the_database_a_bounded_number_of_times(registry, signed_in):
    client = signed_in(Role.VIEWER)
    counts = []
    for n in range(12):
        enter(registry, f"P{n:02}", tumour=[{"id": f"t{n}", "topography": "C17.2"}])
        if n in {1, 11}:
            with CaptureQueriesContext(connection) as asked:
                assert client.get("/patients/").status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST_QUERIES
