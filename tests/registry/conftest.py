"""A registry with two centres and one account for each role."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from osteon.registry import actions
from osteon.registry.operations import found_chain
from osteon.registry.policies import EVERYWHERE, Actor, Role, operator

AT = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick_passwords(settings: SimpleNamespace) -> None:
    """Hash passwords of tests quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def heads(settings: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of heads is each test's own, as its database is."""
    settings.OSTEON_AUDIT_HEADS = tmp_path_factory.mktemp("heads") / "audit-heads.jsonl"
    return settings.OSTEON_AUDIT_HEADS


@pytest.fixture
def registry(db: None) -> SimpleNamespace:
    """Two centres, A and B, and an actor for each role at A."""
    by = operator("tests")
    found_chain()
    for code in ("A", "B"):
        actions.create_centre(code, f"Centre {code}", by=by, at=AT)
    actors = {role: Actor(f"{role.value}_a", {"A": frozenset({role})}) for role in Role}
    return SimpleNamespace(operator=by, actors=actors, at=AT)


@pytest.fixture
def account_of(registry: SimpleNamespace) -> Callable[..., str]:
    """Return a function that makes an account with a role at a centre and gives its name.

    It is the name of the actor of ``registry.actors``; an administrator is one everywhere.
    """

    def account(role: Role, centre: str = "A") -> str:
        name = f"{role.value}_{centre.lower()}"
        place = EVERYWHERE if role is Role.ADMINISTRATOR else centre
        if not get_user_model().objects.filter(username=name).exists():
            actions.create_account(name, f"Test {name}", by=registry.operator, at=AT)
            actions.grant_role(name, role, place, by=registry.operator, at=AT)
        return name

    return account


@pytest.fixture
def signed_in(account_of: Callable[..., str]) -> Callable[..., Client]:
    """Return a function that gives a browser in which somebody of a role has signed in."""

    def browser(role: Role, centre: str = "A", **options: bool) -> Client:
        client = Client(**options)
        client.force_login(get_user_model().objects.get(username=account_of(role, centre)))
        return client

    return browser
