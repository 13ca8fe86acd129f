"""Lists and the board pack in a browser: axe finds nothing, and no page exceeds its window."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from charts import PATIENT, charted
from osteon.registry import actions
from osteon.registry.policies import Role

pytestmark = [pytest.mark.deep, pytest.mark.enable_socket]
AT = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)
PAGES = (
    "/worklist/",
    "/worklist/?rule=CG-18",
    "/worklist/rules/",
    "/worklist/thresholds/",
    "/worklist/thresholds/A/",
    f"/worklist/patients/{PATIENT}/",
    f"/worklist/patients/{PATIENT}/board-pack/",
    "/quality/",
    "/quality/patients/",
    "/quality/completeness/",
    "/quality/completeness/metastasis_site/first_date/",
    "/quality/findings/?rule=W-05",
    f"/quality/patients/{PATIENT}/",
)


@pytest.fixture
def patients(centre):
    """One with a long history."""
    entered = actions.import_batch(charted(centre_id="A"), by=centre, at=AT)
    assert not any(entered.rejected.values())


@pytest.mark.parametrize(
    ("language", "ground", "width"), [("en", "dark", 390), ("de", "light", 1280)]
)
def test_axe_finds_nothing_and_nothing_is_cut(patients, visit, language, ground, width):
    seen = {"viewport": {"width": width, "height": 900}, "color_scheme": ground}
    page = visit(Role.CLINICIAN, language, **seen).new_page()
    for address in PAGES:
        page.goto(address)
        for fold in page.locator("details").all():
            fold.evaluate("one => { one.open = true; }")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
