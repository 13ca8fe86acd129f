"""Guards that fired: each code once, with what it found and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from osteon.protocol import GUARD_TITLES
from osteon.report.material import distinct
from osteon.report.tables import as_sentence
from osteon.study import GuardFinding


@dataclass(frozen=True, slots=True)
class Finding:
    """What a guard said, once, with the authors' answer, and the analyses of which it said so."""

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
        What to do, where the authors do not say why it may stand; and its page of the manual.
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
        Finding(message, distinct(w.analysis for w in own if _said(w) == message))
        for message in distinct(_said(warning) for warning in own)
    )
    advice = distinct(warning.hint for warning in own if warning.hint and not warning.reason)
    page = (f"In the manual: reference/guards/{code}.",) if code in GUARD_TITLES else ()
    return Guard(
        code=code,
        title=GUARD_TITLES.get(code, ""),
        findings=tuple(findings),
        hints=(*advice, *page),
    )


def _said(warning: GuardFinding) -> str:
    """Return what a guard found, and why the authors let it stand."""
    if not warning.reason:
        return warning.message
    return f"{as_sentence(warning.message)} Acknowledged by the authors: {warning.reason}"
