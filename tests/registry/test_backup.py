"""Copies made while others write, and what comes back of them, in programs of their own."""

import json

import pytest

from registry_processes import OwnRegistry

FILL = """
actions.import_batch({"patient": [patient(f"P{n}") for n in range(200)]}, by=by, at=at)
actions.write_identity("P1", actions.PatientIdentity("Rosenholz"), by=by, at=at)
actions.raise_query("patient", "P2", actions.Question("Why?"), by=by, at=at)
"""
FOUND = """
operations.found(by=by, at=at, centres={"A": "Centre A"})
"""
WRITE_ON = """
number = 0
while True:
    actions.enter_record("patient", patient(f"{sys.argv[2]}-{number}"), by=by, at=at)
    number += 1
    print(number, flush=True)
"""
COUNT = """
print(RECORD_MODELS["patient"].objects.count(), AuditEntry.objects.count())
"""


@pytest.fixture
def own(tmp_path, new_database):
    registry = OwnRegistry(tmp_path / "registry", new_database())
    registry.osteon("registry", "init", registry.folder)
    registry.run(FOUND + FILL)
    return registry


def test_a_backup_made_while_others_write_comes_back_whole(own, tmp_path, new_database):
    writers = [own.start(WRITE_ON, name) for name in "ab"]
    try:
        for writer in writers:
            writer.stdout.readline()
        file = tmp_path / "made.backup"
        own.osteon("registry", "backup", own.folder, file)
        before = [int(writer.stdout.readline()) for writer in writers]
        assert all(writer.poll() is None for writer in writers)
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    assert file.stat().st_mode & 0o077 == 0
    twin = own.twin(tmp_path / "twin", new_database())
    said = twin.osteon("registry", "restore", twin.folder, file).stdout
    assert "Restored and verified" in said
    patients, _ = map(int, twin.run(COUNT).split())
    assert patients >= 200 + len(before)
    twin.osteon("registry", "verify", twin.folder)
    twin.run('actions.raise_query("patient", "P3", actions.Question("Why?"), by=by, at=at)')
    twin.osteon("registry", "verify", twin.folder)


def test_what_a_restored_backup_did_not_know_of_is_told_and_then_accepted(
    own, tmp_path, new_database
):
    file = tmp_path / "made.backup"
    own.osteon("registry", "backup", own.folder, file)
    own.run('actions.import_batch({"patient": [patient("LATER")]}, by=by, at=at)')
    own.osteon("registry", "freeze", own.folder, tmp_path / "snapshot", "--cutoff", "2026-01-01")
    twin = own.twin(tmp_path / "twin", new_database())
    (twin.folder / "audit-heads.jsonl").write_text((own.folder / "audit-heads.jsonl").read_text())
    done = twin.osteon("registry", "restore", twin.folder, file)
    assert "2 later entries, which are lost" in done.stderr
    twin.osteon("registry", "verify", twin.folder)
    lines = (twin.folder / "audit-heads.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["occasion"] == "restore"


def test_a_backup_is_restored_into_nothing_but_an_empty_database(own, tmp_path):
    file = tmp_path / "made.backup"
    own.osteon("registry", "backup", own.folder, file)
    refused = own.osteon("registry", "restore", own.folder, file, code=19)
    assert "into an empty database only" in refused.stderr


def test_another_key_opens_no_backup_unnoticed(own, tmp_path, new_database):
    file = tmp_path / "made.backup"
    own.osteon("registry", "backup", own.folder, file)
    stranger = OwnRegistry(tmp_path / "stranger", new_database())
    stranger.osteon("registry", "init", stranger.folder, "--settings-only")
    refused = stranger.osteon("registry", "restore", stranger.folder, file, code=21)
    assert "a content that its digest does not cover" in refused.stderr


def test_a_file_of_another_kind_is_no_backup(own, tmp_path, new_database):
    twin = own.twin(tmp_path / "twin", new_database())
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam")
    refused = twin.osteon("registry", "restore", twin.folder, file, code=19)
    assert "letter.txt: found a file of another kind" in refused.stderr
    missing = twin.osteon("registry", "restore", twin.folder, tmp_path / "none", code=19)
    assert "none: found no file" in missing.stderr


def test_a_broken_registry_is_told_with_its_own_exit_code(own):
    own.run('RECORD_MODELS["patient"].objects.filter(pk="P7").update(sex="M")')
    told = own.osteon("registry", "verify", own.folder, code=21)
    assert "row of 'patient' P7: found values" in told.stderr


def test_a_backup_is_never_written_over_another(own, tmp_path):
    file = tmp_path / "made.backup"
    own.osteon("registry", "backup", own.folder, file)
    before = file.stat()
    refused = own.osteon("registry", "backup", own.folder, file, code=19)
    assert "made.backup: found a file" in refused.stderr
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
