"""Where somebody is signed in stands on their account, and can be ended from another place."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from osteon.registry import reading
from osteon.registry.policies import Role

PASSWORD = "a long walk by the river"
BUTTON = re.compile(r'name="session" value="(\w{16})"')


@pytest.fixture
def places(account_of):
    """Three browsers in which one account has signed in, and one of another account."""
    for role in (Role.CLINICIAN, Role.VIEWER):
        account = get_user_model().objects.get(username=account_of(role))
        account.set_password(PASSWORD)
        account.save()
    names = ["clinician_a", "clinician_a", "clinician_a", "viewer_a"]
    browsers = [Client(REMOTE_ADDR=f"10.0.0.{place}") for place in range(len(names))]
    for browser, name in zip(browsers, names, strict=True):
        form = {"login": name, "password": PASSWORD}
        assert browser.post(reverse("account_login"), form).status_code == 302
    return browsers


def is_signed_in(browser):
    return browser.get("/account/").status_code == 200


def end(browser, wanted):
    """Ask to end sessions, and prove who it is."""
    answer = browser.post(reverse("end_sessions"), {"session": wanted})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    return browser.post(answer.headers["Location"], {"password": PASSWORD}, follow=True)


def test_somebody_sees_their_own_sessions_and_no_others(places):
    page = places[0].get("/account/").text
    assert re.findall(r"10\.0\.0\.\d", page) == ["10.0.0.2", "10.0.0.1", "10.0.0.0"]
    assert len(BUTTON.findall(page)) == 2
    assert not any(session.session_key in page for session in Session.objects.all())


def test_one_session_is_ended(registry, places):
    places[1].get("/account/")
    name = BUTTON.findall(places[0].get("/account/").text)[0]
    page = end(places[0], name)
    assert "1 session was ended." in page.text
    assert [is_signed_in(browser) for browser in places] == [True, True, False, True]
    entry = reading.audit_trail(by=registry.operator)[0]
    told = (entry.action, entry.actor, entry.reason)
    assert told == ("end session", "clinician_a", "from 10.0.0.2")


def test_all_others_are_ended_and_nobody_elses(places):
    end(places[0], "others")
    assert [is_signed_in(browser) for browser in places] == [True, False, False, True]


def test_a_name_of_no_own_session_ends_nothing(places):
    name = BUTTON.findall(places[0].get("/account/").text)[0]
    for browser, wanted in ((places[3], name), (places[0], ""), (places[1], "x")):
        assert "0 sessions were ended." in end(browser, wanted).text
    assert all(map(is_signed_in, places))


def test_who_does_not_prove_who_they_are_ends_nothing(places):
    answer = places[0].post(reverse("end_sessions"), {"session": "others"})
    places[0].post(answer.headers["Location"], {"password": "another"}, follow=True)
    assert all(map(is_signed_in, places))


def test_a_session_that_was_ended_is_asked_to_sign_in(places):
    end(places[0], "others")
    assert places[1].get("/account/").headers["Location"] == "/account/sign-in/?next=/account/"
