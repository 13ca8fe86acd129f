"""Cells of a fitted model: ratios of its terms, alone and together, and what it says as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import COVARIATE, CovariateTable
from osteon.errors import EstimationError
from osteon.estimate import (
    CovariateCounts,
    CoxModel,
    LogisticModel,
    TestResult,
    estimate_concordance,
    spline_columns,
)
from osteon.study.cell_keys import CellKeys
from osteon.study.follow_up import endpoint_cells
from osteon.study.models.design import Term
from osteon.study.models.fit import Fit, Form, fit_terms
from osteon.study.results import Cell

ALONE = "_univariable"
WALD_METHOD = "Wald test of all its columns, two-sided"
BEND_METHOD = "Wald test of the columns that bend the curve, two-sided"
CONCORDANCE_METHOD = "Harrell's C, interval by the infinitesimal jackknife"
PER_VARIABLE_METHOD = "Events for each column of the model"
HELD = "true"


@dataclass(frozen=True, slots=True)
class Fits:
    """A model of all terms together, and of each alone; None where it cannot be estimated."""

    together: Fit | None
    alone: Mapping[str, Fit]
    failure: str = ""


def counted_cells(name: str, population: str, counted: CovariateTable) -> list[Cell]:
    """Return how many were looked at, and how many could not be counted for which reason."""
    keys = CellKeys(name, population, n=counted.counted.n_population)
    left_out = {
        "n_incomplete": counted.n_incomplete,
        "n_no_day": counted.n_complete - n_patients(counted.counted.table),
    }
    cells = endpoint_cells(name, population, counted.counted)
    return cells + [keys.write(word, value) for word, value in left_out.items() if value]


def fit_together_and_alone(
    form: Form, table: pa.Table, terms: Sequence[Term], conf_level: float
) -> Fits:
    """Fit all terms together, and each of several alone on the same patients."""
    varying = [term for term in terms if term.columns]
    if not varying:
        return Fits(None, {}, failure="No covariate varies among those who can be counted.")
    alone = {}
    for term in varying if len(terms) > 1 else ():
        try:
            alone[term.name] = fit_terms(form, table, [term], conf_level)
        except EstimationError:
            continue
    try:
        return Fits(fit_terms(form, table, varying, conf_level), alone)
    except EstimationError as error:
        return Fits(None, alone, failure=str(error))


def term_cells(
    keys: CellKeys, form: Form, term: Term, fits: Fits, counted: CovariateTable
) -> Iterator[Cell]:
    """Yield the cells of one term: numbers of its levels, ratios and tests."""
    keys = replace(keys, variable=term.name)
    yield from _level_numbers(keys, term, counted)
    for fit, suffix in ((fits.alone.get(term.name), ALONE), (fits.together, "")):
        if fit is None or not term.columns:
            continue
        own = replace(keys, n=n_patients(counted.counted.table))
        for level, column in _columns(term):
            at = own.at(level)
            yield at.write_estimate(f"{form.ratio}{suffix}", fit.ratios[column], form.method)
            yield at.write(f"p_value{suffix}", fit.p_values[column], form.method)
        if term.knots:
            yield from _curve_cells(own, form, term, fit, suffix)
        if len(term.columns) > 1:
            yield own.write(f"p_value{suffix}", fit.joint_test(term).p_value, WALD_METHOD)


def model_cells(keys: CellKeys, fit: Fit, counted: CovariateTable) -> Iterator[Cell]:
    """Yield what a model says as a whole."""
    keys = replace(keys, n=n_patients(counted.counted.table))
    yield keys.write("n", keys.n or 0)
    yield keys.write("n_event", fit.model.n_event)
    yield keys.write("events_per_variable", fit.model.events_per_variable, PER_VARIABLE_METHOD)
    if isinstance(fit.model, CoxModel) and isinstance(fit.counts, CovariateCounts):
        share = estimate_concordance(fit.model, fit.counts, conf_level=fit.conf_level).estimate
        yield keys.write_estimate("concordance", share, CONCORDANCE_METHOD)
    yield from test_cells(keys, *_whole_test(fit))


def test_cells(keys: CellKeys, name: str, test: TestResult) -> Iterator[Cell]:
    """Yield statistic, degrees of freedom and p of a test of a model, named after the test."""
    method = f"{test.method[:1].upper()}{test.method[1:]}"
    numbers = {"chi_square": test.statistic, "df": test.df, "p_value": test.p_value}
    for word, value in numbers.items():
        yield keys.write(f"{word}_{name}", value, method)


test_cells.__dict__["__test__"] = False  # not one of pytest's


def _whole_test(fit: Fit) -> tuple[str, TestResult]:
    """Return the likelihood-ratio test, or Wald's where there is no likelihood to trust."""
    model = fit.model
    is_plain = isinstance(model, CoxModel | LogisticModel) and fit.counts.cluster is None
    if is_plain and isinstance(model, CoxModel | LogisticModel):
        return "likelihood_ratio", model.likelihood_ratio_test()
    return "wald", model.wald_test()


def _columns(term: Term) -> list[tuple[str, str]]:
    """Return the levels of a term with their columns; of a plain number its one column."""
    if term.levels:
        return [(level, term.column(level)) for level in term.compared]
    return [] if term.knots else [("", term.name)]


def _curve_cells(keys: CellKeys, form: Form, term: Term, fit: Fit, suffix: str) -> Iterator[Cell]:
    """Yield ratios at the knots of a spline against the middle one, and the test of its bends."""
    names = list(term.columns)
    at_knots = spline_columns(term.knots, term.knots)
    middle = len(term.knots) // 2
    method = f"{form.method}; against {term.knots[middle]:g}"
    for place, knot in enumerate(term.knots):
        if place == middle:
            continue
        change = dict(zip(names, (at_knots[place] - at_knots[middle]).tolist(), strict=True))
        ratio = fit.model.ratio_for(change, fit.conf_level)
        yield keys.at(f"{knot:g}").write_estimate(f"{form.ratio}{suffix}", ratio, method)
    bends = fit.model.wald_test(names=names[1:])
    yield keys.write(f"p_value_linearity{suffix}", bends.p_value, BEND_METHOD)


def _level_numbers(keys: CellKeys, term: Term, counted: CovariateTable) -> Iterator[Cell]:
    """Yield patients and events of each level; of a truth value that changes, ever and never."""
    table = counted.counted.table
    lacking = counted.n_missing.get(term.name, 0)
    if lacking:
        yield keys.write("n_without", lacking)
    for level in term.levels:
        inside = table.filter(pc.equal(table[f"{COVARIATE}{term.name}"], level))
        is_entered = term.name in counted.n_entered and level == HELD
        n = counted.n_entered[term.name] if is_entered else n_patients(inside)
        at = replace(keys, n=n).at(level)
        yield at.write("n", n)
        yield at.write("n_event", n_events(inside))


def n_events(table: pa.Table) -> int:
    """Return the number of events of interest in a count table."""
    is_event = table["event" if "event" in table.column_names else "status"].to_numpy() == 1
    return int(np.sum(table["n"].to_numpy(), where=is_event))


def n_patients(table: pa.Table) -> int:
    """Return the number of patients in a count table, each counted by its first row."""
    n = table["n"].to_numpy()
    if "is_first" not in table.column_names:
        return int(n.sum())
    return int(np.sum(n, where=table["is_first"].to_numpy(zero_copy_only=False)))
