"""A department's registry, served as its users have it, and a browser for each who signs in."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
PATIENCE = 60_000  # milliseconds, for a machine that does much else
PICTURES = os.environ.get("OSTEON_PICTURES")


@dataclass(frozen=True, slots=True)
class Department:
    """A registry that answers: where, and the password of the account of each role."""

    address: str
    passwords: dict[str, str]


@pytest.fixture(scope="session")
def department(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Department]:
    """Found a registry with the golden patients and serve it on loopback."""
    folder = tmp_path_factory.mktemp("department") / "registry"
    osteon = str(Path(sys.executable).with_name("osteon"))
    founded = subprocess.run(
        [osteon, "registry", "demo", str(folder)], capture_output=True, text=True, check=True
    )
    passwords = dict(re.findall(r"│\s*(\w+)\s*│\s*(\S{12,})\s*│", founded.stdout))
    port = _free_port()
    with (folder.parent / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [osteon, "serve", str(folder), "--port", str(port)], stdout=log, stderr=log
        )
    try:
        _wait_for(port, server)
        yield Department(f"http://127.0.0.1:{port}", passwords)
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    assert CHROMIUM, "There is no Chromium; run tests/install_chromium."
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM)
        yield started
        started.close()


@pytest.fixture
def sign_in(department: Department, browser: Browser) -> Callable[[str], Page]:
    """Return what opens a page for the account of a role."""

    def sign_in(role: str) -> Page:
        context = browser.new_context(
            viewport={"width": 1280, "height": 860}, locale="en-GB", base_url=department.address
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto("/")
        page.fill("input[name=login]", role)
        page.fill("input[name=password]", department.passwords[role])
        page.press("input[name=password]", "Enter")
        page.get_by_role("button", name="Sign out").wait_for()
        return page

    return sign_in


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[Page, str], None]:
    """Return what takes a picture of a page, for the manual where ``OSTEON_PICTURES`` says so."""
    folder = Path(PICTURES) if PICTURES else tmp_path

    def take(page: Page, name: str) -> None:
        file = folder / f"{name}.png"
        page.screenshot(path=file, full_page=True)
        assert file.stat().st_size > 1_000

    return take


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "The server ended."
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    message = "The server does not answer."
    raise TimeoutError(message)
