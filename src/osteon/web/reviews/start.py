"""Looking at patients while a page is asked for, or in the background: one process at a time."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from osteon.registry import reading
from osteon.registry.actions import count_completeness, mark_changed
from osteon.registry.reading import CountState
from osteon.web import background
from osteon.web.request import now, today
from osteon.web.reviews.refresh import refresh

AT_ONCE = 5
"""So many patients are looked at before the page is shown; more are left to a process."""
COUNTED_AT_ONCE = 500
"""Of so many patients the fields are counted before the page is shown."""
AGAIN = timedelta(minutes=15)
"""Of more, they are counted again on one day no sooner."""
PAUSE_SECONDS = 30
"""At least so long after a process was started, none is started again."""
LOCK = "reviews.lock"
LOG = "reviews.log"


def look_again() -> bool:
    """Look at whoever has to be looked at; return whether that goes on in the background.

    A few patients are looked at here and now, so that who has just mended a record sees the line
    go. For more a process is started, unless one is running.
    """
    mark_changed()
    waiting = reading.patients_to_review(as_of=today(), most=AT_ONCE + 1)
    if not waiting:
        return False
    if len(waiting) <= AT_ONCE:
        refresh(as_of=today(), clock=now, most=AT_ONCE)
        return False
    _start()
    return True


def count_again() -> None:
    """Count how complete the records are, where that is due and everybody was looked at.

    Of few patients it is counted here and now, so that who has just filled a field sees it; of many
    in the background, on a new day and then as often as `AGAIN` permits.
    """
    state = reading.count_state()
    if reading.patients_to_review(as_of=today(), most=1) or not _is_count_due(state):
        return
    if state.patients > COUNTED_AT_ONCE:
        _start()
        return
    with holding_lock() as held:
        if held:
            _count()


def work() -> None:
    """Look at all who have to be looked at, and count, unless another process is at it."""
    with holding_lock() as held:
        if held:
            refresh(as_of=today(), clock=now)
            if _is_count_due(reading.count_state()):
                _count()


def _is_count_due(state: CountState) -> bool:
    if state.counted_at is None or state.as_of != today():
        return True
    rests = state.patients > COUNTED_AT_ONCE and now() - state.counted_at < AGAIN
    return not state.is_current and not rests


def _count() -> None:
    count_completeness(as_of=today(), seen=mark_changed(), at=now())


def _start() -> None:
    if not is_running() and not _was_started_just_now():
        with _path(LOG).open("wb") as log:
            background.start("reviews", log=log)


def is_running() -> bool:
    """Return whether a process is at it."""
    with holding_lock() as held:
        return not held


@contextmanager
def holding_lock() -> Iterator[bool]:
    """Hold the lock of the process, if nobody else does; it goes with the process."""
    with _path(LOCK).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _was_started_just_now() -> bool:
    path = _path(LOG)
    return path.exists() and time.time() - path.stat().st_mtime < PAUSE_SECONDS


def _path(name: str) -> Path:
    path: Path = settings.OSTEON_FOLDER.path / name
    return path
