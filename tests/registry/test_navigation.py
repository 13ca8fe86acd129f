"""The way about: each is led where they have something to do, in their language."""

import re

import pytest

from osteon.registry import actions
from osteon.registry.policies import Role
from osteon.web.navigation import DESTINATIONS

WAY = re.compile(r'<li><a href="(/[a-z]+/)"( aria-current="page")?>')
OPEN = {
    Role.VIEWER: {"patients", "worklist", "quality", "queries"},
    Role.DATA_MANAGER: {
        "patients", "worklist", "quality", "queries", "studies", "import", "audit",
    },
    Role.STATISTICIAN: {"patients", "worklist", "quality", "queries", "studies"},
    Role.ADMINISTRATOR: {"administration", "audit"},
}  # fmt: skip


def ways(response):
    return dict(WAY.findall(response.content.decode()))


@pytest.mark.parametrize("role", OPEN)
def test_each_is_led_where_they_have_something_to_do(registry, signed_in, role):
    client = signed_in(role)
    first = client.get("/", follow=True)
    assert set(ways(first)) == {f"/{place}/" for place in OPEN[role]}
    for address in ways(first):
        shown = client.get(address)
        assert shown.status_code == 200, address
        assert [way for way, current in ways(shown).items() if current] == [address]


def test_every_part_is_open_to_somebody():
    assert {part.place.strip("/") for part in DESTINATIONS} == set().union(*OPEN.values())


def test_the_start_leads_to_the_first_part(registry, signed_in):
    assert signed_in(Role.VIEWER).get("/").url == "/patients/"
    assert signed_in(Role.ADMINISTRATOR).get("/").url == "/administration/"


def test_who_has_no_role_is_told_so(registry, signed_in, account_of):
    client = signed_in(Role.VIEWER)
    actions.revoke_role(
        account_of(Role.VIEWER), Role.VIEWER, "A", by=registry.operator, at=registry.at
    )
    assert "No role yet" in client.get("/").content.decode()


def test_a_language_is_chosen_and_kept(registry, signed_in):
    client = signed_in(Role.VIEWER)
    assert '<html lang="en">' in client.get("/patients/").content.decode()
    answer = client.post("/language/", {"language": "de", "next": "/patients/?search=x"})
    assert answer.url == "/patients/?search=x"
    text = client.get("/patients/").content.decode()
    assert '<html lang="de">' in text
    assert "Kein Patient entspricht der Suche." in text


def test_a_language_leads_to_no_other_site(registry, signed_in):
    answer = signed_in(Role.VIEWER).post(
        "/language/", {"language": "de", "next": "https://elsewhere.example/"}
    )
    assert "elsewhere" not in answer.url
