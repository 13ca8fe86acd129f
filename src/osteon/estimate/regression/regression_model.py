"""What every fitted regression can say: coefficients, their uncertainty, and what to beware of."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.regression.covariates import Covariates
from osteon.estimate.regression.newton import Maximum
from osteon.estimate.regression.ranks import FloatArray
from osteon.estimate.results import Estimate, TestResult

LONG_STEP = 0.1  # change in log ratio over a covariate's range, of a step at a flat likelihood
FEW_EVENTS = 10  # events per variable below which estimates are unstable (Peduzzi 1995)


@dataclass(frozen=True, slots=True)
class ModelWarning:
    """A reason not to trust a fitted model as it stands.

    Parameters
    ----------
    code : str
        Stable name, such as ``MONOTONE-01``.
    message : str
        What was seen.
    hint : str
        What to do.
    """

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RegressionModel:
    """A fitted regression with p coefficients.

    Parameters
    ----------
    names, terms : tuple of str
        The columns, and the variable that each belongs to.
    coefficients : ndarray of float, shape (p,)
        On the scale of the log ratio. Where the likelihood is monotone, where the iteration
        stopped: the estimate is infinite, see `infinite`.
    covariance : ndarray of float, shape (p, p)
        Of the coefficients; robust where the model was asked for that.
    model_covariance : ndarray of float, shape (p, p)
        The inverse of the information, which trusts the model.
    infinite : tuple of str
        Columns whose estimate is infinite, as a group has no event or nothing else.
    n, n_event : float
        Patients (rows, where patients have several) and events.
    n_iterations : int
        Steps of the fit.
    converged : bool
        Whether the fit reached its end.
    warnings : tuple of ModelWarning
        What to beware of.
    """

    names: tuple[str, ...]
    terms: tuple[str, ...]
    coefficients: FloatArray
    covariance: FloatArray
    model_covariance: FloatArray
    infinite: tuple[str, ...]
    n: float
    n_event: float
    n_iterations: int
    converged: bool
    warnings: tuple[ModelWarning, ...]

    @property
    def std_errors(self) -> FloatArray:
        """Standard errors of the coefficients, shape (p,)."""
        errors: FloatArray = np.sqrt(np.diag(self.covariance))
        return errors

    @property
    def events_per_variable(self) -> float:
        """Events for each column; below ten, estimates are unstable."""
        return self.n_event / len(self.names)

    def ratios(self, conf_level: float = 0.95) -> dict[str, Estimate]:
        """Return the exponentiated coefficients with Wald intervals.

        Parameters
        ----------
        conf_level : float, in (0, 1)
            Of the intervals.

        Returns
        -------
        dict of str to Estimate
            By column. `std_error` is that of the log ratio. Where the estimate is infinite, the
            ratio is 0 or infinite and has no standard error; profile intervals have one limit.
        """
        deviate = float(special.ndtri(0.5 + conf_level / 2))
        triples = zip(self.names, self.coefficients, self.std_errors, strict=True)
        return {
            name: _infinite_ratio(coefficient, conf_level)
            if name in self.infinite
            else Estimate(
                math.exp(coefficient),
                float(error),
                math.exp(coefficient - deviate * error),
                math.exp(coefficient + deviate * error),
                conf_level,
            )
            for name, coefficient, error in triples
        }

    def p_values(self) -> dict[str, float]:
        """Return the two-sided Wald p-value of each column; NaN where its estimate is infinite."""
        p_values = 2 * special.ndtr(-np.abs(self.coefficients / self.std_errors))
        pairs = zip(self.names, p_values.tolist(), strict=True)
        return {name: math.nan if name in self.infinite else p for name, p in pairs}

    def wald_test(self, term: str | None = None) -> TestResult:
        """Test that the coefficients of one variable, or all, are zero.

        Parameters
        ----------
        term : str, optional
            One of `terms`; all of them without it.

        Returns
        -------
        TestResult
            Chi-square with as many degrees of freedom as coefficients; NaN where one of them is
            infinite, as a Wald test has no power there.

        Raises
        ------
        EstimationError
            There is no such term.
        """
        if term is not None and term not in self.terms:
            permitted = ", ".join(dict.fromkeys(self.terms))
            hint = suggest(term, self.terms)
            problem = Problem("term", f"'{term}'", permitted, hint)
            raise EstimationError("There is no such term in the model.", [problem])
        chosen = [index for index, own in enumerate(self.terms) if term in {None, own}]
        coefficients = self.coefficients[chosen]
        covariance = self.covariance[np.ix_(chosen, chosen)]
        statistic = float(coefficients @ np.linalg.solve(covariance, coefficients))
        if any(self.names[index] in self.infinite for index in chosen):
            statistic = math.nan
        return chi_square_result(statistic, len(chosen), "Wald test")


def chi_square_result(statistic: float, df: float, method: str) -> TestResult:
    """Return the result of a test whose statistic is chi-square distributed."""
    return TestResult(statistic, df, float(special.chdtrc(df, statistic)), method)


def find_infinite(fit: Maximum, covariates: Covariates) -> tuple[str, ...]:
    """Return the columns along which a monotone likelihood still rises, if it is monotone."""
    if not fit.is_monotone:
        return ()
    change = np.abs(fit.last_step) * np.ptp(covariates.patterns, axis=0)
    return tuple(
        name for name, own in zip(covariates.names, change, strict=True) if own > LONG_STEP
    )


def list_warnings(
    infinite: tuple[str, ...], events_per_variable: float, *, converged: bool, penalised: bool
) -> tuple[ModelWarning, ...]:
    """Return what to beware of in a fit."""
    warnings = []
    if infinite:
        warnings.append(
            ModelWarning(
                "MONOTONE-01",
                f"The likelihood is monotone in {', '.join(infinite)}: the estimate is infinite.",
                "Use Firth's penalty, or report a profile interval, which has one finite limit.",
            )
        )
    if not converged:
        message = "The fit did not converge."
        warnings.append(ModelWarning("CONVERGENCE-01", message, "Use fewer covariates."))
    if events_per_variable < FEW_EVENTS and not penalised:
        warnings.append(
            ModelWarning(
                "EVENTS-01",
                f"There are {events_per_variable:.1f} events for each variable, fewer than ten.",
                "Use fewer covariates or Firth's penalty, and read the intervals with care.",
            )
        )
    return tuple(warnings)


def _infinite_ratio(coefficient: float, conf_level: float) -> Estimate:
    value = math.inf if coefficient > 0 else 0.0
    return Estimate(value, conf_level=conf_level)
