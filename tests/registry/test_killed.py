"""Programs and servers killed in the middle of writing lose nothing that was acknowledged."""

import contextlib
import os
import signal
import time
from pathlib import Path

import pytest

import postgres_server
from registry_processes import OwnRegistry

FOUND = 'operations.found(by=by, at=at, centres={"A": "Centre A"})'
WRITER = """
writer, count = sys.argv[2], int(sys.argv[3])
for number in range(count):
    actions.enter_record("patient", patient(f"{writer}-{number}"), by=by, at=at)
    print(f"{writer}-{number}", flush=True)
"""
CHECK = """
acknowledged = set(Path(sys.argv[2]).read_text().split())
there = set(RECORD_MODELS["patient"].objects.values_list("pk", flat=True))
actions.enter_record("patient", patient("AFTERWARDS"), by=by, at=at)
print(len(acknowledged - there), len(there), *operations.verify(), sep="|")
"""
LONGEST_SECONDS = 120
FILLED = 200


def write_until(own, folder, *, writers, each, enough):
    """Start writers and wait until so many of their writes are acknowledged.

    Some may have come to their end by then: who holds the lock most often is not decided here.
    """
    files = [folder / f"writer-{number}.txt" for number in range(writers)]
    running = [
        own.start(WRITER, f"W{number}", each, into=file) for number, file in enumerate(files)
    ]
    deadline = time.monotonic() + LONGEST_SECONDS
    try:
        while sum(len(acknowledged(file)) for file in files) < enough:
            assert time.monotonic() < deadline, "the writers are too slow"
            assert all(writer.poll() in {None, 0} for writer in running), "a writer gave up"
            time.sleep(0.01)
    except AssertionError:
        kill(running)
        raise
    return files, running


def kill(running):
    for writer in running:
        writer.kill()
    for writer in running:
        writer.communicate()


def acknowledged(file):
    """Return the keys that a writer said were written; the last line may be half of one."""
    return file.read_text().split("\n")[:-1] if file.exists() else []


def check(own, folder, files):
    """Pass if every acknowledged write is there and the registry is what was written."""
    said = folder / "acknowledged.txt"
    keys = [key for file in files for key in acknowledged(file)]
    said.write_text("\n".join(keys))
    lost, there, *problems = own.run(CHECK, said).strip().split("|")
    assert (int(lost), problems) == (0, [])
    return len(keys), int(there)


def test_writers_killed_in_the_middle_of_a_thousand_writes_lose_none(own, tmp_path):
    files, running = write_until(own, tmp_path, writers=4, each=250, enough=400)
    kill(running)
    told, there = check(own, tmp_path, files)
    assert 400 <= told <= there - FILLED <= told + len(running) < 1_000


@pytest.mark.deep
@pytest.mark.parametrize("enough", range(50, 950, 50))
def test_writers_killed_sooner_or_later_lose_none(own, tmp_path, enough):
    files, running = write_until(own, tmp_path, writers=4, each=250, enough=enough)
    kill(running)
    check(own, tmp_path, files)


if os.environ.get("OSTEON_TESTS_ON") == "postgresql":

    def test_a_killed_database_server_loses_no_acknowledged_write(tmp_path):
        durable = ("fsync=on", "synchronous_commit=on", "jit=off")
        with postgres_server.running_postgres(options=durable) as cluster:
            own = OwnRegistry(tmp_path / "registry", cluster.create_database("killed"))
            own.osteon("registry", "init", own.folder)
            own.run(FOUND)
            files, running = write_until(own, tmp_path, writers=4, each=250, enough=200)
            kill_server(cluster)
            for writer in running:
                writer.communicate()
                assert writer.returncode != 0
            with postgres_server.restarted(cluster):
                told, there = check(own, tmp_path, files)
                assert 200 <= told <= there <= told + len(running)


def kill_server(cluster):
    """Kill the server and all that serve for it, at once."""
    first = cluster.process
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    for process in (first, *map(int, children)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
