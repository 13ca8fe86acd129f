"""A regression: covariates alone and together, and whether its assumptions hold."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from osteon.cohort import Cohort, CovariateTable, count_covariates, count_outcome
from osteon.protocol import Regression, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.models.cells import (
    counted_cells,
    fit_together_and_alone,
    model_cells,
    term_cells,
)
from osteon.study.models.design import Term, build_terms
from osteon.study.models.fit import Form, form_of
from osteon.study.models.guards import (
    guard_covariates,
    guard_incomplete,
    guard_sparse,
    plain_covariates,
)
from osteon.study.models.proportional_hazards import (
    check_proportional_hazards,
    guard_model,
    proportional_hazards_cells,
)
from osteon.study.results import GuardFinding

READINGS = {
    "time_dependent": "{label}: false until the day it became known, true from the day after.",
    "ever": "{label}: as it became known at any time, which hands out guaranteed survival "
    "(TIME-01).",
}
ALONE_METHOD = "Univariable: each covariate alone, in the same patients."
HAZARD_METHOD = (
    "Proportional hazards: score test of the product of covariate and time (Grambsch and "
    "Therneau), on the scale of 1 - Kaplan-Meier."
)


def answer_regression(
    name: str, analysis: Regression, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``regression``."""
    findings = [*_guard_time(name, analysis, protocol, cohort)]
    is_clustered = protocol.unit != "patient"
    counted = count_for(analysis, protocol, cohort, is_clustered=is_clustered)
    table = counted.counted.table
    terms = build_terms(name, analysis.covariates, table, cohort)
    form = form_of(analysis, is_clustered=is_clustered)
    fits = fit_together_and_alone(form, table, terms, protocol.settings.conf_level)
    hazards = check_proportional_hazards(fits.together)
    keys = CellKeys(name, analysis.population)
    cells = counted_cells(name, analysis.population, counted)
    for term in terms:
        cells += term_cells(keys, form, term, fits, counted)
    if fits.together is not None:
        cells += model_cells(keys, fits.together, counted)
    cells += proportional_hazards_cells(keys, hazards)
    labels = {term.name: term.variable.label for term in terms}
    findings += guard_incomplete(name, counted, protocol, cohort)
    findings += guard_sparse(name, fits.together, terms, fits.failure)
    findings += guard_model(name, hazards, labels)
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=(analysis.population,),
            rows=tuple(term.name for term in terms),
            methods=tuple(_methods(analysis, form, terms, cohort, has_hazards=hazards is not None)),
            settings={
                "population": analysis.population,
                "endpoint": analysis.endpoint or "",
                "outcome": analysis.outcome or "",
                "ratio": form.ratio,
                "covariates": {term.name: describe_term(term) for term in terms},
            },
            counts=(name,),
        ),
        cells=tuple(cells),
        counts={name: without_clusters(table)},
        findings=tuple(findings),
    )


def count_for(
    analysis: Regression, protocol: StudyProtocol, cohort: Cohort, *, is_clustered: bool
) -> CovariateTable:
    """Count what a regression needs."""
    switching = [c.variable for c in analysis.covariates if c.reading == "time_dependent"]
    steady = [c.variable for c in analysis.covariates if c.reading != "time_dependent"]
    steady += analysis.strata
    if analysis.outcome is not None:
        return count_outcome(
            cohort, analysis.population, analysis.outcome, steady, is_clustered=is_clustered
        )
    return count_covariates(
        cohort,
        analysis.population,
        protocol.endpoint[str(analysis.endpoint)],
        steady,
        switching=switching,
        is_clustered=is_clustered,
    )


def describe_term(term: Term) -> dict[str, object]:
    """Return how a covariate was read and formed, for the words of the report."""
    covariate = term.covariate
    return {
        "as": covariate.reading,
        "transform": covariate.transform or "",
        "per": covariate.per or 0,
        "levels": list(term.levels),
        "reference": term.reference,
        "knots": [f"{knot:g}" for knot in term.knots],
        "unit": term.variable.unit,
    }


def without_clusters(table: pa.Table) -> pa.Table:
    """Return a count table without the patients that units belong to, for the file of counts."""
    if "cluster" not in table.column_names:
        return table
    keys = [name for name in table.column_names if name not in {"cluster", "n"}]
    summed = table.group_by(keys).aggregate([("n", "sum")]).rename_columns([*keys, "n"])
    return summed.sort_by([(key, "ascending") for key in keys])


def _guard_time(
    name: str, analysis: Regression, protocol: StudyProtocol, cohort: Cohort
) -> tuple[GuardFinding, ...]:
    origin = protocol.endpoint[analysis.endpoint] if analysis.endpoint else analysis.origin
    covariates = [(f"covariates.{k}", c) for k, c in enumerate(analysis.covariates)]
    covariates += plain_covariates(analysis.strata, "strata")
    return guard_covariates(name, covariates, cohort, analysis.population, origin)


def _methods(
    analysis: Regression,
    form: Form,
    terms: Sequence[Term],
    cohort: Cohort,
    *,
    has_hazards: bool,
) -> Iterator[str]:
    yield f"{form.method}. {ALONE_METHOD}" if len(terms) > 1 else f"{form.method}."
    if analysis.strata:
        labels = ", ".join(cohort.variables[name].label for name in analysis.strata)
        yield f"Stratified by {labels}: each level has a baseline hazard of its own."
    for term in terms:
        if term.covariate.reading in READINGS:
            yield READINGS[term.covariate.reading].format(label=term.variable.label)
        if term.knots:
            knots = ", ".join(f"{knot:g}" for knot in term.knots)
            yield f"{term.variable.label}: restricted cubic spline with knots at {knots}."
    if has_hazards:
        yield HAZARD_METHOD
