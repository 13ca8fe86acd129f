"""The cumulative hazard of one cause, others censoring it (Nelson-Aalen)."""

from dataclasses import replace

from osteon.errors import EstimationError, Problem
from osteon.estimate.survival.cumulative_hazard import (
    HazardConfType,
    HazardCurve,
    estimate_cumulative_hazard,
)
from osteon.estimate.survival.hazard_increments import Ties
from osteon.estimate.survival_counts import SurvivalCounts


def estimate_cause_specific_hazard(
    counts: SurvivalCounts,
    *,
    cause: int = 1,
    conf_level: float = 0.95,
    conf_type: HazardConfType = "log",
    ties: Ties = "nelson-aalen",
) -> dict[str, HazardCurve]:
    """Estimate the cumulative hazard of one cause among those still free of any.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up with status 0 censored and 1..k the cause; strata are taken together.
    cause : int
        The cause; others end follow-up as censoring does.
    conf_level : float, in (0, 1)
        Coverage of the pointwise interval.
    conf_type : {"log", "plain"}
        Scale of the interval.
    ties : {"nelson-aalen", "fleming-harrington"}
        How events of one day are summed; see `estimate_cumulative_hazard`.

    Returns
    -------
    dict of str to HazardCurve
        A curve for each group label. 0 throughout in a group in which nobody had the cause.

    Raises
    ------
    EstimationError
        Nobody in the data can have had the cause, or an option is not permitted.

    Notes
    -----
    The hazard describes how fast the cause strikes those whom it still can. exp(-hazard) is no
    probability of anything that can be observed, unless the causes are independent; for
    probabilities see `estimate_cumulative_incidence`. The hazards of all causes add up to that of
    any event.

    References
    ----------
    Aalen O (1978), Ann Stat 6:701, doi:10.1214/aos/1176344247. Putter H et al. (2007), Stat Med
    26:2389, doi:10.1002/sim.2712.
    Oracle: R survival 3.5.3, ``survfit(Surv(time, status == cause) ~ group)$cumhaz``, in
    ``oracle/r/competing_risks.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 5, 5, 8], [1, 2, 1, 0])
    >>> estimate_cause_specific_hazard(counts, cause=2)[""].cumulative_hazard.round(4).tolist()
    [0.0, 0.3333, 0.3333]
    """
    check_cause(counts, cause)
    alone = replace(counts, status=(counts.status == cause).astype(counts.status.dtype))
    return estimate_cumulative_hazard(alone, conf_level=conf_level, conf_type=conf_type, ties=ties)


def check_cause(counts: SurvivalCounts, cause: int) -> None:
    """Raise unless the cause is one that a patient of these counts had, or could have had."""
    n_causes = max(1, int(counts.status.max(initial=1)))
    if not 1 <= cause <= n_causes:
        problem = Problem("cause", f"{cause}", f"a whole number from 1 to {n_causes}")
        raise EstimationError("There is no such cause.", [problem])
