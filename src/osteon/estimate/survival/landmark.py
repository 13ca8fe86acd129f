"""Patients who are still under observation at a landmark."""

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.survival_counts import SurvivalCounts

Counts = TypeVar("Counts", SurvivalCounts, CovariateCounts)


@dataclass(frozen=True, slots=True, eq=False)
class LandmarkSelection(Generic[Counts]):
    """Follow-up from a landmark on, and who left before.

    Parameters
    ----------
    counts : SurvivalCounts or CovariateCounts
        Follow-up from the landmark on, in time since the landmark.
    n_before : float
        How many there were.
    n_event, n_censored : float
        How many left at or before the landmark, with an event and without.
    """

    counts: Counts
    n_before: float
    n_event: float
    n_censored: float


def select_landmark(counts: Counts, *, landmark: float) -> LandmarkSelection[Counts]:
    """Select the patients still under observation at a landmark, and follow them from there.

    Parameters
    ----------
    counts : SurvivalCounts or CovariateCounts
        Follow-up, one row a patient or more patients alike; groups and covariates are to be those
        known at the landmark.
    landmark : float
        A time since the origin, >= 0, in the unit of the counts.

    Returns
    -------
    LandmarkSelection
        With ``n_before = n_event + n_censored + selected``.

    Raises
    ------
    EstimationError
        The landmark is negative, or nobody is under observation after it.

    Notes
    -----
    Who has an event or is censored on the day of the landmark itself has no follow-up after it
    and is not selected. A patient who enters later keeps the late entry. Groups formed by what
    happens until the landmark, such as treatment begun by six months, are compared without the
    guaranteed survival that groups by what ever happens would have.

    References
    ----------
    Anderson, Cain and Gelber 1983 (doi:10.1200/JCO.1983.1.11.710). Oracle: R survival 3.5.3,
    ``survfit`` and ``coxph`` on the rows with ``time > landmark``, in ``oracle/r/landmark.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 5, 9, 12], [1, 0, 1, 0])
    >>> selection = select_landmark(counts, landmark=6)
    >>> sorted(selection.counts.time.tolist()), selection.n_event, selection.n_censored
    ([3.0, 6.0], 1.0, 1.0)
    """
    stays = counts.time > landmark
    _check(landmark, has_anybody=bool(stays.any()))
    has_event = counts.status > 0
    return LandmarkSelection(
        _from_landmark(counts, stays, landmark),
        float(counts.n.sum()),
        float(counts.n[~stays & has_event].sum()),
        float(counts.n[~stays & ~has_event].sum()),
    )


def _from_landmark(counts: Counts, stays: NDArray[np.bool_], landmark: float) -> Counts:
    kept = counts.select_rows(stays)
    entry = None if kept.entry is None else np.maximum(kept.entry - landmark, 0.0)
    return replace(kept, time=kept.time - landmark, entry=entry)


def _check(landmark: float, *, has_anybody: bool) -> None:
    problems = []
    if not landmark >= 0:
        problems.append(Problem("landmark", f"{landmark}", "a time of 0 or more"))
    elif not has_anybody:
        found = "nobody under observation after it"
        problems.append(Problem("landmark", found, "an earlier time"))
    if problems:
        raise EstimationError("There is no follow-up from this landmark.", problems)
