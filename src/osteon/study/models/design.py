"""From the columns of a count table to the columns of a model, one term a covariate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.cohort import COVARIATE, Cohort, CohortVariable
from osteon.errors import Problem, StudyError, suggest
from osteon.estimate import Covariates, ValueCounts, choose_knots, spline_columns
from osteon.protocol import Covariate
from osteon.study.summaries import found_levels, order_levels

FloatArray = NDArray[np.float64]

NOT_HELD = "false"
SUMMARY = "A model cannot take a covariate as it is declared."


@dataclass(frozen=True, slots=True)
class Term:
    """A covariate as a model takes it.

    Parameters
    ----------
    covariate : Covariate
        As the protocol declares it.
    variable : CohortVariable
        Its kind, label and levels.
    columns : mapping of str to ndarray of float
        One value for each row of the count table; none where all patients have the same.
    levels : tuple of str
        Levels found, in print order, `false` first, the reference among them; of a number none.
    reference : str
        The level without a column.
    knots : tuple of float
        Of a spline.
    """

    covariate: Covariate
    variable: CohortVariable
    columns: Mapping[str, FloatArray]
    levels: tuple[str, ...] = ()
    reference: str = ""
    knots: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """The name of the variable."""
        return self.covariate.variable

    @property
    def compared(self) -> tuple[str, ...]:
        """The levels that have a column, which are compared with the reference."""
        return tuple(level for level in self.levels if level != self.reference)

    def column(self, level: str) -> str:
        """Return the name of the column of a level."""
        return f"{self.name}={level}"


def build_terms(
    analysis: str, covariates: Sequence[Covariate], table: pa.Table, cohort: Cohort
) -> tuple[Term, ...]:
    """Return the terms of a model.

    Parameters
    ----------
    analysis : str
        For the message.
    covariates : sequence of Covariate
        As the protocol declares them.
    table : Arrow table
        As `osteon.cohort.count_covariates` returns it.
    cohort : Cohort
        Kinds, labels and levels.

    Raises
    ------
    StudyError
        With every covariate that has no such reference, no such form, or values without logarithm.
    """
    problems: list[Problem] = []
    terms: list[Term] = []
    for number, covariate in enumerate(covariates):
        variable = cohort.variables[covariate.variable]
        values = table[f"{COVARIATE}{covariate.variable}"]
        where = f"analysis.{analysis}.covariates.{number}"
        try:
            build = _number_term if variable.kind == "number" else _level_term
            terms.append(build(covariate, variable, values, table["n"], where))
        except StudyError as error:
            problems += error.problems
    if problems:
        raise StudyError(SUMMARY, problems)
    return tuple(terms)


def join_terms(terms: Iterable[Term]) -> Covariates:
    """Return the design of a model; the columns of one term are tested together."""
    owners = {column: term.name for term in terms for column in term.columns}
    columns = {name: values for term in terms for name, values in term.columns.items()}
    return Covariates.from_columns(columns).with_terms(owners)


def _level_term(
    covariate: Covariate,
    variable: CohortVariable,
    values: pa.ChunkedArray,
    _: pa.ChunkedArray,
    where: str,
) -> Term:
    words = values.to_numpy(zero_copy_only=False)
    found = found_levels(pa.table({"value": values}))
    levels = [level for level in order_levels(variable, found) if level in found]
    if covariate.transform is not None or covariate.per is not None:
        raise _refusal(where, f"levels of '{variable.label}'", "a number, for its form")
    if len(levels) < 2:
        return Term(covariate, variable, {}, tuple(levels), "".join(levels))
    if variable.kind == "boolean":
        levels.sort(key=NOT_HELD.__ne__)
    reference = covariate.reference or levels[0]
    if reference not in levels:
        hint = suggest(reference, levels)
        raise _refusal(f"{where}.reference", f"'{reference}'", ", ".join(levels), hint)
    columns = {
        f"{variable.name}={level}": (words == level).astype(np.float64)
        for level in levels
        if level != reference
    }
    return Term(covariate, variable, columns, tuple(levels), reference)


def _number_term(
    covariate: Covariate,
    variable: CohortVariable,
    values: pa.ChunkedArray,
    n: pa.ChunkedArray,
    where: str,
) -> Term:
    numbers = values.cast(pa.float64()).to_numpy()
    if covariate.reference is not None:
        raise _refusal(f"{where}.reference", "a number", "no `reference` of a number")
    if len(np.unique(numbers)) < 2:
        return Term(covariate, variable, {})
    if covariate.transform == "spline":
        return _spline_term(covariate, variable, numbers, n.to_numpy(), where)
    if covariate.transform == "log":
        if numbers.min() <= 0:
            found = f"values of '{variable.label}' that are 0 or less"
            raise _refusal(where, found, "numbers above 0, for a logarithm")
        numbers = np.log(numbers) / (np.log(covariate.per) if covariate.per else 1.0)
    elif covariate.per is not None:
        numbers = numbers / covariate.per
    return Term(covariate, variable, {variable.name: numbers})


def _spline_term(
    covariate: Covariate, variable: CohortVariable, numbers: FloatArray, n: FloatArray, where: str
) -> Term:
    counts = pa.table({"value": numbers, "n": n})
    knots = covariate.knots or choose_knots(ValueCounts.from_arrow(counts, value="value"))
    if len(knots) < 3:
        found = f"too few values of '{variable.label}' for a curve"
        raise _refusal(where, found, "three different quantiles", "Declare `knots`, or bands.")
    columns = spline_columns(numbers, knots)
    if (columns[:, 1:].max(axis=0) <= 0).any() or (numbers >= knots[-1]).all():
        found = f"knots outside the values of '{variable.label}'"
        raise _refusal(where, found, "knots between which there are patients")
    named = {f"{variable.name}{chr(39) * bend}": column for bend, column in enumerate(columns.T)}
    return Term(covariate, variable, named, knots=tuple(knots))


def _refusal(where: str, found: str, permitted: str, hint: str = "") -> StudyError:
    return StudyError(SUMMARY, [Problem(where, found, permitted, hint)])
