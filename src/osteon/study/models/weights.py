"""Treated and untreated patients with the weights that make them alike."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.cohort import Cohort
from osteon.errors import EstimationError, Problem, StudyError
from osteon.estimate import (
    CovariateCounts,
    CoxModel,
    SurvivalCounts,
    TreatmentWeights,
    estimate_treatment_weights,
    fit_cox,
)
from osteon.protocol import Covariate, Weighting
from osteon.study.models.design import Term, build_terms
from osteon.study.models.fit import read_outcome

TREATED, UNTREATED = "true", "false"
SIDES = (TREATED, UNTREATED)
TREATMENT = "treatment"


@dataclass(frozen=True)
class WeightedPatients:
    """Follow-up by treatment, with the weight of each patient of a row.

    Parameters
    ----------
    table : Arrow table
        As `osteon.cohort.count_covariates` returns it.
    confounders : tuple of Term
        What the chance to be treated was modelled by.
    treated : ndarray of bool
        Which rows are of treated patients.
    weights : TreatmentWeights
        In the order of the rows.
    """

    table: pa.Table
    confounders: tuple[Term, ...]
    treated: NDArray[np.bool_]
    weights: TreatmentWeights

    @cached_property
    def n(self) -> NDArray[np.int64]:
        """The patients of each row."""
        return np.asarray(self.table["n"].to_numpy(), dtype=np.int64)

    def survival_counts(self, *, is_weighted: bool) -> SurvivalCounts:
        """Return follow-up by treatment, with weights or without."""
        sides = np.where(self.treated, TREATED, UNTREATED)
        table = self.table.append_column("side", pa.array(sides))
        table = table.append_column("weight", pa.array(self.weights.weight))
        entry = "entry" if "entry" in table.column_names else None
        weight = "weight" if is_weighted else None
        return SurvivalCounts.from_arrow(table, group=["side"], entry=entry, weight=weight)

    def fit(self, *, is_weighted: bool) -> CoxModel:
        """Return the Cox model of the treatment alone, with weights or without."""
        further: dict[str, NDArray[Any]] = {"n": self.n}
        if "entry" in self.table.column_names:
            further["entry"] = self.table["entry"].to_numpy()
        if is_weighted:
            further["weight"] = self.weights.weight
        counts = CovariateCounts.from_rows(
            self.table["time"].to_numpy(),
            self.table["status"].to_numpy(),
            {TREATMENT: self.treated.astype(np.int64)},
            **further,
        )
        return fit_cox(counts)


def weigh_patients(
    name: str, analysis: Weighting, table: pa.Table, cohort: Cohort
) -> WeightedPatients:
    """Estimate the chance to be treated, and the weights that follow from it.

    Raises
    ------
    StudyError
        Nobody was treated, or everybody was; or the chance has no model, or is certain for some.
    """
    declared = [Covariate.model_validate({"variable": analysis.treatment}), *analysis.covariates]
    treatment, *confounders = build_terms(name, declared, table, cohort)
    if len(treatment.levels) < 2:
        found = f"{len(treatment.levels)} level of '{treatment.variable.label}'"
        problem = Problem(f"analysis.{name}.treatment", found, "treated and untreated patients")
        raise StudyError("Patients cannot be weighted.", [problem])
    treated = treatment.columns[treatment.column(TREATED)] > 0
    confounders = [term for term in confounders if term.columns]
    with_event = table.append_column(TREATMENT, pa.array(treated.astype(np.int64)))
    try:
        weights = estimate_treatment_weights(
            read_outcome(with_event, confounders, TREATMENT),
            estimand=analysis.estimand,
            stabilised=analysis.stabilised,
            truncation=analysis.truncation,
        )
    except EstimationError as error:
        found = f"no model of the treatment: {error.summary}"
        problem = Problem(f"analysis.{name}.covariates", found, "covariates that can be modelled")
        raise StudyError("Patients cannot be weighted.", [problem]) from error
    if weights.model.infinite:
        separated = [
            t.variable.label for t in confounders if {*t.columns} & {*weights.model.infinite}
        ]
        problem = Problem(
            where=f"analysis.{name}.covariates",
            found=f"POSITIVITY-01: a level of {', '.join(separated)} in which all were treated, or "
            "none",
            permitted="treated and untreated patients at every level",
            hint="Leave that level out of the population, or put levels together with `cases`.",
        )
        raise StudyError("Who had no choice of treatment cannot be weighted.", [problem])
    return WeightedPatients(table, tuple(confounders), treated, weights)
