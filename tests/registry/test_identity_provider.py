"""Signing in by the hospital: a provider that the test plays, and accounts that were made."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from osteon.registry import reading
from osteon.registry.errors import RegistryError
from osteon.registry.folder import SETTINGS_FILE, create_folder, open_folder
from osteon.registry.policies import Role
from osteon.web.access.provider import provider_origin, provider_settings
from osteon.web.request import now

ISSUER = "https://login.hospital.example"
GIVEN = f"""
[oidc]
issuer = "{ISSUER}"
client_id = "osteon"
name = "Hospital"
"""


KEY, STRANGE_KEY = (rsa.generate_private_key(65_537, 2_048) for _ in range(2))
PUBLISHED = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True) | {"kid": "k1"}


class Reply:
    status_code = 200
    headers = {"content-type": "application/json"}  # noqa: RUF012 - never changed

    def __init__(self, content):
        self.content = content

    def json(self):
        return self.content

    def raise_for_status(self):
        pass


class PlayedProvider:
    """Answers what the registry asks the provider; `claims` is whom it vouches for."""

    def __init__(self, claims, sign):
        self.besides = claims.pop("besides", {})
        self.claims, self.sign = claims, sign
        self.nonce = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def get(self, address, **_):
        if "well-known" in address:
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            places = {f"{name}_endpoint": f"{ISSUER}/{end}" for name, end in ends.items()}
            return Reply({**places, "issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys"})
        if address.endswith("/keys"):
            return Reply({"keys": [PUBLISHED]})
        return Reply({**self.claims, **self.besides})

    def request(self, *_, **__):
        token = {"iss": ISSUER, "aud": "osteon", "nonce": self.nonce, **self.claims}
        token["exp"] = int((now() + timedelta(minutes=5)).timestamp())
        given = {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(token)}
        return Reply(given)


def sign(token):
    return jwt.encode(token, KEY, "RS256", headers={"kid": "k1"})


@pytest.fixture
def folder(tmp_path, monkeypatch, request):
    place = create_folder(tmp_path / "registry").path
    with (place / SETTINGS_FILE).open("a") as settings:
        settings.write(GIVEN + getattr(request, "param", ""))
    monkeypatch.setenv("OSTEON_OIDC_SECRET", "secret of the client")
    return open_folder(place)


@pytest.fixture
def come_from_hospital(folder, settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = provider_settings(folder)

    def come(claims, client=None, sign=sign):
        played = PlayedProvider(dict(claims), sign)
        monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", lambda _: played)
        client = client or Client()
        start = client.post(reverse("openid_connect_login", args=["hospital"]))
        asked = parse_qs(urlsplit(start.headers["Location"]).query)
        assert asked["code_challenge_method"] == ["S256"]
        played.nonce = asked["nonce"][0]
        back = {"code": "c", "state": asked["state"][0]}
        answer = client.get(reverse("openid_connect_callback", args=["hospital"]), back)
        return client, answer

    return come


def test_whom_the_provider_vouches_for_comes_in_only_to_an_account_that_was_made(
    registry, account_of, come_from_hospital
):
    name = account_of(Role.CLINICIAN)
    client, _ = come_from_hospital({"sub": "17", "preferred_username": name})
    assert name in client.get("/account/").text
    entry = reading.audit_trail(by=registry.operator)[0]
    assert (entry.action, entry.actor) == ("sign in", name)
    assert entry.reason.startswith("socialaccount")
    stranger, answer = come_from_hospital({"sub": "18", "preferred_username": "stranger"})
    assert "no account for you" in answer.text
    assert stranger.get("/account/").status_code == 302


def test_a_name_that_was_joined_is_not_taken_over_by_another_subject(
    account_of, come_from_hospital
):
    name = account_of(Role.CLINICIAN)
    come_from_hospital({"sub": "17", "preferred_username": name})
    other, answer = come_from_hospital({"sub": "18", "preferred_username": name})
    assert "no account for you" in answer.text
    assert other.get("/account/").status_code == 302


def test_a_subject_that_was_joined_is_known_under_another_name(account_of, come_from_hospital):
    name = account_of(Role.CLINICIAN)
    come_from_hospital({"sub": "17", "preferred_username": name})
    client, _ = come_from_hospital({"sub": "17", "preferred_username": "a married name"})
    assert name in client.get("/account/").text


def test_an_answer_that_was_not_asked_for_is_refused(registry, come_from_hospital):
    callback = reverse("openid_connect_callback", args=["hospital"])
    answer = Client().get(callback, {"code": "c", "state": "of somebody else"})
    assert answer.status_code in {401, 403}


FORGED = {
    "another key": lambda token: jwt.encode(token, STRANGE_KEY, "RS256", headers={"kid": "k1"}),
    "an unknown key": lambda token: jwt.encode(token, KEY, "RS256", headers={"kid": "k2"}),
    "a key without a name": lambda token: jwt.encode(token, KEY, "RS256"),
    "a secret": lambda token: jwt.encode(token, "x" * 32, "HS256", headers={"kid": "k1"}),
    "no signature": lambda token: jwt.encode(token, None, "none", headers={"kid": "k1"}),
    "no token": lambda _: "",
    "half a token": lambda token: sign(token)[:-20],
    "other claims": lambda token: ".e30.".join(sign(token).split(".")[::2]),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(
    registry, account_of, come_from_hospital, forged
):
    claims = {"sub": "17", "preferred_username": account_of(Role.CLINICIAN)}
    client, answer = come_from_hospital(claims, sign=FORGED[forged])
    assert answer.status_code in {401, 403}
    assert client.get("/account/").status_code == 302
    entry = reading.audit_trail(by=registry.operator)[0]
    assert (entry.action, entry.actor) == ("failed sign in", "unknown")
    assert entry.reason.startswith("identity provider")


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another question"},
        {"nonce": None},
        {"besides": {"sub": "18"}},
        {"iss": "https://elsewhere.example"},
        {"aud": "another client"},
        {"auth_time": (now() - timedelta(hours=11)).timestamp()},
    ],
)
def test_an_answer_to_another_question_opens_nothing(account_of, come_from_hospital, claims):
    known = {"sub": "17", "preferred_username": account_of(Role.CLINICIAN)}
    client, answer = come_from_hospital(known | claims)
    assert answer.status_code in {401, 403}
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("folder", ['acr = ["mfa", "card"]\n'], indirect=True)
@pytest.mark.parametrize(
    ("told", "comes_in"), [({"acr": "card"}, True), ({"acr": "password"}, False), ({}, False)]
)
def test_a_proof_that_is_weaker_than_asked_for_opens_nothing(
    account_of, come_from_hospital, told, comes_in
):
    known = {"sub": "17", "preferred_username": account_of(Role.CLINICIAN)}
    client, _ = come_from_hospital(known | told)
    assert (client.get("/account/").status_code == 200) is comes_in


def test_the_provider_is_asked_for_a_proof_no_older_than_a_session(registry, come_from_hospital):
    come_from_hospital({"sub": "17"})
    start = Client().post(reverse("openid_connect_login", args=["hospital"]))
    asked = parse_qs(urlsplit(start.headers["Location"]).query)
    assert asked["max_age"] == [str(10 * 60 * 60)]
    assert "acr_values" not in asked


def test_an_address_adds_nothing_to_what_the_provider_is_asked(registry, come_from_hospital):
    come_from_hospital({"sub": "17"})
    way = reverse("openid_connect_login", args=["hospital"])
    start = Client().post(f"{way}?auth_params=nonce%3Dx%26prompt%3Dnone")
    asked = parse_qs(urlsplit(start.headers["Location"]).query)
    assert len(asked["nonce"][0]) >= 43
    assert "prompt" not in asked


def test_the_page_of_sign_in_offers_the_hospital(registry, come_from_hospital):
    page = Client().get(reverse("account_login")).text
    assert "Sign in with Hospital" in page


def test_a_form_may_lead_to_the_provider(folder):
    assert provider_origin(folder) == (ISSUER,)


def test_without_a_provider_there_is_none(tmp_path):
    folder = create_folder(tmp_path / "registry")
    assert provider_settings(folder) == {}
    assert provider_origin(folder) == ()


def test_all_that_is_wrong_with_a_provider_is_said_at_once(tmp_path, monkeypatch):
    place = create_folder(tmp_path / "registry").path
    with (place / SETTINGS_FILE).open("a") as settings:
        settings.write('[oidc]\nissuer = "http://plain.example"\nrealm = "x"\nacr = "mfa"\n')
    monkeypatch.delenv("OSTEON_OIDC_SECRET", raising=False)
    with pytest.raises(RegistryError) as caught:
        provider_settings(open_folder(place))
    said = json.dumps([problem.where for problem in caught.value.problems])
    for where in ("oidc.realm", "oidc.acr", "oidc.client_id", "oidc.issuer", "OSTEON_OIDC_SECRET"):
        assert where in said
