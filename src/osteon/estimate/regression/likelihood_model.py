"""Regressions fitted by maximum likelihood, penalised or not."""

from dataclasses import dataclass
from typing import Literal

from osteon.estimate.regression.regression_model import RegressionModel, chi_square_result
from osteon.estimate.results import TestResult

Penalty = Literal["firth"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LikelihoodModel(RegressionModel):
    """A regression with p coefficients at the maximum of a likelihood.

    Parameters
    ----------
    penalty : {"firth"} or None
        Whether the likelihood is penalised; the log-likelihoods then are, too.
    log_likelihood, log_likelihood_null : float
        At the coefficients, and where all but the intercept are zero.
    score_statistic : float
        Of the score test where all but the intercept are zero.
    """

    penalty: Penalty | None
    log_likelihood: float
    log_likelihood_null: float
    score_statistic: float

    def likelihood_ratio_test(self) -> TestResult:
        """Test that no covariate matters, by twice the gain in log-likelihood.

        Returns
        -------
        TestResult
            Chi-square with a degree of freedom for each column. It trusts the model also where
            the variance is robust.
        """
        statistic = 2 * (self.log_likelihood - self.log_likelihood_null)
        return chi_square_result(statistic, self.n_columns, "likelihood-ratio test")

    def score_test(self) -> TestResult:
        """Test that no covariate matters, by the score where they do not.

        Returns
        -------
        TestResult
            Chi-square with a degree of freedom for each column. For a Cox model of groups
            without ties, the log-rank test.
        """
        return chi_square_result(self.score_statistic, self.n_columns, "score test")
