"""Guards that fired: each code once, with what it found and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from osteon.report.material import distinct
from osteon.study import GuardFinding

TITLES: Mapping[str, str] = {
    "TIME-01": "a group that became known after time zero",
    "TIME-02": "a population selected by the future",
    "TIME-03": "observation that begins after time zero",
    "OVERLAP-01": "groups that share patients",
    "COMPETE-01": "1 - Kaplan-Meier where something competes",
    "CLUSTER-01": "units of one patient taken as independent",
    "PREVALENT-01": "events at or before time zero",
    "SPARSE-01": "small expected counts",
    "MISSING-01": "patients who cannot be followed",
    "MULTI-01": "many tests, no primary analysis",
    "DATE-01": "dates known to the month or the year",
}
"""Headings of the manual's page on guards."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a guard said, once, and the analyses of which it said so."""

    message: str
    analyses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard that fired.

    Parameters
    ----------
    code : str
        Its name in the manual.
    title : str
        What it guards against; empty for a code without one.
    findings : tuple of Finding
        What it found, in the order of the study.
    hints : tuple of str
        What to do.
    """

    code: str
    title: str
    findings: tuple[Finding, ...]
    hints: tuple[str, ...]


def list_guards(warnings: Iterable[GuardFinding]) -> tuple[Guard, ...]:
    """Return the guards that fired, in the order in which they first did."""
    warnings = tuple(warnings)
    return tuple(_guard(code, warnings) for code in distinct(w.code for w in warnings))


def _guard(code: str, warnings: tuple[GuardFinding, ...]) -> Guard:
    own = [warning for warning in warnings if warning.code == code]
    findings = (
        Finding(message, distinct(w.analysis for w in own if w.message == message))
        for message in distinct(warning.message for warning in own)
    )
    return Guard(
        code=code,
        title=TITLES.get(code, ""),
        findings=tuple(findings),
        hints=distinct(warning.hint for warning in own if warning.hint),
    )
