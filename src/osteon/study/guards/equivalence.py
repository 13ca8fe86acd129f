"""EQUIV-01: no significant difference, and no interval to say how large it may be."""

import re
from collections.abc import Iterator, Sequence

from osteon.protocol import Analysis
from osteon.study.guards.effects import is_effect, is_test
from osteon.study.results import Cell, GuardFinding

SIGNIFICANT = 0.05
VERSUS = " vs "
CLAIMS = re.compile(
    r"\b(no (significant |relevant )?(difference|association|effect|influence|impact)"
    r"|(not|never) (significantly )?(different|associated|related|correlated)"
    r"|(did|do|does) not (significantly )?(differ|affect|influence)"
    r"|independent(ly)? (of|from)|irrespective of|regardless of|unaffected by|equivalent)\b",
    re.IGNORECASE,
)
"""Words by which a title or note says that something makes no difference."""
HINT = (
    "Absence of evidence is not evidence of absence: compare two groups at a time, which gives a "
    "difference or ratio with its interval, and say what that leaves open."
)


def guard_equivalence(
    name: str, analysis: Analysis, cells: Sequence[Cell]
) -> Iterator[GuardFinding]:
    """Yield a finding where a p-value of 0.05 or more, or such a claim, has no interval beside it.

    The interval is that of a ratio or difference of what was tested.
    """
    effects = [cell for cell in cells if is_effect(cell)]
    bare = [
        cell
        for cell in cells
        if is_test(cell)
        and cell.value >= SIGNIFICANT
        and not any(_answers(effect, cell) for effect in effects)
    ]
    if bare:
        places = list(dict.fromkeys(_place(cell) for cell in bare))
        listed = f" ({', '.join(places)})" if any(places) else ""
        yield GuardFinding(
            code="EQUIV-01",
            analysis=name,
            message=f"{len(places)} tests without a significant difference{listed} have no "
            "estimate of the difference with an interval beside them.",
            hint=HINT,
        )
    claims = sorted({found.group(0) for found in _claims(analysis)})
    if claims and not effects:
        yield GuardFinding(
            code="EQUIV-01",
            analysis=name,
            message="The title or note says "
            + " and ".join(f"'{claim}'" for claim in claims)
            + ", and no number here has the interval that would show it.",
            hint=HINT,
            key=f"analysis.{name}.{'note' if CLAIMS.search(analysis.note) else 'title'}",
        )


def _answers(effect: Cell, test: Cell) -> bool:
    """Return whether an estimate is of what was tested, or of a part of it."""
    is_same = test.variable in {effect.variable, ""} and effect.population in {test.population, ""}
    is_within = not test.level or effect.level == test.level
    sides = set(test.group.split(VERSUS))
    return is_same and is_within and (not test.group or sides >= set(effect.group.split(VERSUS)))


def _place(cell: Cell) -> str:
    return " ".join(word for word in (cell.variable, cell.level) if word)


def _claims(analysis: Analysis) -> Iterator[re.Match[str]]:
    for text in (analysis.title, analysis.note):
        yield from CLAIMS.finditer(text)
