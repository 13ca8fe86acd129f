"""How long patients were followed: the mirror image of Kaplan-Meier."""

from dataclasses import replace

from osteon.estimate.intervals import ConfType
from osteon.estimate.risk_table import tabulate_risk
from osteon.estimate.survival.curve import SurvivalCurve
from osteon.estimate.survival.curve_building import CurveEstimates, build_curves
from osteon.estimate.survival.kaplan_meier import product_limit
from osteon.estimate.survival_counts import SurvivalCounts


def estimate_follow_up(
    counts: SurvivalCounts, *, conf_level: float = 0.95, conf_type: ConfType = "log-log"
) -> dict[str, SurvivalCurve]:
    """Estimate how long patients would have been followed, had nobody had the event.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up; every cause counts as the event.
    conf_level : float, in (0, 1)
        Coverage of the pointwise interval.
    conf_type : {"log-log", "log", "plain", "arcsin", "logit"}
        Scale of the interval.

    Returns
    -------
    dict of str to SurvivalCurve
        The reverse Kaplan-Meier curve of each group: `n_event` are those whose follow-up ended,
        `n_censored` those who had the event, `n_at_risk` those whose follow-up could end.

    Raises
    ------
    EstimationError
        `conf_level` or `conf_type` is not permitted.

    Notes
    -----
    Whoever had the event on a day left before follow-up could end on that day, just as in the
    Kaplan-Meier curve; so S(t) times this curve is the share still under observation. Exchanging
    0 and 1 in the status instead keeps them at risk, which biases the curve under ties.

    References
    ----------
    Schemper M, Smith TL (1996), Control Clin Trials 17:343, doi:10.1016/0197-2456(96)00075-X.
    Oracle: R prodlim 2019.11.13, ``prodlim(Hist(time, status) ~ group, reverse = TRUE)``,
    in ``oracle/r/follow_up.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 2, 6], [1, 0, 0])
    >>> estimate_follow_up(counts)[""].survival.tolist()
    [0.5, 0.0]
    """
    table = tabulate_risk(counts)
    at_risk = table.n_at_risk - table.n_event_any
    survival, log_std_error = product_limit(at_risk, table.n_censored)
    estimates = CurveEstimates(survival, log_std_error, table.n_censored, table.n_event_any)
    open_ended = replace(table, n_at_risk=at_risk)
    return build_curves(counts, open_ended, estimates, conf_level=conf_level, conf_type=conf_type)
