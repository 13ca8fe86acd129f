"""Groups that patients enter during follow-up: counting-process rows and Mantel and Byar's test."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from osteon.errors import EstimationError, Problem
from osteon.estimate.results import TestResult
from osteon.estimate.survival.log_rank import test_for_survival_difference
from osteon.estimate.survival_checks import check_lengths
from osteon.estimate.survival_counts import SurvivalCounts

BEFORE_ORIGIN = -1.0  # entry of who is at risk from the origin on, the origin included


def split_at_switch(
    time: ArrayLike,
    status: ArrayLike,
    switch: ArrayLike,
    *,
    labels: tuple[str, str] = ("before", "after"),
    entry: ArrayLike | None = None,
    n: ArrayLike | None = None,
) -> SurvivalCounts:
    """Divide each patient's follow-up at the day on which the group changes.

    Parameters
    ----------
    time, status : array_like, shape (n_rows,)
        Follow-up, and 0 where it was censored, else the cause of the event.
    switch : array_like of float, shape (n_rows,)
        Day of the change, such as of the first bone metastasis; NaN where it did not happen.
    labels : tuple of two str
        Names of the groups before and after the change.
    entry : array_like of float, shape (n_rows,), optional
        Delayed entry.
    n : array_like of float, shape (n_rows,), optional
        Patients in each row; 1 each by default.

    Returns
    -------
    SurvivalCounts
        A row (entry, switch] without an event in the first group, and a row (switch, time] with
        the patient's status in the second; one row only where the change came at or before
        entry, at or after `time`, or never.

    Raises
    ------
    EstimationError
        As for `SurvivalCounts`.

    Notes
    -----
    An event on the day of the change belongs to the group before it, as (start, stop] has it.
    Kaplan-Meier curves of these rows are Simon and Makuch's; their log-rank test is Mantel and
    Byar's.

    References
    ----------
    Mantel N, Byar DP (1974), J Am Stat Assoc 69:81, doi:10.1080/01621459.1974.10480131.

    Examples
    --------
    >>> counts = split_at_switch([10, 4], [1, 0], [6, float("nan")])
    >>> counts.time.tolist(), counts.status.tolist(), counts.group.tolist()
    ([6.0, 4.0, 10.0], [0, 0, 1], [0, 0, 1])
    """
    times, statuses = np.asarray(time, dtype=np.float64), np.asarray(status)
    start = np.full(len(times), BEFORE_ORIGIN) if entry is None else np.asarray(entry, dtype=float)
    patients = np.ones(len(times)) if n is None else np.asarray(n, dtype=np.float64)
    change = np.asarray(switch, dtype=np.float64)
    check_lengths(
        {"time": times, "status": statuses, "switch": change, "entry": start, "n": patients}
    )
    changed = np.where(np.isnan(change), np.inf, change)
    origin = np.maximum(start, 0.0) if entry is None else start
    before, after = changed > origin, changed < times
    first = before | ~after
    columns = (
        (np.minimum(times, changed)[first], times[after]),
        (np.where(after, 0, statuses)[first], statuses[after]),
        (patients[first], patients[after]),
        (start[first], np.where(before, changed, start)[after]),
        (np.zeros(first.sum(), dtype=np.int64), np.ones(after.sum(), dtype=np.int64)),
    )
    new_time, new_status, new_n, new_entry, group = map(np.concatenate, columns)
    one_stratum = np.zeros(len(group), dtype=np.int64), ("",)
    return SurvivalCounts(
        new_time, new_status, new_n, group, labels, *one_stratum, entry=new_entry
    ).drop_unused_labels()


def test_for_survival_difference_after_switch(
    counts: SurvivalCounts, *, rho: float = 0.0, gamma: float = 0.0
) -> TestResult:
    """Test whether the hazard differs between groups that patients enter during follow-up.

    Parameters
    ----------
    counts : SurvivalCounts
        Counting-process rows as `split_at_switch` makes them: a patient is in one group at a
        time.
    rho, gamma : float, >= 0
        Fleming and Harrington's weights, as for `test_for_survival_difference`.

    Returns
    -------
    TestResult
        Mantel and Byar's chi-square: at each event time the groups are compared as they are then.

    Raises
    ------
    EstimationError
        The rows have no entry, there is only one group, or a weight is negative.

    Notes
    -----
    The hypergeometric variance; the score test of ``coxph`` has Breslow's, which is larger under
    ties and equal without.

    References
    ----------
    Mantel N, Byar DP (1974), J Am Stat Assoc 69:81, doi:10.1080/01621459.1974.10480131.
    Oracle: R survival 3.5.3, ``coxph(Surv(start, stop, event) ~ transplant)$score``, and the sums
    in plain R, in ``oracle/r/log_rank.R``.

    Examples
    --------
    >>> counts = split_at_switch([10, 4, 7], [1, 1, 1], [6, float("nan"), 2])
    >>> test_for_survival_difference_after_switch(counts).observed
    {'before': 1.0, 'after': 2.0}
    """
    if counts.entry is None:
        problem = Problem(
            "entry",
            "no times of entry",
            "rows from entry to time, as split_at_switch makes them",
            "For groups known at the origin use test_for_survival_difference.",
        )
        raise EstimationError("Mantel and Byar's test cannot be made.", [problem])
    result = test_for_survival_difference(counts, rho=rho, gamma=gamma)
    return replace(result, method=f"Mantel-Byar test ({result.method} of counting-process rows)")


test_for_survival_difference_after_switch.__dict__["__test__"] = False  # not one of pytest's
