"""One model fitted to a count table: ratios, intervals and tests, whatever its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import COVARIATE
from osteon.estimate import (
    BinaryCounts,
    CovariateCounts,
    CoxModel,
    Estimate,
    FineGrayModel,
    GeeModel,
    LogisticModel,
    TestResult,
    estimate_profile_intervals,
    fit_cox,
    fit_fine_gray,
    fit_gee,
    fit_logistic,
    test_for_no_effect,
)
from osteon.protocol import Regression
from osteon.study.models.design import Term, join_terms

AnyModel = CoxModel | FineGrayModel | GeeModel | LogisticModel
RATIOS: Mapping[str, str] = {
    "cox": "hazard_ratio",
    "fine_gray": "subdistribution_hazard_ratio",
    "logistic": "odds_ratio",
}
TIES = {"efron": "Efron", "breslow": "Breslow"}


@dataclass(frozen=True, slots=True)
class Form:
    """How a model is fitted: as `Regression` declares it, with the columns that strata are in."""

    model: str = "cox"
    ties: str = "efron"
    penalty: str | None = None
    cause: int | None = None
    strata: tuple[str, ...] = ()
    is_clustered: bool = False

    @property
    def ratio(self) -> str:
        """The statistic that the model gives."""
        return RATIOS[self.model]

    @property
    def method(self) -> str:
        """The model in words."""
        interval = "profile-likelihood interval" if self.penalty else "Wald interval"
        robust = ", variance robust to dependence within patients" if self.is_clustered else ""
        if self.model == "fine_gray":
            return f"Fine-Gray regression, Wald interval from the robust variance{robust}"
        penalty = ", Firth's penalty" if self.penalty else ""
        if self.model == "logistic":
            gee = "Generalised estimating equations (logistic), exchangeable within patients"
            return gee if self.is_clustered else f"Logistic regression{penalty}, {interval}"
        hazard = "Cox regression of the cause-specific hazard" if self.cause else "Cox regression"
        return f"{hazard}, {TIES[self.ties]} ties{penalty}, {interval}{robust}"


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model with what is printed of it, by column."""

    model: AnyModel
    counts: CovariateCounts | BinaryCounts
    ratios: Mapping[str, Estimate]
    p_values: Mapping[str, float]
    conf_level: float

    @property
    def is_penalised(self) -> bool:
        """Return whether a penalty keeps ratios finite."""
        return isinstance(self.model, CoxModel | LogisticModel) and self.model.penalty is not None

    def joint_test(self, term: Term) -> TestResult:
        """Return Wald's test that no column of a term matters."""
        return self.model.wald_test(term.name)


def form_of(analysis: Regression, *, is_clustered: bool) -> Form:
    """Return how a regression is fitted."""
    cause = 1 if analysis.cause_specific or analysis.model == "fine_gray" else None
    strata = tuple(f"{COVARIATE}{name}" for name in analysis.strata)
    return Form(analysis.model, analysis.ties, analysis.penalty, cause, strata, is_clustered)


def fit_terms(form: Form, table: pa.Table, terms: Sequence[Term], conf_level: float) -> Fit:
    """Fit a model to a count table.

    Parameters
    ----------
    form : Form
        Which model.
    table : Arrow table
        As `osteon.cohort.count_covariates` or `osteon.cohort.count_outcome` returns it.
    terms : sequence of Term
        Its covariates.
    conf_level : float
        Of the intervals.

    Raises
    ------
    EstimationError
        The model cannot be estimated from these counts.
    """
    if form.model == "logistic":
        return _fit_outcome(form, read_outcome(table, terms), conf_level)
    counts = read_follow_up(table, terms, strata=form.strata)
    if form.model == "fine_gray":
        model = fit_fine_gray(counts)
        return Fit(model, counts, model.ratios(conf_level), model.p_values(), conf_level)
    cox = fit_cox(
        counts,
        cause=form.cause,
        ties="breslow" if form.ties == "breslow" else "efron",
        penalty="firth" if form.penalty else None,
    )
    if form.penalty and cox.converged:
        return _profiled(cox, counts, conf_level)
    return Fit(cox, counts, cox.ratios(conf_level), cox.p_values(), conf_level)


def read_follow_up(
    table: pa.Table, terms: Sequence[Term], *, strata: Sequence[str] = ()
) -> CovariateCounts:
    """Return follow-up as the estimators take it."""
    further = {
        name: table[name].to_numpy() for name in ("entry", "cluster") if name in table.column_names
    }
    if strata:
        crossed = pc.binary_join_element_wise(
            *(pc.cast(table[s], pa.string()) for s in strata), ", "
        )
        further["stratum"] = crossed.to_numpy(zero_copy_only=False).astype(str)
    return CovariateCounts.from_rows(
        table["time"].to_numpy(),
        table["status"].to_numpy(),
        join_terms(terms),
        n=table["n"].to_numpy(),
        **further,
    )


def read_outcome(table: pa.Table, terms: Sequence[Term], event: str = "event") -> BinaryCounts:
    """Return an outcome as the estimators take it."""
    cluster = {"cluster": table["cluster"].to_numpy()} if "cluster" in table.column_names else {}
    return BinaryCounts.from_rows(
        table[event].to_numpy(), join_terms(terms), n=table["n"].to_numpy(), **cluster
    )


def _fit_outcome(form: Form, counts: BinaryCounts, conf_level: float) -> Fit:
    if form.is_clustered:
        gee = fit_gee(counts)
        return Fit(gee, counts, gee.ratios(conf_level), gee.p_values(), conf_level)
    model = fit_logistic(counts, penalty="firth" if form.penalty else None)
    if form.penalty:
        return _profiled(model, counts, conf_level)
    return Fit(model, counts, model.ratios(conf_level), model.p_values(), conf_level)


def _profiled(
    model: CoxModel | LogisticModel, counts: CovariateCounts | BinaryCounts, conf_level: float
) -> Fit:
    """Return a penalised model with intervals and tests of its profile likelihood."""
    ratios = estimate_profile_intervals(model, counts, conf_level=conf_level)
    tests = test_for_no_effect(model, counts)
    return Fit(model, counts, ratios, {name: t.p_value for name, t in tests.items()}, conf_level)
