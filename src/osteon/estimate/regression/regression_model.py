"""What every fitted regression can say: coefficients, their uncertainty, and what to beware of."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.regression.ranks import FloatArray
from osteon.estimate.results import Estimate, TestResult

INTERCEPT = "intercept"  # the column that every patient has; no covariate


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
        The columns, and the variable that each belongs to. Models of a probability begin with
        the column ``intercept``.
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
    events_per_variable : float
        Events, or patients without where they are fewer and the model is of a probability, for
        each column; below ten, estimates are unstable.
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
    events_per_variable: float
    n_iterations: int
    converged: bool
    warnings: tuple[ModelWarning, ...]

    @property
    def std_errors(self) -> FloatArray:
        """The standard errors of the coefficients, shape (p,)."""
        errors: FloatArray = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return errors

    @property
    def n_columns(self) -> int:
        """The number of columns but the intercept."""
        return len([name for name in self.names if name != INTERCEPT])

    def ratios(self, conf_level: float = 0.95) -> dict[str, Estimate]:
        """Return the exponentiated coefficients with Wald intervals.

        Parameters
        ----------
        conf_level : float, in (0, 1)
            Of the intervals.

        Returns
        -------
        dict of str to Estimate
            By column, but the intercept. `std_error` is that of the log ratio. Where the estimate
            is infinite, the ratio is 0 or infinite and has no standard error; a profile interval
            has one finite limit there.
        """
        deviate = float(special.ndtri(0.5 + conf_level / 2))
        triples = zip(self.names, self.coefficients.tolist(), self.std_errors.tolist(), strict=True)
        return {
            name: Estimate(math.inf if coefficient > 0 else 0.0, conf_level=conf_level)
            if name in self.infinite
            else Estimate(
                math.exp(coefficient),
                error,
                _exponential(coefficient - deviate * error),
                _exponential(coefficient + deviate * error),
                conf_level,
            )
            for name, coefficient, error in triples
            if name != INTERCEPT
        }

    def p_values(self) -> dict[str, float]:
        """Return two-sided Wald p-values.

        Returns
        -------
        dict of str to float
            By column; NaN where its estimate is infinite.
        """
        p_values = 2 * special.ndtr(-np.abs(self.coefficients / self.std_errors))
        pairs = zip(self.names, p_values.tolist(), strict=True)
        return {name: math.nan if name in self.infinite else p for name, p in pairs}

    def ratio_for(self, change: Mapping[str, float], conf_level: float = 0.95) -> Estimate:
        """Return the ratio that goes with a change in several columns at once.

        Parameters
        ----------
        change : mapping of str to float
            Difference in each column that changes, such as those of a spline between two values.
        conf_level : float, in (0, 1)
            Of the interval.

        Returns
        -------
        Estimate
            With a Wald interval; `std_error` is that of the log ratio. NaN where a column that
            changes has an infinite estimate.
        """
        check_known(change, self.names)
        if any(name in self.infinite for name, step in change.items() if step):
            return Estimate(math.nan, conf_level=conf_level)
        steps = np.array([change.get(name, 0.0) for name in self.names])
        log_ratio = float(steps @ self.coefficients)
        error = math.sqrt(max(float(steps @ self.covariance @ steps), 0.0))
        margin = float(special.ndtri(0.5 + conf_level / 2)) * error
        low, high = _exponential(log_ratio - margin), _exponential(log_ratio + margin)
        return Estimate(_exponential(log_ratio), error, low, high, conf_level)

    def wald_test(
        self, term: str | None = None, *, names: Sequence[str] | None = None
    ) -> TestResult:
        """Test that the coefficients of one variable, of some columns, or all, are zero.

        Parameters
        ----------
        term : str, optional
            One of `terms`; without it, all but the intercept.
        names : sequence of str, optional
            Some of `names` instead, such as the columns that bend a spline.

        Returns
        -------
        TestResult
            Chi-square with as many degrees of freedom as coefficients; NaN where one of them is
            infinite, as a Wald test has no power there.

        Raises
        ------
        EstimationError
            There is no such term, or no such column.
        """
        check_known(names or (), self.names)
        if term is not None and term not in self.terms:
            known = tuple(dict.fromkeys(self.terms))
            problem = Problem("term", f"'{term}'", ", ".join(known), suggest(term, known))
            raise EstimationError("There is no such term in the model.", [problem])
        chosen = [
            index
            for index, own in enumerate(self.terms)
            if (own == term if term is not None else own != INTERCEPT)
            and (names is None or self.names[index] in names)
        ]
        if any(self.names[index] in self.infinite for index in chosen):
            return chi_square_result(math.nan, len(chosen), "Wald test")
        coefficients = self.coefficients[chosen]
        covariance = self.covariance[np.ix_(chosen, chosen)]
        statistic = float(coefficients @ np.linalg.solve(covariance, coefficients))
        return chi_square_result(statistic, len(chosen), "Wald test")


def chi_square_result(statistic: float, df: float, method: str) -> TestResult:
    """Return the result of a test whose statistic is chi-square distributed."""
    return TestResult(statistic, df, float(special.chdtrc(df, statistic)), method)


def check_known(asked: Iterable[str], known: tuple[str, ...]) -> None:
    """Raise unless all columns asked for are those of a model."""
    problems = [
        Problem("names", f"'{name}'", ", ".join(known), suggest(name, known))
        for name in asked
        if name not in known
    ]
    if problems:
        raise EstimationError("There are no such columns in the model.", problems)


def check_values(model: RegressionModel, at: Mapping[str, float]) -> None:
    """Raise unless each column of a model has a value, and a finite coefficient.

    Parameters
    ----------
    model : RegressionModel
        A fitted model.
    at : mapping of str to float
        Values by column.

    Raises
    ------
    EstimationError
        With all that is missing or unknown.
    """
    permitted = ", ".join(model.names)
    problems = [
        Problem("at", f"no value of '{name}'", permitted) for name in model.names if name not in at
    ]
    problems += [
        Problem("at", f"'{name}'", permitted, suggest(name, model.names))
        for name in at
        if name not in model.names
    ]
    problems += [
        Problem("coefficients", f"an infinite one of '{name}'", "finite ones", "Use a penalty.")
        for name in model.infinite
    ]
    if problems:
        raise EstimationError("The model cannot predict this.", problems)


def _exponential(exponent: float) -> float:
    return math.exp(exponent) if exponent < math.log(np.finfo(np.float64).max) else math.inf
