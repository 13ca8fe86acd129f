"""Patients in a browser: axe finds nothing, and the keyboard goes everywhere."""

import re
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from charts import PATIENT, charted
from osteon.registry import actions
from osteon.registry.policies import Role

pytestmark = [pytest.mark.deep, pytest.mark.enable_socket]
AT = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)
PAGES = ("/patients/", f"/patients/{PATIENT}/", "/patients/P-2/")


@pytest.fixture
def patients(centre):
    """One with a long history, and three of whom little is known."""
    own = {"patient": [{"birth": "1950", "sex": "M"}]}
    for patient_id in ("P-1", "P-2", "Q-3"):
        rows = charted(own, patient_id=patient_id, centre_id="A")
        actions.import_batch(rows, by=centre, at=AT)
    entered = actions.import_batch(charted(centre_id="A"), by=centre, at=AT)
    assert not any(entered.rejected.values())


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


@pytest.mark.parametrize(("language", "ground"), [("en", "light"), ("de", "dark")])
def test_axe_finds_nothing(patients, visit, language, ground):
    page = visit(Role.CLINICIAN, language, color_scheme=ground).new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text))
    for address in PAGES:
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", language)
        for fold in page.locator("details").all():
            fold.evaluate("one => { one.open = true; }")
        assert violations(page) == [], address
    assert faults == []


def test_no_page_is_wider_than_a_telephone(patients, visit):
    page = visit(Role.CLINICIAN, viewport={"width": 400, "height": 800}).new_page()
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400, address


def test_the_list_is_searched_and_opened_by_the_keyboard(patients, visit):
    page = visit(Role.VIEWER).new_page()
    page.goto("/patients/")
    page.keyboard.press("/")
    expect(page.get_by_label("Pseudonym", exact=True)).to_be_focused()
    page.keyboard.type("p-")
    expect(page.locator("#count")).to_have_text("2 patients")
    expect(page).to_have_url(re.compile("search=p-"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="P-1")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="P-1")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("P-2")


def test_the_list_is_searched_without_scripts(patients, visit):
    page = visit(Role.VIEWER, java_script_enabled=False).new_page()
    page.goto("/patients/")
    page.get_by_label("Pseudonym", exact=True).fill("q-")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#count")).to_have_text("1 patient")


def test_a_region_leads_to_a_new_lesion_there(patients, visit):
    page = visit(Role.DATA_ENTRY).new_page()
    page.goto(f"/patients/{PATIENT}/")
    region = page.get_by_role("link", name="lumbar vertebra 3", exact=True).first
    region.focus()
    expect(region).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/records/{PATIENT}/bone_lesion/new"))
    expect(page.locator("[name=region]")).to_have_value("L3")
