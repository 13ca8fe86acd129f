"""Survival of those who have already survived some time."""

from dataclasses import replace

import numpy as np

from osteon.errors import EstimationError, Problem
from osteon.estimate.intervals import ConfType
from osteon.estimate.survival.curve import SurvivalCurve
from osteon.estimate.survival.kaplan_meier import estimate_survival
from osteon.estimate.survival_counts import SurvivalCounts


def estimate_conditional_survival(
    counts: SurvivalCounts,
    *,
    given: float,
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
) -> dict[str, SurvivalCurve]:
    """Estimate survival beyond each time of patients known to have survived a given time.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up; every cause counts as the event.
    given : float, >= 0
        The time survived, since the origin: P(T > t | T > given).
    conf_level : float, in (0, 1)
        Coverage of the pointwise interval.
    conf_type : {"log-log", "log", "plain", "arcsin", "logit"}
        Scale of the interval.

    Returns
    -------
    dict of str to SurvivalCurve
        A curve for each group, its times still counted from the origin; empty for a group of
        which nobody was followed for longer than `given`.

    Raises
    ------
    EstimationError
        `given` is negative or not finite, or an option is not permitted.

    Notes
    -----
    S(t) / S(given), with Greenwood's sum over (given, t] only: the variance of S(given) does not
    enter. R's ``survfit(start.time = )`` keeps who had the event at just that time, P(T > t | T
    >= given); the two differ only where events fall on `given`.

    References
    ----------
    Davis FG, McCarthy BJ, Freels S, Kupelian V, Bondy ML (1999), Cancer 85:485,
    doi:10.1002/(SICI)1097-0142(19990115)85:2<485::AID-CNCR29>3.0.CO;2-L.
    Oracle: R survival 3.5.3, ``survfit(, start.time = )``, in ``oracle/r/survival.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 5, 5, 8], [1, 1, 0, 0])
    >>> estimate_conditional_survival(counts, given=2)[""].survival.round(4).tolist()
    [0.6667, 0.6667]
    """
    if not 0 <= given < np.inf:
        problem = Problem("given", f"{given}", "a time since the origin, 0 or more")
        raise EstimationError("Survival cannot be conditional on this.", [problem])
    survivors = counts.select_rows(counts.time > given)
    if survivors.entry is not None:
        survivors = replace(survivors, entry=np.maximum(survivors.entry, given))
    return estimate_survival(survivors, conf_level=conf_level, conf_type=conf_type)
