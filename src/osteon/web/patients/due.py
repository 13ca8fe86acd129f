"""What is due for a patient and not on record: why, and from which rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from osteon.web.patients.links import record_address
from osteon.web.words import page_language, render_phrase, render_title
from osteon.worklist import RULES, BoardPack, render_due


@dataclass(frozen=True, slots=True)
class GapRow:
    """A row that a gap rests on, by the title of its table, and its address."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class DueLine:
    """A gap as the page shows it."""

    state: str
    words: str
    due: str
    rule: str
    title: str
    reason: str
    is_signed_off: bool
    is_audit: bool
    rows: tuple[GapRow, ...]


def due_lines(pack: BoardPack) -> list[DueLine]:
    """Return what is due, the most urgent first."""
    return [
        DueLine(
            state=gap.state.value.split()[0],
            words=render_phrase(gap.state.value),
            due=render_due(gap, page_language()),
            rule=gap.rule,
            title=_(RULES[gap.rule].title),
            reason=_(gap.reason),
            is_signed_off=gap.is_signed_off,
            is_audit=gap.is_audit,
            rows=tuple(
                GapRow(
                    render_title(row.table),
                    record_address(row.table, row.record_id),
                )
                for row in gap.rows
            ),
        )
        for gap in pack.gaps
    ]
