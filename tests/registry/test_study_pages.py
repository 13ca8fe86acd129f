"""Studies in the browser: frozen with one click, run, followed, read, taken away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from osteon.registry import actions, reading
from osteon.registry.policies import EVERYWHERE, Actor, Role
from osteon.snapshot import open_snapshot
from osteon.web import background
from osteon.web.jobs import JobState, create_job, find_job
from osteon.web.studies import freezing
from osteon.web.studies import job as study_job
from osteon.web.studies.snapshots import list_snapshots

PROTOCOL = b"""
protocol = 1
id = "small"
title = "A small study"

[variable.sex]
label = "Sex"
column = "patient.sex"
levels = { M = "Male", F = "Female" }

[population.everybody]
title = "Everybody"

[analysis.sexes]
kind = "distribution"
title = "Sexes"
population = "everybody"
variables = ["sex"]
"""
PATIENT = {"source": "manual", "birth": "1950"}
RUNNING = {"freeze": freezing.work, "study": study_job.work}


@pytest.fixture
def at_once(monkeypatch, settings, tmp_path):
    """A folder of its own for snapshots and studies, and work done at once."""

    class Folder:
        path = tmp_path
        snapshots = tmp_path / "snapshots"
        studies = tmp_path / "studies"

    settings.OSTEON_FOLDER = Folder
    monkeypatch.setattr(background, "start", lambda task, *words: RUNNING[task](*words))
    return Folder


@pytest.fixture
def patients(registry, at_once):
    """Five patients at A and four at B."""
    for number in range(9):
        row = PATIENT | {
            "patient_id": f"P{number}", "centre_id": "AB"[number % 2], "sex": "FM"[number % 3 == 0],
        }  # fmt: skip
        actions.enter_record("patient", row, by=registry.operator, at=registry.at)
    return registry


def freeze(client):
    response = client.post(reverse("freeze"), {"data_cutoff": "2026-05-31"})
    assert response.status_code == 302
    return response["Location"].rstrip("/").rsplit("/", 1)[-1]


def run(client, snapshot, protocol=PROTOCOL):
    given = {
        "snapshot": snapshot.name,
        "file": SimpleUploadedFile("small.toml", protocol),
    }
    response = client.post(reverse("study_run"), given)
    assert response.status_code == 302, response.content.decode()
    return response["Location"].rstrip("/").rsplit("/", 1)[-1]


def page(client, name, *words, **headers):
    response = client.get(reverse(name, args=words), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_a_statistician_freezes_the_patients_of_their_centre_with_one_click(patients, signed_in):
    client = signed_in(Role.STATISTICIAN)
    freeze(client)
    (snapshot,) = list_snapshots(by=patients.actors[Role.STATISTICIAN])
    assert (snapshot.n_patients, snapshot.centres, snapshot.data_cutoff) == (
        5,
        ("A",),
        "2026-05-31",
    )
    text = page(client, "studies")
    assert snapshot.digest in text
    assert open_snapshot(snapshot.folder).digest == snapshot.digest
    trail = reading.audit_trail(by=patients.operator)
    assert any(entry.action == "freeze" for entry in trail)


def test_a_snapshot_with_another_centre_in_it_is_not_there(patients, signed_in):
    by = Actor("both", {EVERYWHERE: frozenset({Role.STATISTICIAN})})
    actions.create_account("both", "Both", by=patients.operator, at=patients.at)
    actions.grant_role("both", Role.STATISTICIAN, EVERYWHERE, by=patients.operator, at=patients.at)
    freezing.start_freezing(data_cutoff=patients.at.date(), by=by)
    (snapshot,) = list_snapshots(by=by)
    assert snapshot.centres == ("A", "B")
    client = signed_in(Role.STATISTICIAN)
    assert list_snapshots(by=patients.actors[Role.STATISTICIAN]) == []
    assert snapshot.name not in page(client, "studies")
    given = {"snapshot": snapshot.name, "protocol": "sinet_bone"}
    assert client.post(reverse("study_run"), given).status_code == 404


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DATA_ENTRY, Role.CLINICIAN, Role.ADMINISTRATOR])
def test_nobody_else_freezes_or_reads_studies(patients, signed_in, role):
    client = signed_in(role)
    assert client.get(reverse("studies")).status_code == 403
    assert client.post(reverse("freeze")).status_code == 403
    assert client.post(reverse("study_run")).status_code == 403
    assert list_snapshots(by=patients.actors[role]) == []


def test_a_cut_off_that_is_no_day_is_told(patients, signed_in):
    response = signed_in(Role.STATISTICIAN).post(reverse("freeze"), {"data_cutoff": "soon"})
    assert response.status_code == 400
    assert "a day of the calendar" in response.content.decode()


def test_a_study_is_run_followed_read_and_taken_away(patients, signed_in):
    client = signed_in(Role.STATISTICIAN)
    freeze(client)
    (snapshot,) = list_snapshots(by=patients.actors[Role.STATISTICIAN])
    key = run(client, snapshot)
    text = page(client, "study", key)
    assert "small.toml" in text
    assert "Study: Sexes" in text
    for name in ("report.html", "report.docx", "report.pdf", "tables.xlsx", "cells.csv"):
        response = client.get(reverse("study_file", args=[key, name]))
        assert response.status_code == 200, name
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert b"".join(response.streaming_content)
    response = client.get(reverse("study_report", args=[key]))
    assert b"A small study" in response.content
    policy = response["Content-Security-Policy"]
    assert "sandbox allow-scripts;" in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    entry = reading.audit_trail(by=patients.operator)[0]
    assert (entry.action, entry.record_id) == ("export", key)
    stranger = signed_in(Role.STATISTICIAN, "B")
    for name, words in (
        ("study", [key]),
        ("study_report", [key]),
        ("study_file", [key, "cells.csv"]),
    ):
        assert stranger.get(reverse(name, args=words)).status_code == 404
    assert key not in page(stranger, "studies")
    assert client.get(reverse("study_file", args=[key, "small.toml"])).status_code == 404


def test_a_protocol_that_does_not_hold_is_told_with_all_its_problems(patients, signed_in):
    client = signed_in(Role.STATISTICIAN)
    freeze(client)
    (snapshot,) = list_snapshots(by=patients.actors[Role.STATISTICIAN])
    key = run(client, snapshot, PROTOCOL.replace(b'["sex"]', b'["sexes"]'))
    text = page(client, "study", key)
    assert "failed" in text
    assert "Did you mean" in text
    assert "study_report" not in text
    assert client.get(reverse("study_report", args=[key])).status_code == 404


def test_who_waits_is_asked_for_a_part_of_the_page_only(patients, signed_in):
    by = patients.actors[Role.STATISTICIAN]
    facts = {"snapshot": "s", "digest": "d", "data_cutoff": "2026", "centres": ["A"], "title": "T"}
    job = create_job(study_job.studies_folder(), by=by.name, at=patients.at, facts=facts)
    assert job.state is JobState.WAITING
    text = page(signed_in(Role.STATISTICIAN), "study", job.key, **{"HX-Request": "true"})
    assert text.startswith('<div id="progress" hx-get=')
    assert "<html" not in text


def test_work_whose_process_is_gone_is_interrupted(patients):
    job = create_job(study_job.studies_folder(), by="x", at=patients.at, facts={})
    job.say("Study: begun")
    assert find_job(study_job.studies_folder(), job.key).state is JobState.INTERRUPTED


def test_the_program_that_runs_a_study_is_told_no_secret(patients, signed_in, monkeypatch):
    """What it prints is shown; the keys of the registry are not in its environment."""
    monkeypatch.setenv("OSTEON_AUDIT_KEY", "a key")
    told = []

    def watch(words, *, env, **_):
        told.append(env)
        raise OSError("gone")

    monkeypatch.setattr(study_job.subprocess, "run", watch)
    client = signed_in(Role.STATISTICIAN)
    freeze(client)
    (snapshot,) = list_snapshots(by=patients.actors[Role.STATISTICIAN])
    with pytest.raises(OSError, match="gone"):
        run(client, snapshot)
    assert told
    assert "PATH" in told[0]
    assert not {"OSTEON_AUDIT_KEY", "OSTEON_SECRET_KEY", "OSTEON_IDENTITY_KEY"} & told[0].keys()
