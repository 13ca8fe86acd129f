"""A registry with two centres and one account for each role."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from osteon.registry import actions
from osteon.registry.operations import found_chain
from osteon.registry.policies import EVERYWHERE, Actor, Role, operator
from osteon.web import background
from registry_processes import OwnRegistry

AT = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick_passwords(settings: SimpleNamespace) -> None:
    """Hash passwords of tests quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    """The requests of one test do not count against the limits of the next."""
    cache.clear()


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


@pytest.fixture(scope="session")
def filled(
    tmp_path_factory: pytest.TempPathFactory, new_database: Callable[..., str]
) -> OwnRegistry:
    """A registry in a folder of its own, with 200 patients; it is not to be changed."""
    made = OwnRegistry(tmp_path_factory.mktemp("filled") / "registry", new_database())
    made.osteon("registry", "init", made.folder)
    made.run(
        'operations.found(by=by, at=at, centres={"A": "Centre A"})\n'
        'actions.import_batch({"patient": [patient(f"P{n}") for n in range(200)]}, by=by, at=at)\n'
        'actions.write_identity("P1", actions.PatientIdentity("Rosenholz"), by=by, at=at)\n'
        'actions.raise_query("patient", "P2", actions.Question("Why?"), by=by, at=at)\n'
    )
    return made


@pytest.fixture
def own(filled: OwnRegistry, tmp_path: Path, new_database: Callable[..., str]) -> OwnRegistry:
    """A copy of that registry, to be worked on by programs of its own."""
    shutil.copytree(filled.folder, tmp_path / "registry")
    name = filled.database.partition("@/")[2].partition("?")[0]
    return OwnRegistry(tmp_path / "registry", new_database(name) if name else "")


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


@pytest.fixture(autouse=True)
def _nothing_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages start no processes here; tests of what these do call it by its name."""
    monkeypatch.setattr(background, "start", lambda *_, **__: 0)
