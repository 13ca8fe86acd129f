"""The import in the browser: tried out, every row accounted for, confirmed, entered once."""

import json
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from osteon.registry import actions, reading
from osteon.registry.errors import UnknownRecordError
from osteon.registry.policies import Role
from osteon.web import background
from osteon.web.imports import job as import_job
from osteon.web.imports.parse import PARSED
from osteon.web.imports.uploads import find_upload, imports_folder
from osteon.web.jobs import FACTS, create_job, list_jobs

MAPPING = b"""
title = "A sheet"
patient_id = "X-{pid}"
centre_id = "A"

[source]
missing = { "" = "UNK" }

[[record]]
entity = "patient"

[record.fields]
birth = { column = "birth" }
sex = { column = "sex" }

[[record]]
entity = "metastasis_site"
id = "{patient_id}-bone"

[record.fields]
organ = { constant = "BONE" }
status = { column = "bone" }
first_date = { column = "seen" }
certainty = { constant = "definite" }
"""
ROWS = (
    "pid,birth,sex,bone,seen\n"
    "1,1950,F,Y,2023-01-01\n"
    "2,1951,SECRETVALUE,Y,2023-01-01\n"
    "3,1952,M,Y,2023-02\n"
    "4,1953,M,Y,2023-03-05\n"
)


@pytest.fixture
def at_once(monkeypatch):
    """Do at once what otherwise a process of its own does."""

    def start(task, *words, log=None):
        assert task == "import"
        import_job.work(*words)
        return 0

    monkeypatch.setattr(background, "start", start)
    yield
    for kept in list_jobs(imports_folder()):
        kept.remove()


@pytest.fixture
def upload(registry, signed_in, at_once):
    """Return a function that uploads rows and gives the key of what becomes of them."""

    def send(rows=ROWS, client=None, mapping=MAPPING):
        files = {
            "file": SimpleUploadedFile("patients.csv", rows.encode()),
            "own_mapping": SimpleUploadedFile("m.toml", mapping),
        }
        browser = client or signed_in(Role.DATA_MANAGER)
        response = browser.post(reverse("imports"), files)
        assert response.status_code == 302, response.content.decode()
        return response["Location"].rstrip("/").rsplit("/", 1)[-1]

    return send


def page(client, name, *words):
    response = client.get(reverse(name, args=words))
    assert response.status_code == 200
    return response.content.decode()


def test_the_dry_run_accounts_for_every_row_and_enters_nothing(registry, signed_in, upload):
    by = registry.operator
    existing = {
        "patient_id": "X-4", "centre_id": "A", "source": "manual", "birth": "1953", "sex": "M",
    }  # fmt: skip
    actions.enter_record("patient", existing, by=by, at=registry.at)
    key = upload()
    text = page(signed_in(Role.DATA_MANAGER), "upload", key)
    assert "4 rows = 2 accepted + 2 rejected." in text
    assert "SECRETVALUE" not in text
    assert "a key that is taken" in text
    for number in (3, 5):
        assert f'<th scope="row" class="number">{number}</th>' in text
    assert reading.known_patients(["X-1", "X-3"], by=by) == set()


def test_what_is_confirmed_is_entered_once(registry, signed_in, upload):
    key, client = upload(), signed_in(Role.DATA_MANAGER)
    for _ in range(2):
        assert client.post(reverse("upload_confirm", args=[key])).status_code == 302
    chart = reading.read_charts(["X-1", "X-2", "X-3", "X-4"], by=registry.operator)
    assert [row["patient_id"] for row in chart["patient"]] == ["X-1", "X-3", "X-4"]
    assert len(chart["metastasis_site"]) == 3
    entry = reading.audit_trail(by=registry.actors[Role.DATA_MANAGER], patient_id="X-1")[0]
    assert (entry.action, entry.actor) == ("import", "data_manager_a")
    assert key in entry.reason
    assert "Entered" in page(client, "upload", key)
    folder = imports_folder() / key
    assert not list(folder.glob("source.*"))
    assert not (folder / PARSED).exists()


def test_nothing_is_entered_before_it_was_tried_out(registry, signed_in, upload, monkeypatch):
    client = signed_in(Role.DATA_MANAGER)
    monkeypatch.setattr(background, "start", lambda *_, **__: 0)
    key = upload()
    assert client.post(reverse("upload_confirm", args=[key])).status_code == 400


def test_another_ones_upload_is_not_there(registry, signed_in, upload):
    key, stranger = upload(), signed_in(Role.DATA_MANAGER, "B")
    for name in ("upload", "upload_rejected"):
        assert stranger.get(reverse(name, args=[key])).status_code == 404
    for name in ("upload_confirm", "upload_drop"):
        assert stranger.post(reverse(name, args=[key])).status_code == 404
    assert key not in page(stranger, "imports")
    with pytest.raises(UnknownRecordError):
        find_upload("../etc", by=registry.operator)


def test_rows_of_a_centre_that_is_not_ones_own_are_rejected(registry, signed_in, upload):
    client = signed_in(Role.DATA_MANAGER, "B")
    key = upload(client=client)
    text = page(client, "upload", key)
    assert "4 rows = 0 accepted + 4 rejected." in text
    assert "a centre you may not import for" in text
    assert "upload_confirm" not in text
    assert reading.known_patients(["X-1"], by=registry.operator) == set()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CLINICIAN, Role.DATA_ENTRY, Role.STATISTICIAN])
def test_only_a_data_manager_imports(registry, signed_in, role):
    assert signed_in(role).get(reverse("imports")).status_code == 403
    assert signed_in(role).post(reverse("imports")).status_code == 403


def test_rejected_rows_are_handed_out_with_their_problems_only(registry, signed_in, upload):
    text = page(signed_in(Role.DATA_MANAGER), "upload_rejected", upload())
    assert text.splitlines()[0] == "\ufeffrow,problem"
    assert text.splitlines()[1].startswith("3,")
    assert "SECRETVALUE" not in text
    entry = reading.audit_trail(by=registry.operator)[0]
    assert (entry.action, entry.record_id) == ("export", "rejected rows")


def test_a_dropped_upload_leaves_nothing(registry, signed_in, upload):
    key, client = upload(), signed_in(Role.DATA_MANAGER)
    client.post(reverse("upload_drop", args=[key]))
    assert not (imports_folder() / key).exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("p.exe", b"x", "a file of another kind"), ("p.xlsm", b"x", "a file of another kind")],
)
def test_files_of_other_kinds_are_not_taken_in(registry, signed_in, name, content, told):
    files = {"file": SimpleUploadedFile(name, content), "mapping": "byar_greene"}
    response = signed_in(Role.DATA_MANAGER).post(reverse("imports"), files)
    assert response.status_code == 400
    assert told in response.content.decode()


def test_what_is_old_is_forgotten_before_the_page_lists_it(registry, signed_in):
    client = signed_in(Role.DATA_MANAGER)
    job = create_job(imports_folder(), by="data_manager_a", at=registry.at, facts={"mapping": "x"})
    os.utime(job.folder / FACTS, (0, 0))
    assert client.post(reverse("imports"), {"mapping": "byar_greene"}).status_code == 400
    assert list_jobs(imports_folder()) == []


def test_an_upload_that_cannot_be_parsed_says_why(registry, signed_in, upload):
    key = upload(mapping=b"title = 3")
    text = page(signed_in(Role.DATA_MANAGER), "upload", key)
    assert "failed" in text
    assert "not a mapping that can be used" in text
    assert "Enter what is accepted" not in text


def test_every_row_is_entered_whole_or_not_at_all(registry, signed_in, upload):
    """The second record of a row is refused, so its first is not entered either."""
    by = registry.operator
    patient = {
        "patient_id": "P", "centre_id": "A", "source": "manual", "birth": "1953", "sex": "M",
    }  # fmt: skip
    actions.enter_record("patient", patient, by=by, at=registry.at)
    site = {
        "id": "X-1-bone", "patient_id": "P", "centre_id": "A", "source": "manual",
        "organ": "LIVER", "status": "Y", "first_date": "2023", "certainty": "definite",
    }  # fmt: skip
    actions.enter_record("metastasis_site", site, by=by, at=registry.at)
    key = upload()
    dry_run = json.loads((imports_folder() / key / "dry_run.json").read_text(encoding="utf-8"))
    assert [number for number, _ in dry_run["rejected"]] == [2, 3]
    assert dry_run["records"] == {"patient": 2, "metastasis_site": 2}
