"""A worklist to hand round: its gaps with the day, the data and who signed the thresholds."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from osteon.worklist.gap import DISCLAIMER, NOT_SIGNED_OFF, CareGap
from osteon.worklist.rule import RuleText
from osteon.worklist.rules import RULES
from osteon.worklist.thresholds import Thresholds

COLUMNS = (
    "state", "concern", "due_from", "due_to", "rule", "title", "centre_id", "patient_id",
    "reason", "rows", "audit_only", "thresholds", "notice",
)  # fmt: skip
NOTICE = "Not a medical device"
SHOWN_ROWS = 3
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula."""


@dataclass(frozen=True)
class Worklist:
    """Gaps of patients on a day.

    Parameters
    ----------
    as_of : date
        The day.
    gaps : tuple of CareGap
        The lines, in their order.
    thresholds : Thresholds
        Those that they were found with.
    data_cutoff : date or None
        The last day of the data; none for a registry at work.
    """

    as_of: date
    gaps: tuple[CareGap, ...]
    thresholds: Thresholds = field(default_factory=Thresholds)
    data_cutoff: date | None = None

    @property
    def rules(self) -> tuple[RuleText, ...]:
        """What the rules with a line say; one more than once where thresholds of centres differ."""
        used = sorted({(gap.rule, gap.centre_id) for gap in self.gaps})
        texts = (RULES[code].settle(self.thresholds.at(centre).of(code)) for code, centre in used)
        return tuple(dict.fromkeys(texts))

    @property
    def days(self) -> str:
        """The day of the list and of its data, in words."""
        text = f"As of {self.as_of}."
        return text if self.data_cutoff is None else f"{text} The data end on {self.data_cutoff}."

    @property
    def sign_offs(self) -> tuple[str, ...]:
        """For each centre with a line, who stands for its thresholds."""
        return tuple(self._sign_off(centre) for centre in sorted({g.centre_id for g in self.gaps}))

    def _sign_off(self, centre_id: str) -> str:
        signed = self.thresholds.at(centre_id).sign_off
        centre = f"Centre {centre_id or 'not known'}"
        if signed is None:
            return f"* {centre}: {NOT_SIGNED_OFF}."
        return f"{centre}: Thresholds signed off by {signed.by} on {signed.on}."


def render_due(gap: CareGap) -> str:
    """Return when a gap was or will be due, as precisely as it is known."""
    if gap.due_from is None:
        return f"by {gap.due_to}"
    return str(gap.due_to) if gap.due_from == gap.due_to else f"{gap.due_from} to {gap.due_to}"


def render_rows(gap: CareGap, most: int | None = None) -> str:
    """Return the rows of a gap by table and key, the first so many."""
    shown = gap.rows[:most]
    text = ", ".join(f"{row.table}:{row.record_id}" for row in shown)
    rest = len(gap.rows) - len(shown)
    return f"{text} and {rest} more" if rest else text


def render_text(worklist: Worklist) -> str:
    """Return a list as text, a gap a line."""
    return "\n".join([*_head(worklist), "", *(_line(gap) for gap in worklist.gaps), ""])


def _head(worklist: Worklist) -> Iterator[str]:
    count = len(worklist.gaps)
    yield f"Worklist. {worklist.days} {count} {'gap' if count == 1 else 'gaps'}."
    yield DISCLAIMER
    yield from worklist.sign_offs


def _line(gap: CareGap) -> str:
    state = f"audit, {gap.state.value}" if gap.is_audit else gap.state.value
    rows = render_rows(gap, SHOWN_ROWS)
    code = gap.rule if gap.is_signed_off else f"{gap.rule}*"
    where = f"{code:<6}  {gap.patient_id}"
    return f"{state:<13} {render_due(gap):<10}  {where}  {gap.reason} [{rows}]"


def render_csv(worklist: Worklist) -> str:
    """Return a list as CSV, a gap a row; no cell is taken for a formula by a spreadsheet."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for gap in worklist.gaps:
        writer.writerow(map(_cell, _fields(gap)))
    return text.getvalue()


def _fields(gap: CareGap) -> tuple[str, ...]:
    return (
        gap.state.value,
        gap.concern.value,
        str(gap.due_from or ""),
        str(gap.due_to),
        gap.rule,
        RULES[gap.rule].title,
        gap.centre_id,
        gap.patient_id,
        gap.reason,
        render_rows(gap),
        "yes" if gap.is_audit else "no",
        "signed off" if gap.is_signed_off else NOT_SIGNED_OFF,
        NOTICE,
    )


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
