"""How an analysis over time reads its groups: what that changes in the words of its report."""

from collections.abc import Mapping
from dataclasses import dataclass

from osteon.report.material import Material

NAIVE_CODE = "TIME-01"
NAIVE_MARK = f"naive, biased: {NAIVE_CODE}"
TIME_SAFE_SUFFIX = "_time_dependent"


@dataclass(frozen=True, slots=True)
class Reading:
    """Words that depend on when a patient belongs to a group.

    Parameters
    ----------
    curves : str
        What curves of survival are called.
    explanation : str
        A sentence below the figure; ``{units}`` stands for what is counted.
    member : str
        What is added to the number in a group.
    censored : str
        Who left without the event.
    follow_up : str
        Whose median the reverse curve gives.
    before_origin : str
        Who is left out because time began after them.
    origin : str
        What time runs from, where it is not the origin of the endpoint.
    """

    curves: str = "Kaplan-Meier curves"
    explanation: str = ""
    member: str = ""
    censored: str = "Censored"
    follow_up: str = "Median follow-up"
    before_origin: str = "followed only before time zero"
    origin: str = ""


READINGS: Mapping[str, Reading] = {
    "ever": Reading(
        explanation="Grouped by what became known at any time: whoever came to a group later could "
        f"not have had the event before ({NAIVE_CODE})."
    ),
    "time_dependent": Reading(
        curves="Simon-Makuch curves",
        explanation="Groups are as they were at each time: {units} move to a group when it becomes "
        "known, and numbers at risk may rise.",
        member=" ever in the group",
        censored="Censored, or moved to another group",
        follow_up="Median follow-up within the group",
    ),
    "landmark": Reading(
        explanation="Time runs from the landmark, and groups are what was known by then; who had "
        "the event or was censored before it is left out.",
        before_origin="with the event, or censored, before the landmark",
        origin="the landmark",
    ),
}


def reading_of(material: Material) -> Reading:
    """Return the words for the way in which an analysis was grouped."""
    return READINGS.get(str(material.analysis.settings.get("grouping", "")), Reading())


def is_naive(material: Material) -> bool:
    """Return whether a comparison hands out guaranteed survival and is known to be biased."""
    is_ever = material.analysis.settings.get("grouping") == "ever"
    return is_ever or any(finding.code == NAIVE_CODE for finding in material.warnings)


def is_time_safe(statistic: str) -> bool:
    """Return whether a number compares groups as they were at each time, beside a naive one."""
    return statistic.endswith(TIME_SAFE_SUFFIX)
