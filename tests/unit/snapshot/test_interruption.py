"""Interruption: whenever the process dies, the folder holds the older snapshot or the new one."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from osteon.snapshot import build as build_module
from osteon.snapshot import check_snapshot, layout, open_snapshot, replace
from osteon.snapshot.verify import read_snapshot

STEPS = [
    (tempfile, "mkdtemp"),
    (layout.pq, "write_table"),
    (layout, "flush_file"),
    (Path, "write_text"),
    (shutil, "copymode"),
    (shutil, "rmtree"),
    (replace, "flush_folder"),
    (replace, "_exchange"),
    (Path, "rename"),
]


class Killed(BaseException):
    """The process is gone: nothing that it would have done afterwards happens."""


class Life:
    """Lets a number of steps happen, then kills: before the next step or after it."""

    def __init__(self, n_steps: int, *, after: bool) -> None:
        self.left = n_steps
        self.after = after
        self.is_dead = False
        self.log: list[str] = []

    def watch(self, name: str, step: Callable[..., object]) -> Callable[..., object]:
        def watched(*args: object, **said: object) -> object:
            if self.is_dead or (self.left == 0 and not self.after):
                self.is_dead = True
                raise Killed(name)
            self.log.append(name)
            result = step(*args, **said)
            if self.left == 0:
                self.is_dead = True
                raise Killed(name)
            self.left -= 1
            return result

        return watched


def live(monkeypatch, n_steps: int, *, after: bool) -> Life:
    life = Life(n_steps, after=after)
    for owner, name in STEPS:
        monkeypatch.setattr(owner, name, life.watch(name, getattr(owner, name)))
    return life


@pytest.fixture(params=["exchange", "two moves"])
def system(request, monkeypatch):
    """An operating system that exchanges folders, and one that does not."""
    if request.param == "two moves":
        monkeypatch.setattr(replace, "_exchange", lambda *_: False)
    return request.param


def kill_everywhere(build, watch_state, *, after):
    """Build again and again, killed one step later each time, until a build survives."""
    for n_steps in range(60):
        with pytest.MonkeyPatch.context() as patch:
            life = live(patch, n_steps, after=after)
            try:
                build()
            except Killed:
                assert life.is_dead
        watch_state(life)
        if not life.is_dead:
            return n_steps
    raise AssertionError("the build never ends")


@pytest.mark.parametrize("after", [False, True], ids=["before a step", "after a step"])
def test_an_older_snapshot_survives_until_the_new_one_is_whole(
    freeze, tables, folder, system, after
):
    older = freeze(tables, source="older").digest
    shutil.copytree(folder, folder.with_name("safe"))
    newer = freeze(tables, source="newer", folder=folder.with_name("other")).digest
    seen = []

    def look(life):
        manifest, problems = read_snapshot(folder)
        assert not problems
        seen.append(manifest.digest)
        for path in folder.parent.iterdir():
            if path.name not in {"safe", "other"}:
                shutil.rmtree(path)
        shutil.copytree(folder.with_name("safe"), folder)

    n_steps = kill_everywhere(lambda: freeze(tables, source="newer"), look, after=after)
    assert n_steps > 10
    assert seen == sorted(seen, key=[older, newer].index)
    assert seen[0] == older
    assert seen[-2] == newer  # killed while clearing up: the new snapshot is there already


def test_where_there_was_nothing_there_is_nothing_or_the_new_snapshot(freeze, tables, folder):
    states = []

    def look(life):
        states.append(check_snapshot(folder) == () if folder.exists() else None)
        for path in folder.parent.iterdir():
            shutil.rmtree(path)

    kill_everywhere(lambda: freeze(tables), look, after=False)
    assert set(states) == {None, True}


def test_an_error_leaves_no_trace(freeze, tables, folder, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(build_module, "write_manifest", fail)
    with pytest.raises(OSError, match="disk full"):
        freeze(tables)
    assert list(folder.parent.iterdir()) == []


def test_leftovers_of_a_killed_build_do_not_stop_the_next(freeze, tables, folder):
    with pytest.MonkeyPatch.context() as patch:
        live(patch, 3, after=False)
        with pytest.raises(Killed):
            freeze(tables)
    freeze(tables)
    freeze(tables)
    assert check_snapshot(folder) == ()


def test_a_folder_set_aside_is_brought_back_by_whoever_looks_first(freeze, tables, folder):
    digest = freeze(tables).digest
    folder.rename(folder.with_name(f".{folder.name}.replaced"))
    assert check_snapshot(folder) == ()
    assert open_snapshot(folder).digest == digest


def test_an_exchange_is_one_step_on_linux(tmp_path):
    if not sys.platform.startswith("linux"):
        pytest.skip("other systems need two moves")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert replace._exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / "b").exists()
    assert (tmp_path / "b" / "a").exists()


def test_a_system_without_the_exchange_makes_two_moves(freeze, tables, folder, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no C library")

    monkeypatch.setattr(replace.ctypes, "CDLL", refuse)
    freeze(tables, source="older")
    assert freeze(tables, source="newer").manifest.source == "newer"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_process_that_dies_at_once_leaves_the_older_snapshot(freeze, tables, folder):
    """The real thing: no exception, no clearing up, the process is gone in mid-write."""
    older = freeze(tables).digest
    program = f"""
import os
from datetime import UTC, date, datetime
from pathlib import Path
import ibis
from osteon.snapshot import build_snapshot, layout, open_snapshot

layout.flush_file = lambda path: os._exit(9)
folder = Path({str(folder)!r})
snapshot = open_snapshot(folder)
tables = {{name: snapshot.table(name).to_pyarrow() for name in snapshot.tables}}
build_snapshot(folder, tables, data_cutoff=date(2024, 1, 1), source="newer",
               created=datetime(2024, 1, 1, tzinfo=UTC))
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    assert open_snapshot(folder).digest == older
