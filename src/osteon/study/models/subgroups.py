"""The effect of a group within the levels of other variables, and whether it differs there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import (
    COVARIATE,
    Cohort,
    CovariateTable,
    count_covariates,
    count_outcome,
)
from osteon.errors import EstimationError, Problem, StudyError
from osteon.protocol import Covariate, StudyProtocol, Subgroups
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.models.cells import counted_cells, n_events
from osteon.study.models.design import Term, build_terms
from osteon.study.models.fit import Fit, Form, fit_terms
from osteon.study.models.guards import guard_covariates, guard_sparse, plain_covariates
from osteon.study.models.regression import without_clusters
from osteon.study.results import Cell, GuardFinding

INTERACTION = "Wald test of the products of group and level, two-sided"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every subgroup alike."""

    name: str
    analysis: Subgroups
    protocol: StudyProtocol
    cohort: Cohort
    form: Form

    @property
    def conf_level(self) -> float:
        """The level of every interval."""
        return self.protocol.settings.conf_level

    def count(self, variables: Sequence[str]) -> CovariateTable:
        """Count by the group and by some variables."""
        names, population = [self.analysis.group, *variables], self.analysis.population
        is_clustered = self.form.is_clustered
        if self.analysis.outcome is not None:
            outcome = self.analysis.outcome
            return count_outcome(self.cohort, population, outcome, names, is_clustered=is_clustered)
        endpoint = self.protocol.endpoint[str(self.analysis.endpoint)]
        return count_covariates(self.cohort, population, endpoint, names, is_clustered=is_clustered)

    def terms(self, table: pa.Table, variables: Sequence[str] = ()) -> tuple[Term, ...]:
        """Return the group, and variables, as terms of a model."""
        declared: list[dict[str, object]] = [{"variable": self.analysis.group}]
        if self.analysis.reference is not None:
            declared[0]["reference"] = self.analysis.reference
        declared += [{"variable": name} for name in variables]
        covariates = [Covariate.model_validate(each) for each in declared]
        return build_terms(self.name, covariates, table, self.cohort)


def answer_subgroups(
    name: str, analysis: Subgroups, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``subgroups``."""
    is_clustered = protocol.unit != "patient"
    model = "logistic" if analysis.outcome is not None else "cox"
    form = Form(model, cause=1 if analysis.cause_specific else None, is_clustered=is_clustered)
    question = Question(name, analysis, protocol, cohort, form)
    findings = [*_guard_time(question)]
    counted = question.count(())
    group = _check_group(question, counted.counted.table)
    sides = (group.compared[0], group.reference)
    keys = CellKeys(name, analysis.population)
    cells = counted_cells(name, analysis.population, counted)
    overall = _fit(question, counted.counted.table)
    cells += _effect_cells(keys, question, counted.counted.table, overall, sides)
    findings += guard_sparse(name, overall, [group])
    tables = {name: without_clusters(counted.counted.table)}
    for variable in analysis.variables:
        inside = question.count([variable])
        tables[f"{name}.{variable}"] = without_clusters(inside.counted.table)
        cells += _subgroup_cells(keys, question, variable, inside, sides)
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=(analysis.population,),
            rows=analysis.variables,
            methods=(
                f"{form.method}, in all patients and within each level.",
                f"Interaction: {INTERACTION}.",
            ),
            settings={
                "population": analysis.population,
                "endpoint": analysis.endpoint or "",
                "outcome": analysis.outcome or "",
                "group": analysis.group,
                "groups": list(sides),
                "ratio": form.ratio,
            },
            counts=tuple(tables),
        ),
        cells=tuple(cells),
        counts=tables,
        findings=tuple(findings),
    )


def _check_group(question: Question, table: pa.Table) -> Term:
    """Return the group as a term; refuse one that has not two levels."""
    (group,) = question.terms(table)
    if len(group.levels) != 2:
        problem = Problem(
            where=f"analysis.{question.name}.group",
            found=f"{len(group.levels) or 'no'} levels of '{group.variable.label}'",
            permitted="two levels, one of which is compared with the other",
            hint="Cut a number with `bands`; put levels together with `cases`.",
        )
        raise StudyError("Subgroups compare two groups.", [problem])
    return group


def _subgroup_cells(
    keys: CellKeys,
    question: Question,
    variable: str,
    counted: CovariateTable,
    sides: tuple[str, str],
) -> Iterator[Cell]:
    """Yield the effect within each level of a variable, and the test that it differs."""
    table = counted.counted.table
    keys = replace(keys, variable=variable)
    described = question.terms(table, [variable])[1]
    if described.variable.kind == "number":
        found = f"'{described.variable.label}', a number"
        problem = Problem(
            f"analysis.{question.name}.variables", found, "levels", "Cut it with `bands`."
        )
        raise StudyError("Subgroups are the levels of a variable.", [problem])
    for level in described.levels:
        inside = table.filter(pc.equal(table[f"{COVARIATE}{variable}"], level))
        yield from _effect_cells(keys.at(level), question, inside, _fit(question, inside), sides)
    p_value = _interaction(question, table, variable)
    if p_value is not None:
        whole = replace(keys, n=_size(table), n_missing=counted.n_incomplete)
        yield whole.write("p_value_interaction", p_value, INTERACTION)


def _effect_cells(
    keys: CellKeys, question: Question, table: pa.Table, fit: Fit | None, sides: tuple[str, str]
) -> Iterator[Cell]:
    """Yield patients and events on either side, and the ratio where it can be estimated."""
    for side in sides:
        inside = table.filter(pc.equal(table[f"{COVARIATE}{question.analysis.group}"], side))
        at_side = replace(keys, group=side, n=_size(inside))
        yield at_side.write("n", _size(inside))
        yield at_side.write("n_event", n_events(inside))
    if fit is not None:
        ((name, ratio),) = fit.ratios.items()
        keys = replace(keys, group=" vs ".join(sides), n=_size(table))
        yield keys.write_estimate(question.form.ratio, ratio, question.form.method)
        yield keys.write("p_value", fit.p_values[name], question.form.method)


def _fit(question: Question, table: pa.Table) -> Fit | None:
    """Fit the group alone; None where one side is empty or nobody has the event."""
    try:
        return fit_terms(question.form, table, question.terms(table), question.conf_level)
    except (EstimationError, StudyError):
        return None


def _interaction(question: Question, table: pa.Table, variable: str) -> float | None:
    """Return the p-value of the products of group and levels; None where it has none."""
    group, levels = question.terms(table, [variable])
    if not (group.columns and levels.columns):
        return None
    ((_, is_in_group),) = group.columns.items()
    products = {f"{name}:{group.name}": each * is_in_group for name, each in levels.columns.items()}
    product = replace(
        levels,
        covariate=Covariate.model_validate({"variable": "interaction"}),
        columns=products,
    )
    try:
        fit = fit_terms(question.form, table, [group, levels, product], question.conf_level)
    except EstimationError:
        return None
    return fit.model.wald_test("interaction").p_value


def _size(table: pa.Table) -> int:
    return int(np.sum(table["n"].to_numpy()))


def _guard_time(question: Question) -> tuple[GuardFinding, ...]:
    analysis, protocol, cohort = question.analysis, question.protocol, question.cohort
    endpoint = protocol.endpoint[analysis.endpoint] if analysis.endpoint else None
    covariates = (
        *plain_covariates([analysis.group], "group"),
        *plain_covariates(analysis.variables, "variables"),
    )
    return guard_covariates(
        question.name, covariates, cohort, analysis.population, endpoint or analysis.origin
    )
