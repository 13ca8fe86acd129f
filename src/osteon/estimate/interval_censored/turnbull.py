"""Survival from events known only to lie between two examinations (Turnbull)."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.estimate.interval_censored.innermost import find_innermost_intervals
from osteon.estimate.interval_censored.interval_counts import IntervalCounts
from osteon.estimate.interval_censored.maximum_likelihood import find_likeliest_probabilities

FloatArray = NDArray[np.float64]

HALF_TOLERANCE = 1e-9
"""What sums of probabilities may lack to one half by rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalBounds:
    """Survival beyond times that were asked for, as far as it is determined.

    Parameters
    ----------
    time : ndarray of float, shape (n_times,)
        As asked for.
    low, high : ndarray of float, shape (n_times,)
        Equal outside the intervals of `TurnbullCurve`; inside one, the data do not say when
        within it the events happened.
    """

    time: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class TurnbullCurve:
    """Where survival falls, and by how much; arrays of shape (k,).

    Parameters
    ----------
    left, right : ndarray of float
        Ends of (left, right] in which events happened, of the single day where they are equal;
        the last may be infinite.
    probability : ndarray of float
        Of an event in that interval; they add up to 1.
    survival : ndarray of float
        After each interval.
    n_patients : float
        In the group.
    log_likelihood : float
        Of these probabilities.
    gap : float
        Upper bound of what the log-likelihood per patient lacks to its maximum.
    """

    left: FloatArray
    right: FloatArray
    probability: FloatArray
    survival: FloatArray
    n_patients: float
    log_likelihood: float
    gap: float

    def median(self) -> tuple[float, float]:
        """Return the two days between which survival falls to one half or below.

        Returns
        -------
        tuple of float
            Ends of the interval of the estimate in which it does: infinite both where the data
            end before that, NaN both in a group of nobody. No interval of confidence.
        """
        if not len(self.survival):
            return float("nan"), float("nan")
        row = int(np.argmax(self.survival <= 0.5 + HALF_TOLERANCE))
        if np.isinf(self.right[row]):
            return float("inf"), float("inf")
        return float(self.left[row]), float(self.right[row])

    def at(self, times: ArrayLike) -> SurvivalBounds:
        """Return what is known of survival beyond some times, in any order.

        Parameters
        ----------
        times : array_like of float, shape (n_times,)
            In the unit of the counts.

        Returns
        -------
        SurvivalBounds
            `high` as if events came at the end of each interval, `low` as if at its beginning.
        """
        asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
        after = np.concatenate([[1.0], self.survival])
        ended = np.searchsorted(self.right, asked, side="right")
        open_begun = np.searchsorted(self.left, asked, side="left")
        begun = np.maximum(ended, open_begun)
        return SurvivalBounds(asked, after[begun], after[ended])


def estimate_survival_between_visits(counts: IntervalCounts) -> dict[str, TurnbullCurve]:
    """Estimate survival where the event is found at examinations, by group.

    Parameters
    ----------
    counts : IntervalCounts
        Last examination without and first with the event.

    Returns
    -------
    dict of str to TurnbullCurve
        A curve for each group label, of the intervals that have probability. Without any row in
        a group of nobody.

    Raises
    ------
    EstimationError
        The likeliest distribution was not found.

    Notes
    -----
    The non-parametric maximum-likelihood estimate. It places probability in innermost intervals
    only and says nothing of when within one; to take the right end, as when the day of the
    examination is entered for that of the event, makes survival too high. With known days and
    right-censoring it is Kaplan-Meier's. There are no standard errors: the estimate converges
    more slowly than the root of n, and neither Greenwood's formula nor the plain bootstrap holds.
    The search ends when the log-likelihood per patient is provably within 1e-10 of its maximum.

    References
    ----------
    Turnbull BW (1976), J R Stat Soc B 38:290. Wellner JA, Zhan Y (1997), JASA 92:945,
    doi:10.1080/01621459.1997.10474049. Groeneboom P, Jongbloed G, Wellner JA (2008), Scand J
    Statist 35:385, doi:10.1111/j.1467-9469.2007.00588.x.
    Oracle: Turnbull's self-consistency iterated to the end, and R survival 3.5.3, ``survfit(
    Surv(left, right, type = "interval2") ~ 1)``, which stops at 5e-5, in
    ``oracle/r/interval_censored.R``; the breast cosmesis data as Fay and Shaw (2010) print them,
    doi:10.18637/jss.v036.i02.

    Examples
    --------
    >>> counts = IntervalCounts.from_rows([0, 1, 2, 4], [2, 3, 5, np.inf])
    >>> curve = estimate_survival_between_visits(counts)[""]
    >>> curve.left.tolist(), curve.right.tolist(), curve.probability.round(3).tolist()
    ([1.0, 4.0], [2.0, 5.0], [0.5, 0.5])
    """
    return {
        label: _estimate_group(_select_group(counts, code))
        for code, label in enumerate(counts.group_labels)
    }


def _select_group(counts: IntervalCounts, code: int) -> IntervalCounts:
    inside = counts.group == code
    columns = ("left", "right", "n", "group")
    return replace(counts, **{name: getattr(counts, name)[inside] for name in columns})


def _estimate_group(counts: IntervalCounts) -> TurnbullCurve:
    if not len(counts.n):
        nothing = np.empty(0)
        return TurnbullCurve(nothing, nothing, nothing, nothing, 0.0, 0.0, 0.0)
    intervals = find_innermost_intervals(counts)
    found = find_likeliest_probabilities(intervals)
    kept = found.probability > 0
    probability = found.probability[kept]
    survival = 1 - np.cumsum(probability)
    survival[-1:] = 0
    return TurnbullCurve(
        left=intervals.left[kept],
        right=intervals.right[kept],
        probability=probability,
        survival=survival,
        n_patients=float(counts.n.sum()),
        log_likelihood=found.log_likelihood,
        gap=found.gap,
    )
