"""How an analysis reads its groups and units: what that changes in the words of its report."""

from collections.abc import Mapping
from dataclasses import dataclass

from osteon.report.material import Material

EVER_CODE = "TIME-01"
NAIVE_MARKS: Mapping[str, str] = {
    EVER_CODE: "naive, biased",
    "CLUSTER-01": "naive, too sure",
}
SAFER_ANSWERS: Mapping[str, str] = {
    "_time_dependent": "time-safe",
    "_clustered": "patients as clusters",
}
"""What a number answers that stands beside a naive one, by the end of its statistic's name."""


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
    origin : str
        What time runs from, where it is not the origin of the endpoint.
    """

    curves: str = "Kaplan-Meier curves"
    explanation: str = ""
    member: str = ""
    censored: str = "Censored"
    follow_up: str = "Median follow-up"
    origin: str = ""


READINGS: Mapping[str, Reading] = {
    "ever": Reading(
        explanation="Grouped by what became known at any time: whoever came to a group later could "
        f"not have had the event before ({EVER_CODE})."
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
        origin="the landmark",
    ),
}


def reading_of(material: Material) -> Reading:
    """Return the words for the way in which an analysis was grouped."""
    return READINGS.get(str(material.analysis.settings.get("grouping", "")), Reading())


def naive_mark(material: Material) -> str:
    """Return why the plain comparisons of an analysis are naive, or nothing where they are not."""
    codes = {finding.code for finding in material.warnings}
    if material.analysis.settings.get("grouping") == "ever":
        codes.add(EVER_CODE)
    marks = (f"{mark}: {code}" for code, mark in NAIVE_MARKS.items() if code in codes)
    return "; ".join(marks)


def safer_answer(statistic: str) -> str:
    """Return what a number answers better than the naive one beside it, or nothing."""
    ends = (word for end, word in SAFER_ANSWERS.items() if statistic.endswith(end))
    return next(ends, "")
