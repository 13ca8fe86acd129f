"""Simon and Makuch's curves: survival by a group that patients enter during follow-up."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.intervals import ConfType
from osteon.estimate.survival.curve import SurvivalCurve
from osteon.estimate.survival.kaplan_meier import estimate_survival
from osteon.estimate.survival_counts import SurvivalCounts


def estimate_survival_after_switch(
    counts: SurvivalCounts,
    *,
    start: float | None = None,
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
) -> dict[str, SurvivalCurve]:
    """Estimate survival in and out of a group that patients enter during follow-up.

    Parameters
    ----------
    counts : SurvivalCounts
        Rows as `split_at_switch` makes them: each patient's follow-up divided at the change.
    start : float, optional
        Time after which the curves begin: survival is given being alive then. Without it, the
        origin. Early on few patients have changed, so that one death among them can take the
        curve to 0 for good; Simon and Makuch begin at a landmark.
    conf_level : float, in (0, 1)
        Of the intervals.
    conf_type : {"log-log", "log", "plain", "arcsin", "logit"}
        The scale on which they are symmetric.

    Returns
    -------
    dict of str to SurvivalCurve
        By group, at times since the origin after `start`.

    Raises
    ------
    EstimationError
        There is no late entry in the counts, or nobody is at risk after `start`.

    Notes
    -----
    Kaplan-Meier with each patient at risk in the group of the moment. The curves describe no
    cohort of patients: who is in a group on one day may be in the other on the next. Their test
    is `test_for_survival_difference_after_switch`, that of Mantel and Byar.

    References
    ----------
    Simon and Makuch 1984 (doi:10.1002/sim.4780030106). Oracle: R survival 3.5.3,
    ``survfit(Surv(entry, time, status) ~ group)``, in ``oracle/r/landmark.R``.

    Examples
    --------
    >>> from osteon.estimate.survival.switch import split_at_switch
    >>> counts = split_at_switch([10, 4, 8, 9], [1, 1, 0, 1], [6, np.nan, 3, np.nan])
    >>> curves = estimate_survival_after_switch(counts, start=3)
    >>> curves["before"].survival.round(3).tolist(), curves["after"].survival.tolist()
    ([0.667, 0.667, 0.0], [1.0, 0.0])
    """
    if counts.entry is None:
        hint = "Divide follow-up at the change with split_at_switch."
        problem = Problem("entry", "no such column", "start-stop rows", hint)
        raise EstimationError("These curves need to know when patients changed.", [problem])
    kept = counts if start is None else _after(counts, counts.entry, start)
    return estimate_survival(kept, conf_level=conf_level, conf_type=conf_type)


def _after(counts: SurvivalCounts, entry: NDArray[np.float64], start: float) -> SurvivalCounts:
    rows = counts.time > start
    kept = replace(counts.select_rows(rows), entry=np.maximum(entry[rows], start))
    if not len(kept.time):
        problem = Problem("start", "nobody at risk after it", "an earlier time")
        raise EstimationError("There are no curves from this time on.", [problem])
    return kept
