"""What the pages of the worklist show: a gap with its rule, its links and its words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from osteon.registry.reading import GapLine
from osteon.web.links import patient_address, record_address
from osteon.web.words import page_language, render_title
from osteon.worklist import RULES, CareGap, CareGapRule, Concern, GapState, Thresholds, render_due

SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A row that a gap rests on, and where it is shown."""

    title: str
    key: str
    address: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap as a page shows it."""

    line: GapLine
    rule: CareGapRule
    title: str
    reason: str
    closes: str
    state: str
    badge: str
    concern: str
    due: str
    patient: str
    rows: tuple[LinkedRow, ...]
    more: int


def gap_rows(
    lines: Iterable[GapLine], thresholds: Thresholds, *, most: int = SHOWN_ROWS
) -> Iterator[GapRow]:
    """Yield gaps with what clears them at their centre, and links to the first rows of each."""
    language = page_language()
    for line in lines:
        limits = thresholds.at(line.centre_id).of(line.rule)
        yield GapRow(
            line=line,
            rule=RULES[line.rule],
            title=_(RULES[line.rule].title),
            reason=_(line.reason),
            closes=RULES[line.rule].settle(limits, language).closes,
            state=state_words()[line.state],
            badge=line.state.split()[0],
            concern=concern_words()[line.concern],
            due=render_due(line, language),
            patient=patient_address(line.patient_id),
            rows=tuple(
                LinkedRow(render_title(table), key, record_address(table, key))
                for table, key in line.rows[:most]
            ),
            more=max(0, len(line.rows) - most),
        )


def state_words() -> dict[str, str]:
    """Return what the states of gaps are called."""
    return {
        GapState.OVERDUE.value: _("overdue"),
        GapState.POSSIBLY_DUE.value: _("possibly due"),
        GapState.DUE.value: _("due"),
    }


def concern_words() -> dict[str, str]:
    """Return what gaps bear on."""
    return {
        Concern.SAFETY.value: _("safety"),
        Concern.CARE.value: _("care"),
        Concern.RECORD.value: _("record"),
    }


def line_of(gap: CareGap) -> GapLine:
    """Return a gap that was just found as those that were kept are read."""
    return GapLine(
        rule=gap.rule,
        concern=gap.concern.value,
        state=gap.state.value,
        patient_id=gap.patient_id,
        centre_id=gap.centre_id,
        due_from=gap.due_from,
        due_to=gap.due_to,
        reason=gap.reason,
        rows=tuple((row.table, row.record_id) for row in gap.rows),
        is_audit=gap.is_audit,
        is_signed_off=gap.is_signed_off,
    )
