"""Forms in a browser: one key gives a reason, what is not due is not shown, what is typed is kept.

Every page of the forms is free of what axe finds.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import axe_playwright_python
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import sync_playwright

from browser_forms import read_form
from osteon.registry import actions, reading
from osteon.registry.operations import found_chain
from osteon.registry.policies import Role, operator

pytestmark = [pytest.mark.deep, pytest.mark.enable_socket]
AT = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FOUND = """async () => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const found = await axe.run(document);
  return found.violations.map((v) => [v.id, v.nodes[0].html]);
}"""
PATIENCE = 120_000
"""Milliseconds: the machine may be busy with other tests."""
KEYS = {"patient_id": "P1", "centre_id": "A", "source": "manual"}
LESION = KEYS | {"id": "L1", "lesion_no": 1, "region": "L2", "final_class": "metastasis"}
LESION_PAGE = "/records/bone_lesion/L1/"
PAGES = [
    "/records/P1/", "/records/new-patient/", "/records/find/", "/records/P1/identity",
    "/records/P1/visit/imaging", "/records/P1/visit/clinic", "/records/P1/visit/diagnosis",
    "/records/P1/pathology/new", "/records/P1/spine_assessment/new", LESION_PAGE,
    f"{LESION_PAGE}history", "/queries/", "/account/",
]  # fmt: skip


@pytest.fixture
def desk(transactional_db, live_server, settings, monkeypatch):
    """A clinician's browser with a page open, and a second session of the same clinician."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.ALLOWED_HOSTS = ["*"]
    found_chain()
    by = operator("tests")
    actions.create_centre("A", "Centre A", by=by, at=AT)
    actions.create_account("c", "A clinician", by=by, at=AT)
    actions.grant_role("c", Role.CLINICIAN, "A", by=by, at=AT)
    account = get_user_model().objects.get(username="c")
    me = account.as_actor()
    actions.enter_record("patient", KEYS | {"birth": "1950", "sex": "F"}, by=me, at=AT)
    actions.enter_record("bone_lesion", LESION, by=me, at=AT)
    client = Client()
    client.force_login(account)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        context.add_cookies([{**cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        yield SimpleNamespace(
            page=page, url=live_server.url, client=client, me=me, faults=faults
        )  # fmt: skip
        browser.close()


def test_one_key_gives_a_reason_and_what_is_typed_is_kept(desk):
    page = desk.page
    page.goto(f"{desk.url}/records/P1/bone_lesion/new?region=T8")
    page.focus("#id_first_seen_date")
    page.keyboard.press("?")
    reason = page.locator("select[name=first_seen_date_null]")
    assert reason.input_value() == "UNK"
    page.keyboard.press("m")
    assert reason.input_value() == "MSK"
    page.keyboard.press("Escape")
    assert reason.input_value() == ""
    assert page.evaluate("document.activeElement.id") == "id_first_seen_date"
    page.keyboard.type("05/2020?")
    assert page.input_value("#id_first_seen_date") == "05/2020?"
    page.wait_for_selector(".kept:not(:empty)")
    [kept] = actions.kept_forms(by=desk.me, patient_id="P1")
    assert kept.typed["first_seen_date"] == ["05/2020?"]
    assert desk.faults == []


def test_a_new_patient_is_kept_and_taken_up_again(desk):
    page = desk.page
    page.goto(f"{desk.url}/records/new-patient/")
    page.fill("#id_patient_id", "P7")
    page.fill("#id_birth", "1950")
    page.wait_for_selector(".kept:not(:empty)")
    page.goto(f"{desk.url}/records/new-patient/")
    page.click(".notice a.button")
    page.wait_for_url("**/records/new-patient/?kept=*")
    assert (page.input_value("#id_patient_id"), page.input_value("#id_birth")) == ("P7", "1950")
    page.select_option("#id_sex", "F")
    page.click("button[value=complete]")
    page.wait_for_url("**/records/patient/P7/")
    assert actions.kept_forms(by=desk.me) == ()
    assert desk.faults == []


def test_a_field_is_shown_where_it_is_due_or_holds_something(desk):
    page = desk.page
    page.goto(f"{desk.url}/records/P1/bone_lesion/new?region=T8")
    assert page.is_visible("#id_side")
    page.select_option("#id_region", "RIB_L3")
    assert not page.is_visible("#id_side")
    page.select_option("#id_region", "TIBIA")
    page.select_option("#id_side", "L")
    page.select_option("#id_region", "RIB_L3")
    assert page.is_visible("#id_side")


def test_two_people_and_one_record(desk):
    page = desk.page
    page.goto(desk.url + LESION_PAGE)
    page.select_option("#id_region", "T10")
    theirs = read_form(desk.client.get(LESION_PAGE)) | {
        "region": ["T11"], "first_seen_date": ["2020"],
    }  # fmt: skip
    assert desk.client.post(LESION_PAGE, theirs).status_code == 303
    page.click("main button[name=_save]")
    page.wait_for_selector("table.merge")
    page.evaluate(AXE)
    assert page.evaluate(FOUND) == []
    page.check("input[name=_take-region][value=mine]")
    page.click("main button[name=_save]")
    page.wait_for_url(desk.url + LESION_PAGE)
    row = reading.read_record("bone_lesion", "L1", by=desk.me).row
    assert (row["region"], row["first_seen_date"], row["version"]) == ("T10", "2020", 3)


def test_axe_finds_nothing_on_any_form(desk):
    found = {}
    for address in PAGES:
        desk.page.goto(desk.url + address)
        desk.page.evaluate(AXE)
        found[address] = desk.page.evaluate(FOUND)
    assert not any(found.values()), found
    assert desk.faults == []
