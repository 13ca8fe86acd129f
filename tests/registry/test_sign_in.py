"""Signing in: the first password, password and code, what is refused, and what the trail says."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from osteon.registry import actions, reading
from osteon.registry.policies import Role
from osteon.web.request import now

PASSWORD = "a long walk by the river"


@pytest.fixture
def clinician(account_of):
    name = account_of(Role.CLINICIAN)
    account = get_user_model().objects.get(username=name)
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client, username, password=PASSWORD):
    form = {"login": username, "password": password}
    return client.post(reverse("account_login"), form)


def trail(registry):
    entries = reading.audit_trail(by=registry.operator)
    return [(entry.action, entry.actor) for entry in entries]


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_who_has_not_signed_in_is_led_to_sign_in_and_back(clinician):
    client = Client()
    answer = client.get("/account/")
    assert answer.headers["Location"] == "/account/sign-in/?next=/account/"
    form = {"login": clinician.username, "password": PASSWORD}
    assert client.post(answer.headers["Location"], form).headers["Location"] == "/account/"


def test_a_fragment_leads_its_whole_page_to_sign_in(registry):
    page = "http://testserver/patients/?page=2"
    answer = Client().get("/account/", headers={"HX-Request": "true", "HX-Current-URL": page})
    assert answer.headers["HX-Redirect"] == "/account/sign-in/?next=/patients/%3Fpage%3D2"


def test_coming_failing_and_going_stand_in_the_trail(registry, clinician):
    client = Client()
    sign_in(client, clinician.username, "another password")
    assert sign_in(client, clinician.username).status_code == 302
    client.post(reverse("account_logout"))
    deeds = [deed for deed in trail(registry) if deed[0].endswith(("in", "out"))]
    name = clinician.username
    assert deeds == [("sign out", name), ("sign in", name), ("failed sign in", name)]


def test_what_was_typed_for_a_name_is_not_kept_where_no_account_has_it(registry, clinician):
    sign_in(Client(), "my secret password", "x")
    entry = reading.audit_trail(by=registry.operator)[0]
    assert (entry.action, entry.actor, entry.record_id) == ("failed sign in", "unknown", "unknown")


def test_nobody_signs_up(registry):
    assert not [name for name in ("/account/signup/", "/account/sign-up/") if reached(name)]


def reached(address):
    return Client().get(address).status_code == 200


def test_a_closed_account_does_not_come_in(registry, clinician):
    actions.set_active(clinician.username, active=False, by=registry.operator, at=now())
    client = Client()
    assert sign_in(client, clinician.username).headers["Location"] == reverse("account_inactive")
    assert client.get("/account/").status_code == 302


def test_the_session_gets_another_key_at_sign_in(clinician):
    client = Client()
    session = client.session
    session["before"] = True
    session.save()
    before = client.cookies["sessionid"].value
    sign_in(client, clinician.username)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def set_up_second_factor(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def test_a_second_factor_is_set_up_and_asked_for(registry, clinician):
    client = Client()
    sign_in(client, clinician.username)
    set_up_second_factor(client)
    again = Client()
    assert sign_in(again, clinician.username).headers["Location"] == reverse("mfa_authenticate")
    assert again.get("/account/").status_code == 302
    again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert trail(registry)[0] == ("failed sign in", clinician.username)
    codes = re.findall(r"<li>(\d{8})</li>", client.get(reverse("mfa_view_recovery_codes")).text)
    again.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert again.get("/account/").status_code == 200
    entry = reading.audit_trail(by=registry.operator)[0]
    assert entry.reason.startswith("password and recovery_codes, from ")


def test_a_code_opens_once(clinician):
    client = Client()
    sign_in(client, clinician.username)
    secret = set_up_second_factor(client)
    code = code_of(secret)
    for status in (302, 200):
        again = Client()
        sign_in(again, clinician.username)
        assert again.post(reverse("mfa_authenticate"), {"code": code}).status_code == status


def test_secrets_of_second_factors_are_not_readable_in_the_database(clinician):
    client = Client()
    sign_in(client, clinician.username)
    secret = set_up_second_factor(client)
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_a_change_of_the_second_factor_asks_who_it_is(clinician):
    client = Client()
    sign_in(client, clinician.username)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    confirmed = client.post(answer.headers["Location"], {"password": PASSWORD})
    assert confirmed.headers["Location"] == reverse("mfa_activate_totp")


def test_a_registry_may_ask_everybody_for_a_second_factor(clinician, settings):
    settings.OSTEON_SECOND_FACTOR = True
    client = Client()
    sign_in(client, clinician.username)
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp")
    set_up_second_factor(client)
    assert client.get("/account/").status_code == 200


def test_a_first_password_is_chosen_by_a_link_that_opens_once(registry):
    token = actions.create_account("new", "New Person", by=registry.operator, at=now())
    client = Client()
    answer = client.get(f"/start/{token}")
    assert answer.headers["Location"] == "/start/"
    assert token not in client.get("/start/").text
    chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post("/start/", chosen).headers["Location"] == reverse("account_login")
    assert sign_in(client, "new").status_code == 302
    assert Client().get(f"/start/{token}", follow=True).status_code == 404


def test_a_link_that_has_run_out_opens_nothing(registry):
    earlier = now() - timedelta(hours=24, minutes=1)
    token = actions.create_account("late", "", by=registry.operator, at=earlier)
    assert Client().get(f"/start/{token}", follow=True).status_code == 404


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short", "at least 12 characters"),
        ("1q2w3e4r5t6y", "too common"),
        ("ottilie.becker", "too similar"),
        ("OsteonRegister26", "more than the names of this registry"),
        ("long " * 26, "at most 128 characters"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(registry, password, fault):
    token = actions.create_account("ottilie.becker", "", by=registry.operator, at=now())
    client = Client()
    client.get(f"/start/{token}")
    page = client.post("/start/", {"new_password1": password, "new_password2": password})
    assert fault in page.text
    assert reading.account_of_link(token, at=now()).username == "ottilie.becker"


def test_a_password_is_changed_by_who_knows_it(registry, clinician):
    client = Client()
    sign_in(client, clinician.username)
    other = "another walk by the river"
    form = {"oldpassword": PASSWORD, "password1": other, "password2": other}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    assert trail(registry)[0] == ("change password", clinician.username)
    assert sign_in(Client(), clinician.username, other).status_code == 302
