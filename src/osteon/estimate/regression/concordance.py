"""Concordance: how well a model's risk orders patients by the time of their event."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from osteon.errors import EstimationError, Problem
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.cox_model import CoxModel
from osteon.estimate.regression.kernels import NO_INDEX
from osteon.estimate.regression.order_tree import RankedRows, compare_at_risk, compare_events
from osteon.estimate.regression.partial_likelihood import PartialLikelihood
from osteon.estimate.regression.ranks import FloatArray, rank_values, sum_by_code
from osteon.estimate.results import Estimate

DECIMALS = 12  # log ratios that agree so far are equal: they differ by rounding only
NO_ROWS = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Concordance:
    """How often, of two patients, the one with the higher risk has the event first.

    Parameters
    ----------
    estimate : Estimate
        The share of comparable pairs that are concordant, ties of risk counting half.
    concordant, discordant, tied_risk : float
        Pairs of which it is known who had the event first, by their risks; weighted.
    tied_time, tied_both : float
        Pairs with the event at the same time, with different and with equal risks; these do not
        count.
    """

    estimate: Estimate
    concordant: float
    discordant: float
    tied_risk: float
    tied_time: float
    tied_both: float


def estimate_concordance(
    model: CoxModel, counts: CovariateCounts, *, conf_level: float = 0.95
) -> Concordance:
    """Estimate Harrell's C: how often the one of two patients with the higher risk dies first.

    Parameters
    ----------
    model : CoxModel
        Whose coefficients give the risk.
    counts : CovariateCounts
        The patients it was fitted to, or others with the same covariates.
    conf_level : float, in (0, 1)
        Of the interval.

    Returns
    -------
    Concordance
        The interval is that of Wald, cut at 0 and 1. NaN where no two patients can be compared.

    Raises
    ------
    EstimationError
        The covariates are not those of the model.

    Notes
    -----
    A pair is comparable where one has the event while the other is at risk; a patient censored on
    the day of the event is. Strata are compared within themselves. The variance is the
    infinitesimal jackknife over patients, or over clusters. All as in R's ``concordance(fit)``.
    Counted by trees in time proportional to the rows times the logarithm of the number of
    distinct risks.

    References
    ----------
    Harrell 1982 (doi:10.1001/jama.1982.03320430047030); Therneau and Watson, R survival,
    vignette "concordance". Oracle: R survival 3.5.3, ``concordance(fit)``, in
    ``oracle/r/cox_checks.R``.

    Examples
    --------
    >>> from osteon.estimate.regression.cox import fit_cox
    >>> counts = CovariateCounts.from_rows([1, 2, 3, 4], [1, 1, 1, 0], {"stage": [3, 1, 2, 0]})
    >>> found = estimate_concordance(fit_cox(counts), counts)
    >>> found.concordant, found.discordant, round(found.estimate.value, 3)
    (5.0, 1.0, 0.833)
    """
    check_conf_level(conf_level)
    _check_covariates(model, counts)
    likelihood = PartialLikelihood(counts, counts.is_event(model.cause))
    log_risk = np.round(counts.covariates.patterns @ model.coefficients, DECIMALS)
    rank = rank_values(log_risk)[0]
    if counts.covariates.pattern is not None:
        rank = rank[counts.covariates.pattern]
    rows = _ranked_rows(likelihood, rank)
    starts = likelihood.cells.starts
    tree = np.zeros(int(rank.max()) + 2)
    pairs = np.zeros((len(rank), 3))
    compare_events(rows, starts, tree, pairs)
    concordant, discordant, tied_risk = (rows.weight @ pairs).tolist()
    compare_at_risk(rows, starts, tree, pairs)
    tied, tied_both = _tied_events(likelihood, rank)
    comparable = concordant + discordant + tied_risk
    excess = (concordant - discordant) / comparable if comparable else np.nan
    influence = (pairs[:, 0] - pairs[:, 1] - excess * pairs.sum(axis=1)) / comparable / 2
    return Concordance(
        _with_interval((excess + 1) / 2, _std_error(counts, influence), conf_level),
        concordant,
        discordant,
        tied_risk,
        tied - tied_both,
        tied_both,
    )


def _ranked_rows(likelihood: PartialLikelihood, rank: NDArray[np.int32]) -> RankedRows:
    cells = likelihood.cells
    n_cells = len(cells.time)
    late = cells.before
    return RankedRows(
        rank,
        np.ascontiguousarray(likelihood.counts.total_weight()),
        np.argsort(cells.slot, kind="stable"),
        _bounds(cells.slot, 2 * n_cells),
        NO_ROWS if late is None else np.argsort(late, kind="stable"),
        _bounds(NO_INDEX if late is None else late, n_cells),
    )


def _bounds(codes: NDArray[np.int32], n_codes: int) -> NDArray[np.int64]:
    sizes = np.bincount(codes, minlength=n_codes)
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _tied_events(likelihood: PartialLikelihood, rank: NDArray[np.int32]) -> tuple[float, float]:
    """Return the weight of pairs of events in one cell, and of those with equal risks, too."""
    event = likelihood.event
    cell = likelihood.cells.slot[event] // 2
    each = likelihood.counts.weight
    weight = likelihood.counts.total_weight()[event]
    own = weight if each is None else weight * each[event]

    def pairs(codes: NDArray[np.int32]) -> float:
        n_codes = int(codes.max()) + 1
        squares = sum_by_code(codes, weight, n_codes) ** 2
        return float(squares.sum() - own.sum()) / 2

    both = rank_values(cell.astype(np.int64) * (int(rank.max()) + 1) + rank[event])[0]
    return pairs(cell), pairs(both)


def _std_error(counts: CovariateCounts, influence: FloatArray) -> float:
    moved = influence if counts.weight is None else influence * counts.weight
    if counts.cluster is None:
        return float(np.sqrt(counts.n @ moved**2))
    by_cluster = sum_by_code(counts.cluster, counts.n * moved, int(counts.cluster.max()) + 1)
    return float(np.linalg.norm(by_cluster))


def _with_interval(value: float, std_error: float, conf_level: float) -> Estimate:
    width = float(special.ndtri(0.5 + conf_level / 2)) * std_error
    low, high = np.clip([value - width, value + width], 0.0, 1.0).tolist()
    return Estimate(value, std_error, low, high, conf_level)


def _check_covariates(model: CoxModel, counts: CovariateCounts) -> None:
    if counts.covariates.names != model.names:
        problem = Problem("covariates", ", ".join(counts.covariates.names), ", ".join(model.names))
        raise EstimationError("These patients have other covariates than the model.", [problem])
