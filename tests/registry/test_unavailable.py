"""A database that is down and a disk that is full give a page, and lose nothing."""

import errno

import pytest
from django.db import OperationalError, connection

from osteon.registry import actions, operations
from osteon.registry.ledger import Ledger, publish_current_head
from osteon.registry.policies import Role

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
        return  # the files of a server are not ours to limit
    written, kind = own.run(FILL_UNTIL_FULL).split()
    assert (int(written) > 0, kind) == (True, "OperationalError")
    assert own.run(CHECK).split() == [written]
