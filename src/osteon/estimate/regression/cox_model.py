"""A fitted Cox model."""

from dataclasses import dataclass
from typing import Literal

from osteon.estimate.regression.partial_likelihood import Ties
from osteon.estimate.regression.regression_model import RegressionModel, chi_square_result
from osteon.estimate.results import Estimate, TestResult

Penalty = Literal["firth"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CoxModel(RegressionModel):
    """A proportional-hazards model, its coefficients being log hazard ratios.

    Parameters
    ----------
    ties : {"efron", "breslow"}
        How events on the same day share their risk set.
    penalty : {"firth"} or None
        Whether the likelihood is penalised; the log-likelihoods then are, too.
    cause : int or None
        The cause of the event; None where any event counts.
    log_likelihood, log_likelihood_null : float
        At the coefficients, and at zero.
    score_statistic : float
        Of the score test at zero.
    """

    ties: Ties
    penalty: Penalty | None
    cause: int | None
    log_likelihood: float
    log_likelihood_null: float
    score_statistic: float

    def hazard_ratios(self, conf_level: float = 0.95) -> dict[str, Estimate]:
        """Return the hazard ratio of each column with its Wald interval; see `ratios`."""
        return self.ratios(conf_level)

    def likelihood_ratio_test(self) -> TestResult:
        """Test that all coefficients are zero, by twice the gain in log-likelihood.

        Returns
        -------
        TestResult
            Chi-square with p degrees of freedom. It trusts the model also where the variance is
            robust.
        """
        statistic = 2 * (self.log_likelihood - self.log_likelihood_null)
        return chi_square_result(statistic, len(self.names), "likelihood-ratio test")

    def score_test(self) -> TestResult:
        """Test that all coefficients are zero, by the score at zero; for one group, a log-rank.

        Returns
        -------
        TestResult
            Chi-square with p degrees of freedom.
        """
        return chi_square_result(self.score_statistic, len(self.names), "score test")
