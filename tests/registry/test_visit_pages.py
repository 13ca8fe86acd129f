"""Visits: several records typed on one page, saved in one transaction or not at all."""

import pytest

from browser_forms import read_form
from osteon.dictionary import ENTITIES
from osteon.registry import actions, reading
from osteon.registry.policies import Role
from osteon.registry.states import RecordState
from osteon.web.records.visits import VISITS

PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
}  # fmt: skip
IMAGING, CLINIC, BOARD = (f"/records/P1/visit/{name}" for name in ("imaging", "clinic", "board"))


@pytest.fixture
def patient(registry):
    by = registry.actors[Role.CLINICIAN]
    actions.enter_record("patient", PATIENT, by=by, at=registry.at)
    return registry


def rows(registry, table):
    by = registry.actors[Role.CLINICIAN]
    return [record.row for record in reading.records_of("P1", table, by=by)]


def typed(page, **texts):
    return read_form(page) | {name.replace("__", "-"): [text] for name, text in texts.items()}


def test_an_imaging_with_a_new_lesion_is_one_page(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = typed(
        client.get(IMAGING), _date="17.05.2020", p0__0__modality="SSTR_PETCT",
        p0__0__context="initial_staging", p1__0__coverage="whole_body",
        p1__0__bone_result="positive", p1__0__n_loci="1", p3__0__region="T8",
        p3__0__final_class="metastasis", p4__0__tracer="Y", p4__0__morph="N",
        p4__0__certainty="definite", _save="complete",
    )  # fmt: skip
    assert client.post(IMAGING, sent).status_code == 303
    (study,), (finding,), (lesion,), (seen,) = (
        rows(patient, name)
        for name in ("imaging_study", "skeletal_finding", "bone_lesion", "lesion_observation")
    )
    assert (study["date"], lesion["lesion_no"]) == ("2020-05-17", 1)
    assert finding["imaging_study_id"] == seen["imaging_study_id"] == study["id"]
    assert seen["bone_lesion_id"] == lesion["id"]
    assert client.post(IMAGING, sent).status_code == 303
    assert len(rows(patient, "imaging_study")) == 1


def test_a_known_lesion_is_seen_again_by_its_name(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    keys = {"patient_id": "P1", "centre_id": "A", "source": "manual"}
    for number, region in enumerate(("T8", "L1"), start=1):
        row = keys | {"id": f"L{number}", "lesion_no": number, "region": region,
                      "final_class": "metastasis"}  # fmt: skip
        actions.enter_record("bone_lesion", row, by=patient.actors[Role.CLINICIAN], at=patient.at)
    page = client.get(IMAGING)
    assert "2 · L1 lumbar vertebra 1" in page.content.decode()
    sent = read_form(page)
    first, second = sorted(
        name for name in sent if name.startswith("p2-") and name.endswith("-tracer")
    )
    prefix = next(name for name in (first, second) if name).removesuffix("tracer")
    sent |= {"_date": ["2021"], "p0-0-modality": ["SSTR_PETCT"], "p0-0-context": ["surveillance"],
             f"{prefix}tracer": ["Y"], f"{prefix}morph": ["N"], f"{prefix}certainty": ["definite"],
             "_save": ["complete"]}  # fmt: skip
    assert sent["p3-0-lesion_no"] == ["3"]
    assert client.post(IMAGING, sent).status_code == 303
    (seen,) = rows(patient, "lesion_observation")
    assert seen["bone_lesion_id"] in {"L1", "L2"}
    assert len(rows(patient, "bone_lesion")) == 2


def test_nothing_is_saved_where_one_part_is_wrong(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = typed(
        client.get(CLINIC), _date="17.05.2020", p0__0__ecog="7", p1__0__scope="global",
        p1__0__nrs_worst="4", p3__1__value="2,2", p3__1__unit="mmol/L", _save="complete",
    )  # fmt: skip
    answer = client.post(CLINIC, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_p0-0-ecog"' in page
    assert 'href="#id_p3-1-value"' in page
    assert 'href="#id_p1-0-nrs_worst"' not in page
    assert read_form(page)["p1-0-nrs_worst"] == ["4"]
    assert not any(rows(patient, part.table) for part in VISITS["clinic"].parts)
    mended = read_form(page) | {"p0-0-ecog": ["1"], "p3-1-value": ["2.2"], "_save": ["complete"]}
    assert client.post(CLINIC, mended).status_code == 303
    (laboratory,) = rows(patient, "lab_result")
    assert (laboratory["analyte"], laboratory["date"]) == ("calcium", "2020-05-17")


def test_one_more_form_is_asked_for_without_saving(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = typed(client.get(BOARD), p1__0__detail="PET in six weeks", _more="1")
    page = client.post(BOARD, sent)
    assert page.status_code == 200
    shown = read_form(page)
    assert shown["p1-0-detail"] == ["PET in six weeks"]
    assert "p1-2-detail" in shown
    assert rows(patient, "tumour_board_decision") == []


def test_a_part_brings_the_part_it_refers_to(patient, signed_in):
    """A decision without its board asks for the board."""
    client = signed_in(Role.DATA_ENTRY)
    sent = typed(client.get(BOARD), p1__0__type="prrt", p1__0__status="open", _save="complete")
    page = client.post(BOARD, sent).content.decode()
    assert 'href="#id_p0-0-type"' in page


def test_an_empty_visit_saves_nothing(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = typed(client.get(BOARD), _save="complete")
    assert client.post(BOARD, sent).status_code == 422


def test_a_visit_is_saved_as_drafts(patient, signed_in):
    client = signed_in(Role.DATA_ENTRY)
    sent = typed(client.get(BOARD), _date="2020", p0__0__questions="PRRT?", _save="draft")
    assert client.post(BOARD, sent).status_code == 303
    by = patient.actors[Role.CLINICIAN]
    (board,) = reading.records_of("P1", "tumour_board", by=by)
    assert board.state is RecordState.DRAFT


@pytest.mark.parametrize("name", VISITS)
def test_a_visit_refers_to_what_comes_before_and_exists(name):
    seen = []
    for part in VISITS[name].parts:
        table = ENTITIES[part.table]
        for reference, target in part.refers.items():
            assert table.field(reference).references == target
            assert target in seen
        for preset in part.preset:
            assert set(preset) <= set(table.by_name)
        if part.date:
            assert table.field(part.date).kind == "partial_date"
        seen.append(part.table)


@pytest.mark.parametrize("name", VISITS)
def test_every_visit_opens(patient, signed_in, name):
    client = signed_in(Role.CLINICIAN)
    assert client.get(f"/records/P1/visit/{name}").status_code == 200
    assert signed_in(Role.VIEWER).get(f"/records/P1/visit/{name}").status_code == 403
    assert signed_in(Role.CLINICIAN, "B").get(f"/records/P1/visit/{name}").status_code == 404
