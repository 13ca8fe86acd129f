"""Fill, freeze, serve, use; then what is known of every database goes to the manual."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from benchmarks.measure import children_seconds
from benchmarks.registry.fill import Filling, create_users, fill
from benchmarks.registry.report import Outcome, write_page
from benchmarks.registry.users import Answers, read, visit
from osteon.registry.models import RECORD_MODELS, Account
from osteon.registry.operations import found_chain

OUT = Path(__file__).parents[1] / "out"
USERS = [f"user{number:02d}" for number in range(20)]
START_SECONDS = 300
SAMPLE = 2_000
FILLING = "filling.json"
CUTOFF = "2026-05-31"
OSTEON = Path(sys.executable).with_name("osteon")


def measure(folder: Path, *, n_patients: int, seconds: float) -> None:
    """Measure one database and write what is known of all of them."""
    filled = _filled(folder, n_patients)
    patients = RECORD_MODELS["patient"].objects.order_by("?").values_list("pk", flat=True)
    frozen = _freeze(folder)
    before = children_seconds()
    answers = _use(folder, list(patients[:SAMPLE]), seconds)
    answers.server_seconds = children_seconds() - before
    outcome = Outcome.of(connection.vendor, filled, frozen, answers, users=len(USERS))
    OUT.mkdir(exist_ok=True)
    kept = OUT / f"registry-{outcome.database}.json"
    kept.write_text(json.dumps(asdict(outcome), indent=2), encoding="utf-8")
    measured = sorted(OUT.glob("registry-*.json"), reverse=True)
    write_page([Outcome(**json.loads(path.read_text(encoding="utf-8"))) for path in measured])


def _filled(folder: Path, n_patients: int) -> Filling:
    """Fill an empty registry; of one that is filled, say what it took then."""
    kept = folder / FILLING
    if kept.exists():
        return Filling(**json.loads(kept.read_text(encoding="utf-8")))
    found_chain()
    create_users(USERS)
    filled = fill(n_patients)
    kept.write_text(json.dumps(asdict(filled)), encoding="utf-8")
    return filled


def _freeze(folder: Path) -> tuple[float, float]:
    """Freeze in a process of its own, as from the command line; return its time by both clocks."""
    snapshot = folder / "snapshots" / f"benchmark-{time.perf_counter_ns()}"
    command = [OSTEON, "registry", "freeze", folder, snapshot, "--cutoff", CUTOFF, "--quiet"]
    began, processor_began = time.perf_counter(), children_seconds()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began, children_seconds() - processor_began


def _use(folder: Path, patients: list[str], seconds: float) -> Answers:
    with _server(folder) as port:
        return visit(port, [_cookie(name) for name in USERS], patients, seconds=seconds)


def _cookie(username: str) -> str:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [OSTEON, "serve", folder, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await_answer(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _await_answer(port: int) -> None:
    """Wait until a page comes: the port is open before the server has read its code."""
    until = time.perf_counter() + START_SECONDS
    while time.perf_counter() < until:
        if read(port, "/account/sign-in/", "") == http.client.OK:
            return
        time.sleep(0.5)
    raise SystemExit("the server did not start")
