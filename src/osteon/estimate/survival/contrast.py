"""Groups against a reference group: differences and ratios with their intervals."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scipy.special import ndtr, ndtri

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.results import Estimate


@dataclass(frozen=True, slots=True)
class Contrast:
    """How a group differs from the reference.

    Parameters
    ----------
    difference : Estimate
        Group minus reference, with a Wald interval.
    difference_p_value : float
        Two-sided, of the difference being 0.
    ratio : Estimate
        Group over reference, with a Wald interval on the log scale; its `std_error` is that of
        the logarithm. NaN where either is 0.
    ratio_p_value : float
        Two-sided, of the ratio being 1.
    """

    difference: Estimate
    difference_p_value: float
    ratio: Estimate
    ratio_p_value: float


def contrast_with_reference(
    estimates: Mapping[str, Estimate], reference: str | None, conf_level: float
) -> dict[str, Contrast]:
    """Contrast independent estimates of groups with that of the reference, by default the first.

    Raises
    ------
    EstimationError
        There is only one group, or the reference is not one of them.
    """
    labels = list(estimates)
    chosen = labels[0] if reference is None and labels else reference
    if chosen is None or len(labels) < 2:
        problem = Problem("group", f"{len(labels)} group", "two groups or more")
        raise EstimationError("There is nothing to compare with.", [problem])
    if chosen not in estimates:
        permitted = ", ".join(f"'{label}'" for label in labels)
        problem = Problem("reference", f"'{chosen}'", permitted, suggest(chosen, labels))
        raise EstimationError("There is no such group.", [problem])
    return {
        label: _contrast(estimates[label], estimates[chosen], conf_level)
        for label in labels
        if label != chosen
    }


def _contrast(group: Estimate, reference: Estimate, conf_level: float) -> Contrast:
    z = float(ndtri(0.5 + conf_level / 2))
    difference = group.value - reference.value
    std_error = math.hypot(group.std_error, reference.std_error)
    low, high = difference - z * std_error, difference + z * std_error
    ratio, log_std_error = math.nan, math.nan
    if group.value > 0 and reference.value > 0:
        ratio = group.value / reference.value
        log_std_error = math.hypot(
            group.std_error / group.value, reference.std_error / reference.value
        )
    factor = math.exp(z * log_std_error)
    return Contrast(
        Estimate(difference, std_error, low, high, conf_level),
        _two_sided(difference, std_error),
        Estimate(ratio, log_std_error, ratio / factor, ratio * factor, conf_level),
        _two_sided(math.log(ratio) if ratio > 0 else math.nan, log_std_error),
    )


def _two_sided(value: float, std_error: float) -> float:
    return float(2 * ndtr(-abs(value) / std_error)) if std_error > 0 else math.nan
