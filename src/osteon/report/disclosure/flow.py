"""The flow chart without small numbers of those who left."""

from collections.abc import Iterable
from dataclasses import replace

from osteon.report.disclosure.places import is_small
from osteon.study import AttritionStep


def merge_steps(attrition: Iterable[AttritionStep], threshold: int) -> tuple[AttritionStep, ...]:
    """Return steps of which none leaves out a few: small ones are told together with a neighbour.

    Those who could not be judged count among those left out. Where even all steps of a population
    leave out a few, it is not told, and neither are those taken from it.
    """
    by_population: dict[str, list[AttritionStep]] = {}
    for step in attrition:
        by_population.setdefault(step.population, []).append(_without_unknown(step))
    told: list[AttritionStep] = []
    untold: set[str] = set()
    for name, steps in by_population.items():
        merged = _merged(steps, threshold)
        if steps[0].parent in untold or any(_is_small(step, threshold) for step in merged):
            untold.add(name)
        else:
            told += merged
    return tuple(told)


def _without_unknown(step: AttritionStep) -> AttritionStep:
    left = step.n_before - step.n_after
    return replace(step, n_excluded=left, n_unknown=0)


def _merged(steps: list[AttritionStep], threshold: int) -> list[AttritionStep]:
    merged: list[AttritionStep] = []
    for step in steps:
        if merged and (_is_small(merged[-1], threshold) or _is_small(step, threshold)):
            merged[-1] = _together(merged[-1], step)
        else:
            merged.append(step)
    return merged


def _together(first: AttritionStep, second: AttritionStep) -> AttritionStep:
    return replace(
        first,
        reason=f"{first.reason}; or: {second.reason}",
        n_excluded=first.n_excluded + second.n_excluded,
        n_after=second.n_after,
    )


def _is_small(step: AttritionStep, threshold: int) -> bool:
    return any(is_small(n, threshold) for n in (step.n_excluded, step.n_before, step.n_after))
