"""The mean number of events a patient has had by each time."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from osteon.estimate.count_columns import check_choice
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.recurrent.histories import EventHistories
from osteon.estimate.recurrent.mean_steps import tabulate_events, variance_of_mean

FloatArray = NDArray[np.float64]
MeanConfType = Literal["log", "plain"]
DeathRule = Literal["terminal", "censoring"]


@dataclass(frozen=True, slots=True, eq=False)
class MeanAt:
    """Mean number of events by times that were asked for; arrays of shape (n_times,).

    Parameters
    ----------
    time : ndarray of float
        As asked for, in any order.
    mean, std_error, conf_low, conf_high : ndarray of float
        The estimate at each time, with its standard error and limits.
    """

    time: FloatArray
    mean: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class MeanCumulativeFunction:
    """Mean number of events by each time, in one group; arrays of shape (k,).

    Parameters
    ----------
    time : ndarray of float
        Ascending times at which somebody of the group had an event or stopped being watched.
    n_at_risk : ndarray of float
        Patients watched and alive just before that time.
    n_event, n_death : ndarray of float
        Events and deaths at that time.
    mean, std_error : ndarray of float
        From that time on until the next.
    conf_low, conf_high : ndarray of float
        Pointwise limits; on the log scale NaN where the mean is still 0.
    conf_level : float
        Coverage of the limits.
    """

    time: FloatArray
    n_at_risk: FloatArray
    n_event: FloatArray
    n_death: FloatArray
    mean: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    conf_level: float

    def at(self, times: ArrayLike) -> MeanAt:
        """Return the mean number of events by some times, in any order.

        Parameters
        ----------
        times : array_like of float, shape (n_times,)
            In the unit of the histories.

        Returns
        -------
        MeanAt
            0 before the first time, NaN beyond the last.
        """
        asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
        row = np.searchsorted(self.time, asked, side="right")
        beyond = asked > self.time[-1]
        columns = (self.mean, self.std_error, self.conf_low, self.conf_high)
        return MeanAt(asked, *(np.where(beyond, np.nan, np.r_[0.0, c][row]) for c in columns))


def estimate_mean_cumulative_function(
    histories: EventHistories,
    *,
    death: DeathRule = "terminal",
    conf_level: float = 0.95,
    conf_type: MeanConfType = "log",
) -> dict[str, MeanCumulativeFunction]:
    """Estimate the mean number of events a patient has had by each time, by group.

    Parameters
    ----------
    histories : EventHistories
        Events, ends and deaths of patients.
    death : {"terminal", "censoring"}
        ``terminal``: the dead have no more events, which the mean counts as none (Ghosh and
        Lin). ``censoring``: the mean as if nobody died, which no patient has; for comparison.
        Without deaths the two are the same (Nelson and Aalen's estimate).
    conf_level : float, in (0, 1)
        Coverage of the pointwise interval.
    conf_type : {"log", "plain"}
        Scale of the interval; the plain one ends at 0.

    Returns
    -------
    dict of str to MeanCumulativeFunction
        A curve for each group label.

    Raises
    ------
    EstimationError
        An option is not permitted.

    Notes
    -----
    The increment at t is S(t-) dN(t) / Y(t), with S Kaplan-Meier's survival and Y those watched
    and alive just before t; an event on the day of death comes before it. The variance is the sum
    over patients of squared influences, so that it holds however the events of a patient depend
    on each other (Lawless and Nadeau); Poisson's would be too small where some patients have most
    of the events. In the influence of a death on later increments the discrete S(t-) / S(t) is
    kept, where Ghosh and Lin's formula for continuous time has 1.

    References
    ----------
    Lawless JF, Nadeau C (1995), Technometrics 37:158, doi:10.1080/00401706.1995.10484300.
    Ghosh D, Lin DY (2000), Biometrics 56:554, doi:10.1111/j.0006-341X.2000.00554.x.
    Oracle: R survival 3.5.3, ``survfit(Surv(tstart, tstop, status) ~ 1, id = )`` (cumhaz and
    std.chaz); for death its definition, written out patient by patient; both in
    ``oracle/r/recurrent_events.R``.

    Examples
    --------
    >>> histories = EventHistories.from_rows(list("ppqr"), [2, 9, 5, 7], [1, 0, 2, 0])
    >>> estimate_mean_cumulative_function(histories)[""].at([4]).mean.round(4).tolist()
    [0.3333]
    """
    check_conf_level(conf_level)
    check_choice("conf_type", conf_type, get_args(MeanConfType))
    check_choice("death", death, get_args(DeathRule))
    if death == "censoring":
        histories = replace(histories, died=np.zeros_like(histories.died))
    return {
        label: _estimate_group(histories.select_group(code), conf_level, conf_type)
        for code, label in enumerate(histories.group_labels)
    }


def _estimate_group(
    histories: EventHistories, conf_level: float, conf_type: MeanConfType
) -> MeanCumulativeFunction:
    steps = tabulate_events(histories)
    std_error = np.sqrt(np.maximum(variance_of_mean(steps), 0))
    low, high = _limits(steps.mean, std_error, conf_level, conf_type)
    return MeanCumulativeFunction(
        steps.time,
        steps.at_risk,
        steps.n_event,
        steps.n_death,
        steps.mean,
        std_error,
        low,
        high,
        conf_level,
    )


def _limits(
    mean: FloatArray, std_error: FloatArray, conf_level: float, conf_type: MeanConfType
) -> tuple[FloatArray, FloatArray]:
    margin = float(ndtri(0.5 + conf_level / 2)) * std_error
    if conf_type == "plain":
        return np.maximum(mean - margin, 0), mean + margin
    started = np.where(mean > 0, mean, np.nan)
    ratio = np.exp(margin / started)
    return started / ratio, started * ratio
