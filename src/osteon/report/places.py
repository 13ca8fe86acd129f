"""Where in a report each thing is said, for its checklist."""

from collections.abc import Iterable, Sequence

from osteon.report.checklist import Places
from osteon.report.sections import NumberedDrawing, NumberedTable, Section
from osteon.report.text import Passage
from osteon.study import StudyResults

REGRESSIONS = ("regression", "cox", "logistic", "fine_gray", "subgroups")


def find_places(
    results: StudyResults,
    methods: Sequence[Passage],
    sections: Sequence[Section],
    others: Iterable[NumberedDrawing | NumberedTable | None],
) -> Places:
    """Return the places of a report.

    Parameters
    ----------
    results : StudyResults
        What was found.
    methods : sequence of Passage
        The parts of its methods.
    sections : sequence of Section
        Its analyses, numbered.
    others : iterable of NumberedDrawing, NumberedTable or None
        The flow charts, and the table of missing values where there is one.
    """
    named = {"reproduce": "How to run it again", "missing": "Missing values"}
    if results.study.get("question"):
        named["question"] = "Question, below the title"
    if results.warnings:
        named["limits"] = "Limits; Warnings"
    for one in others:
        if isinstance(one, NumberedTable):
            named["missing"] = one.label
        elif one is not None:
            named["flow"] = ", ".join(filter(None, (named.get("flow", ""), one.label)))
    kinds: dict[str, list[str]] = {}
    for section in sections:
        kind = section.material.analysis.kind
        kind = "regression" if kind in REGRESSIONS else kind
        kinds.setdefault(kind, []).extend(section.labels)
    return Places([passage.title for passage in methods], named, kinds)
