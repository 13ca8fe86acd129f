"""MISSING-01: an analysis of complete cases that loses more than a declared share."""

from collections.abc import Iterator, Sequence

from osteon.cohort import Cohort
from osteon.protocol import StudyProtocol
from osteon.study.answer import Answer
from osteon.study.guards.effects import is_effect, is_test
from osteon.study.guards.medians import is_open_to_the_end
from osteon.study.results import Cell, GuardFinding

LEFT_OUT = frozenset({"n_missing", "n_before_origin"})
OF_THE_KNOWN = frozenset({"median", "mean"})


def guard_losses(
    name: str, protocol: StudyProtocol, cohort: Cohort, answer: Answer
) -> Iterator[GuardFinding]:
    """Yield a finding that lists every loss above the share that the protocol declares.

    Follow-up, tests and quantiles rest on those who have all values. Percents count the missing.
    A time to something that has not happened is not missing (MEDIAN-01). An analysis that has
    spoken of its losses itself is passed over.
    """
    if any(finding.code == "MISSING-01" for finding in answer.findings):
        return
    cells = answer.cells
    share = protocol.settings.most_missing
    lost = [*_without_follow_up(cells), *_without_value(protocol, cohort, cells)]
    listed = [
        f"{n_lost} of {n_all} {what}"
        for n_lost, n_all, what in dict.fromkeys(lost)
        if n_lost > share * n_all
    ]
    if listed:
        yield GuardFinding(
            code="MISSING-01",
            analysis=name,
            message=f"Only complete cases count, and more than {share:.0%} are lost: "
            f"{'; '.join(listed)}.",
            hint="Complete the records, or give the reason why the values are absent; compare "
            "those who are left with those who are lost.",
            key="settings.most_missing",
        )


def _without_follow_up(cells: Sequence[Cell]) -> Iterator[tuple[int, int, str]]:
    for population in dict.fromkeys(cell.population for cell in cells):
        lost = [c for c in cells if c.population == population and c.statistic in LEFT_OUT]
        if lost and lost[0].n is not None:
            n_lost = sum(round(cell.value) for cell in lost)
            yield n_lost, lost[0].n, "have no usable follow-up or group"


def _without_value(
    protocol: StudyProtocol, cohort: Cohort, cells: Sequence[Cell]
) -> Iterator[tuple[int, int, str]]:
    for cell in cells:
        if not (cell.variable and cell.n is not None and cell.n_missing):
            continue
        is_complete = cell.statistic in OF_THE_KNOWN or is_test(cell) or is_effect(cell)
        declared = protocol.variables.get(cell.variable)
        if not is_complete or declared is None or is_open_to_the_end(protocol, declared):
            continue
        label = cohort.variables[cell.variable].label
        what = f"have no '{label}'"
        if cell.statistic not in OF_THE_KNOWN:
            what = f"take no part in the comparison of '{label}'"
        yield cell.n_missing, cell.n + cell.n_missing, what
