"""Copies made while others write, and what comes back of them, in programs of their own."""

import json
import shutil

import pytest

from osteon.registry import operations
from osteon.registry.errors import PermissionRefusedError, RegistryError
from osteon.registry.folder import create_folder
from osteon.registry.operations import copy_postgresql, copy_sqlite
from osteon.registry.policies import EVERYWHERE, Actor, Role
from registry_processes import OwnRegistry

WRITE_ON = """
number = 0
while True:
    actions.enter_record("patient", patient(f"{sys.argv[2]}-{number}"), by=by, at=at)
    number += 1
    print(number, flush=True)
"""
COUNT = """
actions.raise_query("patient", "P3", actions.Question("Why?"), by=by, at=at)
print(RECORD_MODELS["patient"].objects.count(), *operations.verify(), sep="|")
RECORD_MODELS["patient"].objects.filter(pk="P7").update(sex="M")
"""
FREEZE_LATER = """
actions.import_batch({"patient": [patient("LATER")]}, by=by, at=at)
operations.freeze(Path(sys.argv[2]), data_cutoff=at.date(), by=by, at=at)
"""


@pytest.fixture(scope="module")
def made(filled, tmp_path_factory):
    """A backup of the filled registry."""
    file = tmp_path_factory.mktemp("made") / "made.backup"
    filled.osteon("registry", "backup", filled.folder, file)
    return file


def test_a_backup_made_while_others_write_comes_back_whole(own, tmp_path, new_database):
    writers = [own.start(WRITE_ON, name) for name in "ab"]
    try:
        for writer in writers:
            writer.stdout.readline()
        file = tmp_path / "made.backup"
        own.osteon("registry", "backup", own.folder, file)
        assert all(writer.poll() is None for writer in writers)
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    assert file.stat().st_mode & 0o077 == 0
    twin = own.twin(tmp_path / "twin", new_database())
    said = twin.osteon("registry", "restore", twin.folder, file).stdout
    assert "Restored and verified" in said
    patients, *problems = twin.run(COUNT).strip().split("|")
    assert (int(patients) >= 200 + len(writers), problems) == (True, [])
    told = twin.osteon("registry", "verify", twin.folder, code=21)
    assert "row of 'patient' P7: found values" in told.stderr


def test_what_a_restored_backup_did_not_know_of_is_told_and_then_accepted(
    own, made, tmp_path, new_database
):
    own.run(FREEZE_LATER, tmp_path / "snapshot")
    twin = own.twin(tmp_path / "twin", new_database())
    shutil.copy(own.folder / "audit-heads.jsonl", twin.folder)
    done = twin.osteon("registry", "restore", twin.folder, made)
    assert "2 later entries, which are lost" in done.stderr
    twin.osteon("registry", "verify", twin.folder)
    lines = (twin.folder / "audit-heads.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["occasion"] == "restore"


def test_another_key_opens_no_backup_unnoticed(made, tmp_path, new_database):
    stranger = OwnRegistry(tmp_path / "stranger", new_database())
    create_folder(stranger.folder)
    refused = stranger.osteon("registry", "restore", stranger.folder, made, code=21)
    assert "a content that its digest does not cover" in refused.stderr


def test_a_backup_is_restored_into_nothing_but_an_empty_database(registry, made):
    with pytest.raises(RegistryError, match="into an empty database only"):
        operations.restore(made, by=registry.operator, at=registry.at)


def test_a_file_of_another_kind_is_no_backup(registry, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam")
    for copies in (copy_sqlite, copy_postgresql):
        with pytest.raises(RegistryError, match=r"letter\.txt: found a file of another kind"):
            copies.read_copy(letter)
    with pytest.raises(RegistryError, match="none: found no file"):
        operations.restore(tmp_path / "none", by=registry.operator, at=registry.at)


def test_a_backup_is_never_written_over_another(registry, tmp_path):
    file = tmp_path / "made.backup"
    file.write_text("another")
    with pytest.raises(RegistryError, match=r"made\.backup: found a file"):
        operations.backup(file, by=registry.operator, at=registry.at)
    assert file.read_text() == "another"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_an_administrator_takes_everything_out(registry, tmp_path, role):
    everywhere = Actor("someone", {EVERYWHERE: frozenset({role})})
    with pytest.raises(PermissionRefusedError):
        operations.backup(tmp_path / "made.backup", by=everywhere, at=registry.at)
    with pytest.raises(PermissionRefusedError):
        operations.restore(tmp_path / "made.backup", by=everywhere, at=registry.at)
