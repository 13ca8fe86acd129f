"""A worklist to hand round: its gaps with the day, the data and who signed the thresholds."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Protocol

from osteon.worklist.gap import DISCLAIMER, NOT_SIGNED_OFF, CareGap
from osteon.worklist.language import ENGLISH, Language
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

    def rules(self, language: Language = ENGLISH) -> tuple[RuleText, ...]:
        """Return what the rules with a line say, once for each setting of their thresholds."""
        used = sorted({(gap.rule, gap.centre_id) for gap in self.gaps})
        texts = (
            RULES[code].settle(self.thresholds.at(centre).of(code), language)
            for code, centre in used
        )
        return tuple(dict.fromkeys(texts))

    def days(self, language: Language = ENGLISH) -> str:
        """Return the day of the list and of its data, in words."""
        text = language.text("As of %(day)s.") % {"day": language.day(str(self.as_of))}
        if self.data_cutoff is None:
            return text
        end = language.day(str(self.data_cutoff))
        return f"{text} {language.text('The data end on %(day)s.') % {'day': end}}"

    def sign_offs(self, language: Language = ENGLISH) -> tuple[str, ...]:
        """Return for each centre with a line who stands for its thresholds."""
        centres = sorted({gap.centre_id for gap in self.gaps})
        return tuple(self._sign_off(centre, language) for centre in centres)

    def _sign_off(self, centre_id: str, language: Language) -> str:
        signed = self.thresholds.at(centre_id).sign_off
        known = centre_id or language.text("not known")
        centre = language.text("Centre %(centre)s") % {"centre": known}
        if signed is None:
            return f"* {centre}: {language.text(NOT_SIGNED_OFF)}."
        given = {"who": signed.by, "day": language.day(str(signed.on))}
        return f"{centre}: {language.text('Thresholds signed off by %(who)s on %(day)s.') % given}"


class Dated(Protocol):
    """What was or will be due some day."""

    @property
    def due_from(self) -> date | None:
        """The earliest day; nothing where it is not known."""

    @property
    def due_to(self) -> date:
        """The latest day."""


def render_due(gap: Dated, language: Language = ENGLISH) -> str:
    """Return when a gap was or will be due, as precisely as it is known."""
    last = language.day(str(gap.due_to))
    if gap.due_from is None:
        return language.text("by %(day)s") % {"day": last}
    if gap.due_from == gap.due_to:
        return last
    first = language.day(str(gap.due_from))
    return language.text("%(first)s to %(last)s") % {"first": first, "last": last}


def render_rows(gap: CareGap, most: int | None = None, language: Language = ENGLISH) -> str:
    """Return the rows of a gap, the first so many."""
    shown = gap.rows[:most]
    text = language.rows(shown)
    rest = len(gap.rows) - len(shown)
    return f"{text} {language.text('and %(more)s more') % {'more': rest}}" if rest else text


def render_text(worklist: Worklist) -> str:
    """Return a list as text, a gap a line."""
    return "\n".join([*_head(worklist), "", *(_line(gap) for gap in worklist.gaps), ""])


def _head(worklist: Worklist) -> Iterator[str]:
    count = len(worklist.gaps)
    yield f"Worklist. {worklist.days()} {count} {'gap' if count == 1 else 'gaps'}."
    yield DISCLAIMER
    yield from worklist.sign_offs()


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
