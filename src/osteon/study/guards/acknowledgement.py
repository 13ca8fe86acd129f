"""Guards that authors let stand for a written reason, and reasons that nothing needs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from osteon.protocol import StudyProtocol
from osteon.study.results import GuardFinding

STALE_HINT = "Take the reason out; or see what changed, if the guard used to fire."


def acknowledge(
    findings: Sequence[GuardFinding], protocol: StudyProtocol, answered: Sequence[str]
) -> tuple[GuardFinding, ...]:
    """Return findings with the authors' reasons, and STALE-01 for each reason left over.

    Parameters
    ----------
    findings : sequence of GuardFinding
        All of the study.
    protocol : StudyProtocol
        Reasons stand with an analysis, for what fires there, or with the study, for all of it.
    answered : sequence of str
        Analyses that were answered; what would have fired on the others is not known.
    """
    given = (replace(finding, reason=_reason(finding, protocol)) for finding in findings)
    return (*given, *_stale(findings, protocol, answered))


def _reason(finding: GuardFinding, protocol: StudyProtocol) -> str:
    analysis = protocol.analysis.get(finding.analysis)
    own = analysis.acknowledge.get(finding.code) if analysis is not None else None
    return own or protocol.acknowledge.get(finding.code, "")


def _stale(
    findings: Sequence[GuardFinding], protocol: StudyProtocol, answered: Sequence[str]
) -> Iterator[GuardFinding]:
    fired = {(finding.analysis, finding.code) for finding in findings}
    for name in answered:
        for code in protocol.analysis[name].acknowledge:
            if (name, code) not in fired:
                yield _stale_finding(code, name, f"analysis.{name}.acknowledge.{code}")
    if len(answered) < len(protocol.analysis):
        return
    for code in protocol.acknowledge:
        if code not in {fired_code for _, fired_code in fired}:
            yield _stale_finding(code, "", f"acknowledge.{code}")


def _stale_finding(code: str, analysis: str, key: str) -> GuardFinding:
    where = "here" if analysis else "in this study"
    return GuardFinding(
        code="STALE-01",
        analysis=analysis,
        message=f"The protocol gives a reason for {code}, which does not fire {where}.",
        hint=STALE_HINT,
        key=key,
    )
