"""A day in the browser: a patient, a PET with three lesions, an event, a signature, a study."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.enable_socket
PROTOCOL = """
protocol = 1
id = "everybody"
title = "Everybody"

[variable.sex]
label = "Sex"
column = "patient.sex"
levels = { F = "Women", M = "Men" }

[population.all]
title = "All patients"

[analysis.table_1]
kind = "characteristics"
title = "Sex"
populations = ["all"]
variables = ["sex"]
"""
REGIONS = {"T8": "thoracic vertebra 8", "L2": "lumbar vertebra 2", "SACRUM": "sacrum"}
LESIONS = ("T8", "L2", "SACRUM")


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"[name={name}]").select_option(value)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save as complete").last.click()
    expect(page.locator(".problems")).to_have_count(0)


def enter_patient(page: Page) -> str:
    page.goto("/patients/")
    page.get_by_role("link", name="New patient").click()
    pseudonym = page.locator("[name=patient_id]").input_value()
    page.fill("[name=birth]", "05/1950")
    choose(page, "sex", "F")
    save(page)
    return pseudonym


def enter_pet(page: Page, patient: str) -> None:
    page.goto(f"/records/{patient}/visit/imaging")
    page.fill("[name=_date]", "17.05.2024")
    choose(page, "p0-0-modality", "SSTR_PETCT")
    choose(page, "p0-0-context", "surveillance")
    for name, value in {
        "coverage": "whole_body", "bone_result": "positive", "tracer_positive": "Y",
        "morph_positive": "Y", "morphology_overall": "mixed",
    }.items():  # fmt: skip
        choose(page, f"p1-0-{name}", value)
    page.fill("[name=p1-0-n_loci]", "3")
    for _ in LESIONS[1:]:
        page.get_by_role("button", name="One more: Bone lesion").click()
    regions = page.locator("select[name$=-region]")
    expect(regions).to_have_count(len(LESIONS))
    for place, region in enumerate(LESIONS):
        prefix = str(regions.nth(place).get_attribute("name")).removesuffix("-region")
        enter_lesion(page, prefix, region)
    save(page)


def enter_lesion(page: Page, prefix: str, region: str) -> None:
    choose(page, f"{prefix}-region", region)
    choose(page, f"{prefix}-final_class", "metastasis")
    box = page.locator("fieldset, section").filter(has=page.locator(f"[name={prefix}-region]")).last
    for name, value in {"tracer": "Y", "morph": "Y", "certainty": "definite"}.items():
        box.locator(f"select[name$=-{name}]").first.select_option(value)


def enter_event(page: Page, patient: str) -> None:
    page.goto(f"/records/{patient}/skeletal_event/new")
    page.fill("[name=date]", "06/2024")
    choose(page, "type", "FRACTURE_VERTEBRAL")
    if page.locator("[name=region]").is_visible():
        choose(page, "region", "T8")
    save(page)


def sign(page: Page, patient: str) -> None:
    page.goto(f"/patients/{patient}/")
    page.locator("a[href*='/skeletal_event/']:not([href$=new]):visible").first.click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("main")).to_contain_text("signed")


def wait_for_reviews(page: Page, patient: str) -> None:
    """The lists are looked through in the background; a page says when it is done."""
    for _ in range(60):
        page.goto(f"/worklist/patients/{patient}/")
        if page.get_by_text("CG-").count():
            return
        page.wait_for_timeout(1_000)
    raise AssertionError(page.locator("main").inner_text())


def freeze(page: Page) -> None:
    page.goto("/studies/")
    page.fill("[name=data_cutoff]", "2026-05-31")
    page.get_by_role("button", name="Freeze a snapshot").click()
    for _ in range(120):
        page.goto("/studies/")
        if page.get_by_role("heading", name="Run a study").count():
            return
        page.wait_for_timeout(1_000)
    raise AssertionError(page.locator("main").inner_text())


def run_study(page: Page) -> None:
    page.locator("[name=file]").set_input_files(
        {"name": "first.toml", "mimeType": "application/toml", "buffer": PROTOCOL.encode()}
    )
    page.get_by_role("button", name="Run").click()
    for _ in range(180):
        if page.locator("iframe.report").count():
            return
        page.wait_for_timeout(1_000)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def test_what_is_entered_in_the_morning_is_in_the_report_at_night(sign_in, picture):
    """459 patients: the 458 that were there, and the one of this morning."""
    page = sign_in("data_entry")
    patient = enter_patient(page)
    enter_pet(page, patient)
    enter_event(page, patient)

    page = sign_in("clinician")
    sign(page, patient)
    page.goto(f"/patients/{patient}/")
    for region in LESIONS:
        expect(page.locator("main")).to_contain_text(REGIONS[region])
    picture(page, "patient")
    wait_for_reviews(page, patient)
    picture(page, "worklist")

    page = sign_in("data_manager")
    freeze(page)
    run_study(page)
    report = page.frame_locator("iframe.report")
    expect(report.locator("body")).to_contain_text("459")
    picture(page, "study")
