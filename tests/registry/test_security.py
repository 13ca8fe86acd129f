"""What keeps others out: lock-out, sessions, headers, limits, logs, and Django's own check."""

import json
import logging
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from osteon.registry import actions, reading
from osteon.registry.folder import SETTINGS_FILE, create_folder
from osteon.registry.policies import Role
from osteon.web.access import limits, sessions
from osteon.web.logs import PlaceFormatter
from osteon.web.request import now


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


def fail_to_sign_in(username, *, times, address="10.0.0.1"):
    form = {"login": username, "password": "not the one"}
    client = Client(REMOTE_ADDR=address)
    return [client.post(reverse("account_login"), form).status_code for _ in range(times)]


@pytest.mark.parametrize("username", ["clinician_a", "nobody_of_this_name"])
def test_five_wrong_passwords_close_a_name_wherever_they_come_from(
    account_of, registry, settings, username
):
    settings.ACCOUNT_RATE_LIMITS = False
    account_of(Role.CLINICIAN)
    assert fail_to_sign_in(username, times=4) == [200] * 4
    assert fail_to_sign_in(username, times=1) == [429]
    assert fail_to_sign_in(username, times=1, address="10.0.0.2") == [429]
    noted = {entry.action for entry in reading.audit_trail(by=registry.operator)}
    assert {"failed sign in", "lock out"} <= noted


def test_a_new_link_opens_a_name_that_was_closed(account_of, registry, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    name = account_of(Role.CLINICIAN)
    fail_to_sign_in(name, times=5)
    client = Client()
    client.get(f"/start/{actions.renew_link(name, by=registry.operator, at=now())}")
    password = "a long walk by the river"
    client.post("/start/", {"new_password1": password, "new_password2": password})
    form = {"login": name, "password": password}
    assert client.post(reverse("account_login"), form).status_code == 302


def test_one_address_does_not_try_one_name_after_another(account_of):
    names = [f"name{number}" for number in range(12)]
    answers = [fail_to_sign_in(name, times=1)[0] for name in names]
    page = Client(REMOTE_ADDR="10.0.0.1").post(
        reverse("account_login"), {"login": "another", "password": "x"}
    )
    assert answers[0] == 200
    assert "Too many" in page.text


@pytest.mark.parametrize(
    ("away", "stays"),
    [
        (timedelta(minutes=29), True),
        (timedelta(minutes=31), False),
    ],
)
def test_a_session_ends_when_nothing_is_done(signed_in, monkeypatch, away, stays):
    client = signed_in(Role.VIEWER)
    later = now() + away
    monkeypatch.setattr(sessions, "now", lambda: later)
    assert (client.get("/account/").status_code == 200) is stays


def test_a_session_ends_after_a_working_day_whatever_is_done(signed_in, monkeypatch):
    client = signed_in(Role.VIEWER)
    moments = [now() + timedelta(minutes=20 * step) for step in range(1, 31)]
    answers = []
    for moment in moments:
        monkeypatch.setattr(sessions, "now", lambda moment=moment: moment)
        answers.append(client.get("/account/").status_code)
    assert answers == [200] * 29 + [302]


def test_signing_out_ends_the_session_in_the_database_and_clears_the_browser(signed_in):
    client = signed_in(Role.VIEWER)
    old = client.cookies["sessionid"].value
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["sessionid"] = old
    assert client.get("/account/").status_code == 302


def test_no_page_is_kept_framed_or_given_scripts_from_elsewhere(signed_in):
    headers = signed_in(Role.VIEWER).get("/account/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


def test_no_template_needs_more_than_the_policy_grants():
    templates = Path(limits.__file__).parents[1] / "templates"
    for path in templates.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for forbidden in (" style=", " onclick=", " onchange=", "<style", "javascript:"):
            assert forbidden not in text, f"{path.name} has {forbidden}"
        assert "<script>" not in text, f"{path.name} has a script of its own"


def test_nobody_writes_faster_than_a_person_works(signed_in, settings):
    settings.OSTEON_LIMITS = {"writes": 3, "downloads": 3}
    client = signed_in(Role.VIEWER)
    answers = [client.post(reverse("set_language"), {"language": "de"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]


def test_nobody_takes_out_files_faster_than_a_person_reads(rf, settings, admin_like):
    settings.OSTEON_LIMITS = {"writes": 3, "downloads": 2}

    def download(request):
        return HttpResponse("x", headers={"Content-Disposition": "attachment; filename=x"})

    middleware = limits.LimitMiddleware(download)
    request = rf.get("/")
    request.user = admin_like
    assert [middleware(request).status_code for _ in range(3)] == [200, 200, 429]


@pytest.fixture
def admin_like(account_of, django_user_model):
    return django_user_model.objects.get(username=account_of(Role.ADMINISTRATOR))


def test_a_request_that_is_too_large_is_refused_before_it_is_read(signed_in, settings):
    settings.OSTEON_LARGEST_REQUEST = 1_000
    client = signed_in(Role.VIEWER)
    answer = client.post(reverse("set_language"), {"language": "d" * 2_000})
    assert answer.status_code == 413


def test_a_form_of_another_page_is_refused(signed_in):
    client = signed_in(Role.VIEWER, enforce_csrf_checks=True)
    answer = client.post(reverse("set_language"), {"language": "de"})
    assert answer.status_code == 403
    assert "did not come from this registry" in answer.text


def test_what_is_not_allowed_is_refused_and_noted(registry, signed_in):
    answer = signed_in(Role.CLINICIAN).get(reverse("administration"))
    assert answer.status_code == 403
    entry = reading.audit_trail(by=registry.operator)[0]
    assert (entry.action, entry.actor) == ("refused", "clinician_a")
    assert entry.reason == "GET administration/"


def test_a_fault_gives_a_page_without_particulars(signed_in, monkeypatch):
    def fail(*_, **__):
        raise ValueError("SECRET-4")

    client = signed_in(Role.VIEWER)
    client.raise_request_exception = False
    monkeypatch.setattr("osteon.web.access.views.grant_lines", fail)
    answer = client.get("/account/")
    assert answer.status_code == 500
    assert "Nothing was half-saved" in answer.text
    assert "SECRET" not in answer.text
    assert "Traceback" not in answer.text


def test_the_server_writes_places_and_no_values():
    request = RequestFactory().get("/patients/SECRET-1/")
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s", ("SECRET-2",), None)
    record.request = request
    with pytest.raises(IntegrityError) as caught:
        fail_with("SECRET-3")
    record.exc_info = (caught.type, caught.value, caught.tb)
    text = PlaceFormatter().format(record)
    assert "SECRET" not in text
    assert "IntegrityError" in text
    assert "test_security.py" in text


def fail_with(value):
    raise IntegrityError(value)


@pytest.fixture(scope="module")
def https_registry(tmp_path_factory):
    folder = create_folder(tmp_path_factory.mktemp("https") / "registry").path
    settings = (folder / SETTINGS_FILE).read_text()
    (folder / SETTINGS_FILE).write_text(settings.replace("https = false", "https = true"))
    return {**os.environ, "OSTEON_REGISTRY": str(folder)}


def test_django_has_nothing_to_say_against_the_settings_under_https(https_registry):
    command = [sys.executable, "-W", "error", "-m", "django", "check", "--deploy"]
    done = subprocess.run(
        [*command, "--fail-level", "INFO"],
        env=https_registry, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


ASK = """
import django, json
django.setup()
from django.test import Client
client = Client(headers={"host": "localhost"})
plain = client.get("/account/sign-in/")
answer = client.get("/account/sign-in/", headers={"x-forwarded-proto": "https"})
print(json.dumps([plain["Location"], dict(answer.headers), answer.cookies.output()]))
"""


def test_under_https_everything_is_led_there_and_cookies_need_it(https_registry):
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=https_registry, capture_output=True, text=True, check=True
    )
    location, headers, cookies = json.loads(done.stdout)
    assert location == "https://localhost/account/sign-in/"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert "__Host-osteon-csrf=" in cookies
    assert "Secure" in cookies
    assert "HttpOnly" in cookies
    assert "SameSite=Lax" in cookies
