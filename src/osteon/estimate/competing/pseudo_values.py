"""Pseudo-values: what each patient adds to an estimate, leaving one out at a time."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.competing.cause_specific_hazard import check_cause
from osteon.estimate.count_columns import check_choice
from osteon.estimate.risk_table import tabulate_risk
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]
Estimand = Literal["survival", "incidence", "restricted_mean"]


def estimate_pseudo_values(
    counts: SurvivalCounts,
    times: ArrayLike,
    *,
    estimand: Estimand = "survival",
    cause: int = 1,
) -> FloatArray:
    """Estimate each patient's contribution to survival, incidence or restricted mean.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up; groups and strata are taken together, as pseudo-values are made to be
        regressed on what distinguishes patients.
    times : array_like of float, shape (n_times,)
        Times of survival or incidence, horizons of the restricted mean, in the unit of `counts`.
    estimand : {"survival", "incidence", "restricted_mean"}
        Probability of no event of any cause, probability of the event of `cause`, or mean time
        free of any event up to the horizon.
    cause : int
        The cause of ``incidence``.

    Returns
    -------
    ndarray of float, shape (n_rows, n_times)
        For the patients of each row of `counts`, of whom there are ``counts.n``: n times the
        estimate less n - 1 times the estimate without one of them. Without censoring before t
        it is the patient's own outcome. NaN at times beyond the last follow-up.

    Raises
    ------
    EstimationError
        Patients enter late or are weighted, or an option is not permitted.

    Notes
    -----
    Exactly leave-one-out, not the infinitesimal jackknife that R's ``survival::pseudo`` uses, and
    without refitting: an estimate without a patient who left at x follows, up to x, the estimate
    from risk sets smaller by one; then one day that is his own; then the ratio of the full
    estimate after x to that at x. So all rows and times together cost one pass over the times.
    Censoring must not depend on the covariates of the regression.

    References
    ----------
    Andersen PK, Klein JP, Rosthoj S (2003), Biometrika 90:15, doi:10.1093/biomet/90.1.15.
    Andersen PK, Pohar Perme M (2010), Stat Methods Med Res 19:71, doi:10.1177/0962280209105020.
    Oracle: R prodlim 2019.11.13, ``jackknife``, and estimates made anew without each patient by R
    survival 3.5.3, in ``oracle/r/competing_risks.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([1, 2, 3], [1, 0, 1])
    >>> counts.time.tolist(), estimate_pseudo_values(counts, [2.5])[:, 0].tolist()
    ([2.0, 1.0, 3.0], [1.0, 0.0, 1.0])
    """
    check_choice("estimand", estimand, get_args(Estimand))
    _check(counts, cause)
    asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
    steps = _tabulate(counts, cause)
    one_out = _OneOut(steps, counts, cause)
    full, without = _PARTS[estimand](steps, one_out, asked)
    n_total = counts.n.sum()
    values = n_total * full - (n_total - 1) * without
    beyond = asked > (steps.time[-1] if steps.survival[-1] > 0 else np.inf)
    return np.asarray(np.where(beyond, np.nan, values), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """Times at which somebody left, and the estimates after each; a start at 0 comes first."""

    time: FloatArray
    at_risk: FloatArray
    events: FloatArray
    of_cause: FloatArray

    @property
    def survival(self) -> FloatArray:
        return np.asarray(np.cumprod(1 - self.events / self.at_risk), dtype=np.float64)

    @property
    def incidence(self) -> FloatArray:
        before = np.concatenate([[1.0], self.survival])[:-1]
        sums = np.cumsum(before * self.of_cause / self.at_risk)
        return np.asarray(sums, dtype=np.float64)

    @property
    def survival_time(self) -> FloatArray:
        """Area under survival up to each time."""
        return _area(self.time, self.survival)


class _OneOut:
    """Estimates from one patient less: up to the row's own time, and on that day.

    The arrays of `before` have the shape (n_times,), as long as that patient would have been at
    risk; the others are of the rows, at the day on which the row's patients left.
    """

    def __init__(self, steps: _Steps, counts: SurvivalCounts, cause: int) -> None:
        fewer = np.maximum(steps.at_risk - 1, 1e-300)  # nobody else: no event of anybody else
        hazard = np.where(steps.at_risk > 1, steps.events / fewer, 0)
        self.survival = np.cumprod(1 - hazard)
        previous = np.concatenate([[1.0], self.survival])[:-1]
        self.incidence = np.cumsum(
            np.where(steps.at_risk > 1, previous * steps.of_cause / fewer, 0)
        )
        self.survival_time = _area(steps.time, self.survival)

        self.row = np.searchsorted(steps.time[1:], counts.time) + 1
        others = (steps.at_risk > 1)[self.row]
        own, own_of_cause = counts.status > 0, counts.status == cause
        left = fewer[self.row]
        start = self.survival[self.row - 1]
        hazard_then = np.where(others, (steps.events[self.row] - own) / left, 0)
        of_cause_then = np.where(others, (steps.of_cause[self.row] - own_of_cause) / left, 0)
        self.survival_then = start * (1 - hazard_then)
        self.incidence_then = self.incidence[self.row - 1] + start * of_cause_then
        lived = steps.time[self.row] - steps.time[self.row - 1]
        self.survival_time_then = self.survival_time[self.row - 1] + start * lived


def _survival(steps: _Steps, one_out: _OneOut, asked: FloatArray) -> tuple[FloatArray, FloatArray]:
    index = _last_step(steps, asked)
    after = one_out.survival_then[:, None] * _relative_survival(steps, one_out, index)
    return steps.survival[index], _join(one_out, index, one_out.survival[index], after)


def _incidence(steps: _Steps, one_out: _OneOut, asked: FloatArray) -> tuple[FloatArray, FloatArray]:
    index = _last_step(steps, asked)
    row, incidence = one_out.row, steps.incidence
    gained = (incidence[index] - incidence[row, None]) * _inverse(steps.survival)[row, None]
    after = one_out.incidence_then[:, None] + one_out.survival_then[:, None] * gained
    return incidence[index], _join(one_out, index, one_out.incidence[index], after)


def _restricted_mean(
    steps: _Steps, one_out: _OneOut, asked: FloatArray
) -> tuple[FloatArray, FloatArray]:
    index = _last_step(steps, asked)
    lived = asked - steps.time[index]
    full = steps.survival_time[index] + lived * steps.survival[index]
    before = one_out.survival_time[index] + lived * one_out.survival[index]
    row = one_out.row
    gained = (full - steps.survival_time[row, None]) * _inverse(steps.survival)[row, None]
    none_left = steps.survival[row, None] == 0
    gained = np.where(none_left, asked - steps.time[row, None], gained)
    after = one_out.survival_time_then[:, None] + one_out.survival_then[:, None] * gained
    return full, _join(one_out, index, before, after)


_PARTS = {"survival": _survival, "incidence": _incidence, "restricted_mean": _restricted_mean}


def _relative_survival(steps: _Steps, one_out: _OneOut, index: NDArray[np.int64]) -> FloatArray:
    """Return S(t) / S(x) for the day x of each row; 1 where S(x) is 0 and cannot fall further."""
    at_leaving = steps.survival[one_out.row, None]
    ratio = steps.survival[index] * _inverse(at_leaving)
    return np.where(at_leaving > 0, ratio, 1.0)


def _join(
    one_out: _OneOut, index: NDArray[np.int64], before: FloatArray, after: FloatArray
) -> FloatArray:
    """Return the estimates from before the row's own day, and from that day on."""
    return np.where(index < one_out.row[:, None], before, after)


def _last_step(steps: _Steps, asked: FloatArray) -> NDArray[np.int64]:
    return np.asarray(np.searchsorted(steps.time[1:], asked, side="right"), dtype=np.int64)


def _area(time: FloatArray, survival: FloatArray) -> FloatArray:
    return np.concatenate([[0.0], np.cumsum(survival[:-1] * np.diff(time))])


def _inverse(values: FloatArray) -> FloatArray:
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def _tabulate(counts: SurvivalCounts, cause: int) -> _Steps:
    nobody = np.zeros_like(counts.group)
    pooled = replace(counts, group=nobody, group_labels=("",), stratum=nobody, stratum_labels=("",))
    table = tabulate_risk(pooled)
    columns = (table.n_at_risk[0], table.n_event_any[0], table.n_event[0, cause - 1])
    starts = (max(counts.n.sum(), 1.0), 0.0, 0.0)
    with_start = [np.concatenate([[s], c]) for s, c in zip(starts, columns, strict=True)]
    return _Steps(np.concatenate([[0.0], table.time]), *with_start)


def _check(counts: SurvivalCounts, cause: int) -> None:
    check_cause(counts, cause)
    problems = []
    if counts.entry is not None:
        hint = "Estimate the curves themselves, or fit a regression that permits delayed entry."
        problems.append(Problem("entry", "delayed entry", "follow-up from the origin on", hint))
    if counts.has_fractions or counts.weight is not None:
        problems.append(Problem("n", "weighted patients", "whole numbers of patients"))
    if problems:
        raise EstimationError("Pseudo-values cannot be estimated.", problems)
