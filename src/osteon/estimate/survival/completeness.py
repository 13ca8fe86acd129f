"""How complete the follow-up of a cohort is."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.survival_checks import (
    check_lengths,
    find_number_problems,
    render_rows,
)


def completeness_of_follow_up(
    time: ArrayLike, status: ArrayLike, potential: ArrayLike, *, n: ArrayLike | None = None
) -> float:
    """Return the share of the follow-up time that could have been observed and was.

    Parameters
    ----------
    time : array_like of float, shape (n_rows,)
        Observed follow-up.
    status : array_like of int, shape (n_rows,)
        0 where follow-up ended without the event.
    potential : array_like of float, shape (n_rows,)
        Time from the origin to the data cut-off, at least `time`.
    n : array_like of float, shape (n_rows,), optional
        Patients in each row; 1 each by default.

    Returns
    -------
    float
        Clark's C, from 0 to 1; NaN where no time could have been observed. Whoever had the event
        is complete at its time.

    Raises
    ------
    EstimationError
        Lengths differ, a value is missing or negative, or potential follow-up is shorter than
        observed.

    References
    ----------
    Clark TG, Altman DG, De Stavola BL. Lancet 2002;359:1309
    (doi 10.1016/S0140-6736(02)08272-7). Oracle: by hand.

    Examples
    --------
    >>> completeness_of_follow_up([10, 4, 6], [0, 1, 0], [10, 20, 14])
    0.7142857142857143
    """
    columns = {
        "time": np.asarray(time, dtype=np.float64),
        "status": np.asarray(status),
        "potential": np.asarray(potential, dtype=np.float64),
    }
    columns["n"] = np.ones(len(columns["time"])) if n is None else np.asarray(n, dtype=np.float64)
    _check(columns)
    observed, possible = columns["time"], columns["potential"]
    possible = np.where(columns["status"] > 0, observed, possible)
    total = float(columns["n"] @ possible)
    return float(columns["n"] @ observed) / total if total > 0 else float("nan")


def _check(columns: dict[str, NDArray[Any]]) -> None:
    check_lengths(columns)
    problems = find_number_problems(columns)
    if not problems and (early := np.count_nonzero(columns["potential"] < columns["time"])):
        found = f"potential follow-up shorter than observed ({render_rows(early)})"
        hint = "Check the data cut-off against the dates of last contact."
        problems.append(Problem("potential", found, "at least the observed time", hint))
    if problems:
        raise EstimationError("Completeness of follow-up cannot be estimated.", problems)
