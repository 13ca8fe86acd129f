"""The odds ratio of a table of two rows and two columns."""

import math
from typing import Literal

import numpy as np

from osteon.estimate.count_columns import check_choice
from osteon.estimate.distributions import normal_limit
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate
from osteon.estimate.tables.conditional_distribution import ConditionalDistribution
from osteon.estimate.tables.contingency import ContingencyTable, check_two_by_two

OddsRatioMethod = Literal["woolf", "conditional", "mid-p"]
ODDS_RATIO_METHODS = ("woolf", "conditional", "mid-p")


def estimate_odds_ratio(
    table: ContingencyTable, *, method: OddsRatioMethod = "woolf", conf_level: float = 0.95
) -> Estimate:
    """Estimate how many times the odds of the first column are higher in the first row.

    Parameters
    ----------
    table : ContingencyTable
        Two rows and two columns with counts a, b and c, d; the ratio is ad/bc. Turn it round by
        ``table.select(rows=..., columns=...)``.
    method : {"woolf", "conditional", "mid-p"}
        The cross ratio with a normal interval on the logarithm; the conditional maximum
        likelihood estimate with the exact interval of two tails; the median-unbiased estimate
        with the mid-p interval, which is shorter and covers `conf_level` on average.
    conf_level : float, in (0, 1)
        Coverage of the interval.

    Returns
    -------
    Estimate
        An odds ratio in [0, inf]; its `std_error` is that of the logarithm (Woolf only). With an
        empty cell the estimate is 0 or infinite, and so is the limit on that side; the other
        limit is finite for the exact methods and NaN for Woolf's, whose variance is then not
        defined. All is NaN where a row or a column is empty. Nothing is ever added to a cell.

    Raises
    ------
    EstimationError
        The table is not 2 x 2.

    Notes
    -----
    The conditional method is that of ``fisher.test``, whose own estimate is solved to 1e-4 only;
    the oracle solves R's equations to the end. For mid-p see ``epitools::oddsratio.midp``.

    References
    ----------
    Woolf B (1955), Ann Hum Genet 19:251, doi:10.1111/j.1469-1809.1955.tb01348.x. Cornfield J
    (1956), Proc 3rd Berkeley Symp 4:135. Berry G, Armitage P (1995), The Statistician 44:417,
    doi:10.2307/2348891. Oracle: R 4.2, ``oracle/r/odds_ratios.R``.

    Examples
    --------
    >>> functioning = ContingencyTable.from_array([[77, 28], [94, 106]])
    >>> ratio = estimate_odds_ratio(functioning)
    >>> f"{ratio.value:.2f} ({ratio.conf_low:.2f}-{ratio.conf_high:.2f})"
    '3.10 (1.85-5.18)'
    """
    check_two_by_two(table, method="An odds ratio")
    check_choice("method", method, ODDS_RATIO_METHODS)
    check_conf_level(conf_level)
    if not (table.row_totals.all() and table.column_totals.all()):
        return Estimate(math.nan, conf_level=conf_level)
    if method == "woolf":
        return _woolf(table, conf_level)
    mid_p = method == "mid-p"
    distribution = ConditionalDistribution.from_two_by_two(table.counts)
    return Estimate(
        distribution.median_unbiased() if mid_p else distribution.conditional_maximum(),
        conf_low=distribution.limit((1 - conf_level) / 2, lower=True, mid_p=mid_p),
        conf_high=distribution.limit((1 - conf_level) / 2, lower=False, mid_p=mid_p),
        conf_level=conf_level,
    )


def _woolf(table: ContingencyTable, conf_level: float) -> Estimate:
    (a, b), (c, d) = table.counts.tolist()
    if a * d == 0:
        return Estimate(0.0, math.inf, 0.0, math.nan, conf_level)
    if b * c == 0:
        return Estimate(math.inf, math.inf, math.nan, math.inf, conf_level)
    std_error = math.sqrt(float((1 / table.counts).sum()))
    log_ratio = math.log(a * d / (b * c))
    half_width = normal_limit((1 - conf_level) / 2) * std_error
    low, high = np.exp([log_ratio - half_width, log_ratio + half_width]).tolist()
    return Estimate(a * d / (b * c), std_error, low, high, conf_level)
