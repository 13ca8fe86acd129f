"""Patients looked at again: those who changed, and all of them on a new day."""

from collections.abc import Callable
from datetime import date, datetime

from osteon.registry import reading
from osteon.registry.actions import forget_reviews, keep_reviews, mark_changed
from osteon.web.reviews.examine import REVIEWER, examine

AT_ONCE = 200
"""Patients whose rows are held in memory together."""


def refresh(*, as_of: date, clock: Callable[[], datetime], most: int | None = None) -> int:
    """Look at the patients who have to be looked at for a day; return how many there were.

    Parameters
    ----------
    as_of : date
        The day.
    clock : callable
        Tells the moment, with a zone.
    most : int, optional
        Stop after so many patients; by default when nobody is left.
    """
    done = 0
    while most is None or done < most:
        seen = mark_changed()
        wanted = AT_ONCE if most is None else min(AT_ONCE, most - done)
        keys = reading.patients_to_review(as_of=as_of, most=wanted)
        if not keys:
            break
        gone = set(keys) - reading.known_patients(keys, by=REVIEWER)
        forget_reviews(sorted(gone))
        reviews = examine([key for key in keys if key not in gone], as_of=as_of)
        keep_reviews(reviews, as_of=as_of, seen=seen, at=clock())
        done += len(keys)
    return done
