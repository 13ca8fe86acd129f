"""Work in the background: a process of its own, one at a time, that ends whatever happens."""

import os
import subprocess
import sys

import pytest

from osteon.errors import Problem, StudyError
from osteon.registry import actions, reading
from osteon.registry.folder import create_folder
from osteon.web.jobs import JobState, create_job, find_job, list_jobs, working
from osteon.web.reviews import start

PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
}  # fmt: skip


def python(folder, database, *words):
    environment = os.environ | {"OSTEON_REGISTRY": str(folder), "OSTEON_DATABASE": database}
    return subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def job(tmp_path, registry):
    return create_job(tmp_path, by="somebody", at=registry.at, facts={"what": 1})


def test_a_process_looks_at_everybody_of_its_registry(tmp_path, new_database):
    """From the command to the lines: with a folder and a database of its own."""
    folder = create_folder(tmp_path / "registry").path
    database = new_database()
    python(folder, database, "-m", "django", "migrate", "--verbosity", "0")
    enter = f"""
import django; django.setup()
from datetime import UTC, datetime
from osteon.registry import actions, operations
from osteon.registry.policies import operator
operations.found_chain()
by, at = operator("tests"), datetime(2026, 5, 31, tzinfo=UTC)
actions.create_centre("A", "A", by=by, at=at)
actions.enter_record("patient", {PATIENT}, by=by, at=at)
"""
    python(folder, database, "-c", enter)
    python(folder, database, "-m", "osteon.web.background", "reviews")
    look = """
import django; django.setup()
from osteon.registry.models import Review
print(Review.objects.exclude(reviewed_at=None).count())
"""
    assert python(folder, database, "-c", look) == "1\n"


def test_many_who_wait_are_left_to_a_process(registry, settings, tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(start.background, "start", lambda *words, **_: started.append(words))
    settings.OSTEON_FOLDER = type("Folder", (), {"path": tmp_path})
    for number in range(start.AT_ONCE + 1):
        row = PATIENT | {"patient_id": f"P{number}"}
        actions.enter_record("patient", row, by=registry.operator, at=registry.at)
    assert start.look_again() is True
    assert start.look_again() is True
    assert started == [("reviews",)], "not again within the pause"
    start.work()
    assert start.look_again() is False
    state = reading.review_state(as_of=registry.at.date(), by=registry.operator)
    assert state.n_waiting == 0


def test_only_one_process_looks_at_a_time(registry, settings, tmp_path):
    settings.OSTEON_FOLDER = type("Folder", (), {"path": tmp_path})
    assert not start.is_running()
    with start.holding_lock() as held:
        assert held
        assert start.is_running()
    assert not start.is_running()


def test_work_is_waiting_running_and_done(job):
    assert job.state is JobState.WAITING
    with working(job):
        job.say("one")
        assert job.state is JobState.RUNNING
    assert job.state is JobState.DONE
    assert job.steps == ["one"]
    assert find_job(job.folder.parent, job.key) == job


def test_work_that_a_person_can_mend_says_what_was_found(job):
    with working(job):
        raise StudyError("It cannot be run.", [Problem("here", "that", "this")])
    assert job.state is JobState.FAILED
    assert job.outcome["summary"] == "It cannot be run."
    assert job.outcome["problems"] == ["here: found that; permitted: this."]


def test_a_fault_of_the_program_ends_the_work_and_stays_a_fault(job):
    with pytest.raises(ZeroDivisionError), working(job):
        raise ZeroDivisionError
    assert job.state is JobState.FAILED
    assert "operator" in job.outcome["summary"]


def test_what_is_removed_is_no_longer_listed(job):
    root = job.folder.parent
    assert [one.key for one in list_jobs(root)] == [job.key]
    job.remove()
    assert list_jobs(root) == []
    assert list_jobs(root / "nowhere") == []


def test_the_folder_of_some_work_is_its_owners(job):
    assert job.folder.stat().st_mode & 0o077 == 0
