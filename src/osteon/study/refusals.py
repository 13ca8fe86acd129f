"""Analyses that cannot be answered: all of them in one message."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from osteon.errors import Problem, StudyError, UserError


def raise_refusals(refusals: Mapping[str, UserError]) -> None:
    """Raise what stands in the way of a study, if anything does.

    Parameters
    ----------
    refusals : mapping of UserError
        By analysis.

    Raises
    ------
    UserError
        The one refusal there is; of several a `StudyError` with all their problems.
    """
    if len(refusals) == 1:
        raise next(iter(refusals.values()))
    if refusals:
        problems = [p for name, error in refusals.items() for p in list_problems(name, error)]
        raise StudyError(f"{len(refusals)} analyses cannot be answered.", problems)


def list_problems(name: str, error: UserError) -> Iterator[Problem]:
    """Yield the problems of a refused analysis, each with where it stands in the protocol."""
    place = f"analysis.{name}"
    if not error.problems:
        summary = error.summary.removesuffix(".")
        yield Problem(place, summary, "records that the method asked for can use")
    for problem in error.problems:
        is_placed = problem.where == place or problem.where.startswith(f"{place}.")
        yield problem if is_placed else replace(problem, where=f"{place}, {problem.where}")
