"""Probability of being in each state at each time (Aalen-Johansen)."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.competing.cumulative_incidence import incidence_limits
from osteon.estimate.intervals import ConfType, check_conf_level, check_conf_type
from osteon.estimate.multistate.state_occupation import StateOccupation
from osteon.estimate.multistate.transition_counts import CENSORED, TransitionCounts
from osteon.estimate.risk_table import index_times

FloatArray = NDArray[np.float64]


def estimate_state_occupation(
    counts: TransitionCounts,
    *,
    start: str | Mapping[str, float] | None = None,
    start_time: float = 0.0,
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
) -> StateOccupation:
    """Estimate the probability of being in each state at each time after a start.

    Parameters
    ----------
    counts : TransitionCounts
        Stays in states.
    start : str or mapping of str to float, optional
        State in which all are at `start_time`, or the probability of each. By default the share
        of those who are watched just after `start_time`.
    start_time : float
        Transitions after this time are followed.
    conf_level : float, in (0, 1)
        Coverage of the pointwise limits.
    conf_type : {"log-log", "log", "plain", "arcsin", "logit"}
        Scale of the limits.

    Returns
    -------
    StateOccupation
        With `start` one state, its row of the transition probabilities P(start_time, t).

    Raises
    ------
    EstimationError
        A state is not known, probabilities do not add up to 1, or nobody is watched at the start.

    Notes
    -----
    The product of I + dA, where dA has the share of those at risk in a state who move to another
    at that time. Occupation from the origin is right whether or not the process is Markov; the
    transition probabilities from a later time need it. The variance is Greenwood's, with
    multinomial moves, as in R's etm; a start estimated from the data adds its own. R's ``survfit``
    takes the infinitesimal jackknife over patients instead, which is the same unless patients
    come back to a state or enter it late.

    References
    ----------
    Aalen and Johansen (1978), Scand J Statist 5:141; Andersen et al. (1993), Statistical Models
    Based on Counting Processes, IV.4, doi:10.1007/978-1-4612-4348-9.
    Oracle: R etm 1.1.1, ``etm(data, states, tra, "cens", s)``, and survival 3.5.3,
    ``survfit(Surv(entry, time, factor) ~ 1, id = )``, in ``oracle/r/multi_state.R``.

    Examples
    --------
    >>> course = TransitionCounts.from_illness_death([2, np.nan, np.nan], [6, 4, 5], [1, 1, 0])
    >>> estimate_state_occupation(course).at([3]).probability.round(3).tolist()
    [[0.667, 0.333, 0.0]]
    """
    check_conf_level(conf_level)
    check_conf_type(conf_type)
    p, covariance = _starting_point(counts, start, start_time)
    time, at_risk, moves = _tabulate(counts, start_time)
    probability, variance = _carry_forward(p, covariance, at_risk, moves)
    std_error = np.sqrt(np.maximum(variance, 0))
    low, high = incidence_limits(probability, std_error, conf_level, conf_type)
    return StateOccupation(
        states=counts.states,
        time=time,
        n_at_risk=at_risk,
        n_transition=moves,
        start_time=start_time,
        start=p,
        probability=probability,
        std_error=std_error,
        conf_low=low,
        conf_high=high,
        last_time=float(counts.time.max(initial=-np.inf)),
        start_std_error=np.sqrt(np.diag(covariance)),
    )


def _starting_point(
    counts: TransitionCounts, start: str | Mapping[str, float] | None, start_time: float
) -> tuple[FloatArray, FloatArray]:
    """Return the probability of each state at the start, and its covariance."""
    n_states = len(counts.states)
    if start is None:
        watched = (counts.entry <= start_time) & (counts.time > start_time)
        number = np.bincount(
            counts.from_state[watched], weights=counts.n[watched], minlength=n_states
        )
        if not number.sum():
            hint = "Name the state in which all start, or a later start_time."
            problem = Problem("start", f"nobody watched at {start_time:g}", "a patient", hint)
            raise EstimationError("The states at the start are not known.", [problem])
        share = number / number.sum()
        return share, (np.diag(share) - np.outer(share, share)) / number.sum()
    given = {start: 1.0} if isinstance(start, str) else dict(start)
    problems = [
        Problem("start", f"'{name}'", ", ".join(counts.states), suggest(name, counts.states))
        for name in given
        if name not in counts.states
    ]
    if abs(sum(given.values()) - 1) > 1e-9 or min(given.values()) < 0:
        problems.append(
            Problem("start", "numbers that are no distribution", "shares that sum to 1")
        )
    if problems:
        raise EstimationError("The states at the start are not known.", problems)
    return np.array([given.get(name, 0.0) for name in counts.states]), np.zeros((n_states,) * 2)


def _tabulate(
    counts: TransitionCounts, start_time: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return times of transitions, numbers at risk (k, states), moves (k, states, states)."""
    n_states = len(counts.states)
    moved = (counts.to_state != CENSORED) & (counts.time > start_time) & (counts.n > 0)
    time, position = index_times(counts.time[moved])
    shape = (len(time), n_states, n_states)
    cell = (
        np.ravel_multi_index((position, counts.from_state[moved], counts.to_state[moved]), shape)
        if len(time)
        else np.empty(0, dtype=np.int64)
    )
    moves = np.bincount(cell, weights=counts.n[moved], minlength=int(np.prod(shape)))
    entered = np.searchsorted(time, counts.entry, side="right")
    left = np.searchsorted(time, counts.time, side="right")
    change = np.zeros((len(time) + 1, n_states))
    np.add.at(change, (entered, counts.from_state), counts.n)
    np.add.at(change, (left, counts.from_state), -counts.n)
    return time, np.cumsum(change, axis=0)[:-1], moves.reshape(shape).astype(np.float64)


def _carry_forward(
    p: FloatArray, covariance: FloatArray, at_risk: FloatArray, moves: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return probabilities and variances after each time, shape (k, n_states)."""
    n_states = len(p)
    identity = np.eye(n_states)
    share = np.divide(moves, at_risk[:, :, None], out=np.zeros_like(moves), where=moves > 0)
    steps = share + identity * (1 - share.sum(axis=2))[:, :, None]
    weight = np.divide(1.0, at_risk, out=np.zeros_like(at_risk), where=moves.any(axis=2))
    probability, variance = np.empty_like(at_risk), np.empty_like(at_risk)
    for k, step in enumerate(steps):
        scale = p**2 * weight[k]  # moves from a state vary as multinomial counts
        added = np.diag(scale @ step) - step.T @ (scale[:, None] * step)
        covariance = step.T @ covariance @ step + added
        p = p @ step
        probability[k], variance[k] = p, np.diag(covariance)
    return probability, variance
