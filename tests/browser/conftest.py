"""A browser, a registry that is served, and somebody who has signed in."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from osteon.registry import actions
from osteon.registry.operations import found_chain
from osteon.registry.policies import Actor, Role, operator

AT = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)
CHROMIUM = shutil.which("chromium")


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    assert CHROMIUM, "There is no Chromium; run tests/install_chromium."
    # Playwright runs a loop in the thread of the test, which is not the one that serves.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def centre(transactional_db: None) -> Actor:
    """Centre A, and who runs it from the command line."""
    by = operator("tests")
    found_chain()
    actions.create_centre("A", "Centre A", by=by, at=AT)
    return by


@pytest.fixture
def visit(
    browser: Browser, live_server: object, centre: Actor
) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens the registry for somebody of a role, in a language."""
    opened = []

    def open_as(role: Role, language: str = "en", **options: object) -> BrowserContext:
        name = f"{role.value}_a"
        actions.create_account(name, f"Test {name}", by=centre, at=AT)
        actions.grant_role(name, role, "A", by=centre, at=AT)
        client = Client()
        client.force_login(get_user_model().objects.get(username=name))
        address = str(live_server)
        context = browser.new_context(base_url=address, locale=language, **options)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}]
        )
        opened.append(context)
        return context

    yield open_as
    for context in opened:
        context.close()
