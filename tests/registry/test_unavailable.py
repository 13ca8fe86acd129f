"""A database that is down and a disk that is full give a page, and lose nothing."""

import errno
import os
import sqlite3

import pytest
from django.db import OperationalError, connection

import postgres_server
from osteon.registry import actions, operations
from osteon.registry.ledger import Ledger, publish_current_head
from osteon.registry.policies import Role
from registry_processes import OwnRegistry

PAGES = ["/", "/account/sign-in/", "/administration/", "/audit/", "/quality/", "/worklist/"]
PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
}  # fmt: skip
FILL_UNTIL_FULL = """
import resource
limit = (folder / "registry.sqlite3").stat().st_size + 300_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from django.db import DatabaseError
written = 0
try:
    while True:
        actions.enter_record("patient", patient(f"N{written}"), by=by, at=at)
        written += 1
except DatabaseError as error:
    print(written, type(error).__name__)
"""
FOUND = """
operations.found(by=by, at=at, centres={"A": "Centre A"})
actions.create_account("keeper", "A keeper", by=by, at=at)
actions.grant_role("keeper", Role.DATA_MANAGER, "A", by=by, at=at)
"""
FILL_BY_THE_PAGE = """
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError
from django.test import Client
settings.OSTEON_LIMITS = {"writes": 100_000, "downloads": 100_000}
browser = Client(raise_request_exception=False, SERVER_NAME="localhost")
browser.force_login(get_user_model().objects.get(username="keeper"))
def send(key):
    form = patient(key) | {"_save": "complete", "_language": "en"}
    return browser.post("/records/new-patient/", {**form, "patient_id": key})
written = 0
try:
    while True:
        rows = [patient(f"N{written + place}") for place in range(50)]
        actions.import_batch({"patient": rows}, by=by, at=at)
        written += len(rows)
except DatabaseError as error:
    state = error.__cause__.sqlstate
while (answer := send(f"N{written}")).status_code == 303:
    written += 1
said = "The disk is full. Nothing was lost or half-saved." in answer.content.decode()
print(written, state, answer.status_code, said)
"""
HALF_A_PAGE_TOO_MUCH = 2 * 2**20 + 4_096
ONE_MORE = """
actions.enter_record("patient", patient("ONE-MORE"), by=by, at=at)
assert operations.verify() == ()
"""
CHECK = """
print(RECORD_MODELS["patient"].objects.filter(pk__startswith="N").count(), *operations.verify())
"""


@pytest.fixture
def browser(signed_in):
    client = signed_in(Role.DATA_MANAGER, raise_request_exception=False)
    assert client.get("/audit/").status_code == 200
    return client


@pytest.mark.parametrize("page", PAGES)
def test_a_database_that_is_down_is_said_on_a_page(browser, monkeypatch, page):
    def refuse(*arguments):
        raise OperationalError("the connection was closed")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", refuse)
        answer = browser.get(page)
    assert answer.status_code == 503
    assert "The database does not answer" in answer.content.decode()
    assert "Research use only" in answer.content.decode()


def test_a_full_disk_is_said_on_a_page(browser, monkeypatch):
    def refuse(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("osteon.web.administration.audit.render", refuse)
    answer = browser.get("/audit/")
    assert answer.status_code == 503
    assert "The disk is full" in answer.content.decode()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"sqlite_errorcode": sqlite3.SQLITE_FULL}, "The disk is full"),
        ({"sqlite_errorcode": sqlite3.SQLITE_CANTOPEN}, "The database does not answer"),
        ({"sqlstate": "53100"}, "The disk is full"),
        ({"sqlstate": "57P01"}, "The database does not answer"),
    ],
)
def test_what_the_database_says_of_its_disk_is_told_from_its_silence(
    browser, monkeypatch, facts, said
):
    told = type("DriverError", (Exception,), facts)()

    def refuse(*arguments, **options):
        raise OperationalError("it failed") from told

    monkeypatch.setattr("osteon.web.administration.audit.render", refuse)
    answer = browser.get("/audit/")
    assert answer.status_code == 503
    assert said in answer.content.decode()


def test_what_nobody_expected_is_a_page_without_details(browser, monkeypatch):
    def fail(*arguments, **options):
        raise ZeroDivisionError("inner details")

    monkeypatch.setattr("osteon.web.administration.audit.render", fail)
    answer = browser.get("/audit/")
    assert answer.status_code == 500
    assert "inner details" not in answer.content.decode()


def test_a_write_that_fails_in_the_middle_leaves_nothing(registry, monkeypatch):
    """The record is written, the entry is not: then neither is there."""
    publish_current_head(registry.at, "day")

    def refuse(*arguments, **options):
        raise OperationalError("database or disk is full")

    by = registry.actors[Role.DATA_ENTRY]
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "close", refuse)
        with pytest.raises(OperationalError):
            actions.enter_record("patient", PATIENT, by=by, at=registry.at)
    assert operations.verify() == ()
    actions.enter_record("patient", PATIENT, by=by, at=registry.at)
    assert operations.verify() == ()


def test_a_disk_that_fills_up_loses_no_acknowledged_write(own):
    if own.database:
        return  # below, with a server of its own
    written, kind = own.run(FILL_UNTIL_FULL).split()
    assert (int(written) > 0, kind) == (True, "OperationalError")
    assert own.run(CHECK).split() == [written]


if os.environ.get("OSTEON_TESTS_ON") == "postgresql":

    def test_a_full_disk_of_the_server_gives_a_page_and_loses_no_acknowledged_write(tmp_path):
        with postgres_server.running_postgres(log_files_mb=1) as cluster:
            own = OwnRegistry(tmp_path / "registry", cluster.create_database("full"))
            own.osteon("registry", "init", own.folder)
            own.run(FOUND)
            with postgres_server.full_beyond(cluster, HALF_A_PAGE_TOO_MUCH):
                written, state, status, said = own.run(FILL_BY_THE_PAGE).split()
            assert int(written) > 0
            assert (state, status, said) == ("53100", "503", "True")
            assert own.run(CHECK).split() == [written]
            own.run(ONE_MORE)
