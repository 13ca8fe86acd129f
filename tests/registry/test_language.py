"""Pages come in the language that an account has chosen, in whichever browser it signs in."""

import pytest
from django.test import Client

from osteon.registry import actions
from osteon.registry.errors import RegistryError
from osteon.registry.policies import Role


def language_of(client):
    page = client.get("/account/")
    assert page.headers["Content-Language"] in page.text.partition(">")[2][:40]
    return page.headers["Content-Language"]


def test_a_language_goes_with_the_account_to_another_browser(signed_in):
    here, there = signed_in(Role.CLINICIAN), signed_in(Role.CLINICIAN)
    assert language_of(there) == "en"
    here.post("/language/", {"language": "de"})
    assert (language_of(here), language_of(there)) == ("de", "de")
    assert language_of(signed_in(Role.VIEWER)) == "en"
    there.post("/language/", {"language": "en"})
    assert (language_of(here), language_of(there)) == ("en", "en")


def test_who_has_chosen_none_is_answered_as_the_browser_asks(signed_in):
    client = signed_in(Role.VIEWER)
    assert client.get("/account/", headers={"Accept-Language": "de"})["Content-Language"] == "de"


def test_the_page_of_sign_in_remembers_the_browser(registry):
    client = Client()
    client.post("/language/", {"language": "de"})
    assert client.get("/account/sign-in/").headers["Content-Language"] == "de"


@pytest.mark.parametrize("language", ["fr", "", "x" * 1_000])
def test_a_language_without_pages_is_not_kept(signed_in, registry, language):
    client = signed_in(Role.CLINICIAN)
    client.post("/language/", {"language": language})
    assert language_of(client) == "en"
    with pytest.raises(RegistryError, match="en or de"):
        actions.choose_language(language, by=registry.actors[Role.CLINICIAN])
