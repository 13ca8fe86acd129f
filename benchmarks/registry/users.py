"""Users at a running registry: each reads a page, thinks, and reads the next."""

import http.client
import os
import random
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field

THINKING_SECONDS = 5.0
WAIT_SECONDS = 60.0
STEPS = ("list", "search", "patient", "patient", "further page", "filter", "patient")
"""What a user does, over and over: three of seven clicks open a patient."""


@dataclass
class Answers:
    """Seconds by kind of page, what went wrong, and what the machine had to do.

    `load` is the mean number of waiting processes in the minute before; `server_seconds` the
    processor time of the server.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    load: float = 0.0
    server_seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, step: str, seconds: float, status: int) -> None:
        """Keep one answer."""
        with self.lock:
            if status == http.client.OK:
                self.seconds[step].append(seconds)
            else:
                self.faults.append(f"{step}: {status}")


def visit(port: int, cookies: list[str], patients: list[str], *, seconds: float) -> Answers:
    """Let each cookie's user click for so long; return how long every page took to arrive whole."""
    answers = Answers(load=os.getloadavg()[0])
    until = time.perf_counter() + seconds
    users = [
        threading.Thread(target=_use, args=(port, cookie, patients, seed, until, answers))
        for seed, cookie in enumerate(cookies)
    ]
    for user in users:
        user.start()
    for user in users:
        user.join()
    return answers


def _use(
    port: int, cookie: str, patients: list[str], seed: int, until: float, answers: Answers
) -> None:
    chance = random.Random(seed)  # noqa: S311 - clicks, not secrets
    time.sleep(chance.uniform(0, THINKING_SECONDS))
    place = seed
    while time.perf_counter() < until:
        step = STEPS[place % len(STEPS)]
        place += 1
        began = time.perf_counter()
        status = read(port, _address(step, patients, chance), cookie)
        answers.note(step, time.perf_counter() - began, status)
        time.sleep(chance.uniform(0.5, 1.5) * THINKING_SECONDS)


def _address(step: str, patients: list[str], chance: random.Random) -> str:
    patient = chance.choice(patients)
    return {
        "list": "/patients/",
        "search": f"/patients/?search={patient[:-2]}",
        "patient": f"/patients/{patient}/",
        "further page": f"/patients/?page={chance.randrange(2, 900)}",
        "filter": "/patients/?bone=Y",
    }[step]


def read(port: int, address: str, cookie: str) -> int:
    """Return the status of a page after its last byte; 0 where none came in time."""
    connection = http.client.HTTPConnection("localhost", port, timeout=WAIT_SECONDS)
    try:
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
    except OSError:
        return 0
    else:
        return answer.status
    finally:
        connection.close()
