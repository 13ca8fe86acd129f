"""SEEN-01: what is found at assessments, taken as if it had come on the day it was found."""

from collections.abc import Iterator

from osteon.concepts import CONCEPTS
from osteon.protocol import Analysis, Conversion, StudyProtocol
from osteon.study.results import GuardFinding


def guard_assessments(
    name: str, analysis: Analysis, protocol: StudyProtocol
) -> Iterator[GuardFinding]:
    """Yield a finding where time runs to an event that only assessments show."""
    target = getattr(analysis, "endpoint", None)
    if target is None or isinstance(analysis, Conversion):
        return
    endpoint = protocol.endpoint[target]
    found = [date for date in endpoint.events if is_found_at_assessments(protocol, date)]
    if found:
        labels = ", ".join(f"'{protocol.date[date].label or date}'" for date in found)
        yield GuardFinding(
            code="SEEN-01",
            analysis=name,
            message=f"{labels} is found at assessments: it came between the last one without it "
            "and the first with it, and the day of the first counts as the day it came.",
            key=f"analysis.{name}",
            hint='Ask for kind = "conversion", with the `last_negative` of the endpoint beside it.',
        )


def is_found_at_assessments(protocol: StudyProtocol, date: str) -> bool:
    """Return whether a date is that of an assessment, or the first of dates of which one is."""
    declared = protocol.date[date]
    concept = CONCEPTS.get(declared.concept or "")
    if declared.found_at_assessments or (concept and concept.is_found_at_assessments):
        return True
    return any(is_found_at_assessments(protocol, part) for part in declared.first_known or ())
