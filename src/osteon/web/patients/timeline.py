"""The course of a patient over time: a drawing, and the same as lines of a table."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from osteon.web.patients.links import record_address
from osteon.web.words import render_day, render_phrase
from osteon.worklist import Bar, BoardPack, Drawing, PainPoint, Point, TimelineEntry, draw_timeline


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar or a point of the drawing with its words in the language of the page."""

    shape: Bar | Point
    words: str


@dataclass(frozen=True, slots=True)
class CourseLine:
    """Something that happened, as a line of the table."""

    when: str
    lane: str
    words: str
    table: str
    address: str


@dataclass(frozen=True, slots=True)
class Course:
    """The drawing with its marks, and the lines that say the same.

    Parameters
    ----------
    drawing : Drawing
        Lanes, years, lines and scales.
    bars, points : tuple of Mark
        What happened, and pain.
    lines : tuple of CourseLine
        What happened, in the order of days.
    pain : tuple of PainPoint
        Pain and opioids, in the order of days.
    """

    drawing: Drawing
    bars: tuple[Mark, ...]
    points: tuple[Mark, ...]
    lines: tuple[CourseLine, ...]
    pain: tuple[PainPoint, ...]


def patient_course(pack: BoardPack) -> Course:
    """Return the course of a patient by the day of a board pack."""
    drawing = draw_timeline(pack)
    return Course(
        drawing=drawing,
        bars=tuple(Mark(bar, _words(bar.of)) for bar in drawing.bars),
        points=tuple(Mark(point, _pain_words(point.of)) for point in drawing.points),
        lines=tuple(_line(entry) for entry in pack.timeline),
        pain=pack.pain,
    )


def _line(entry: TimelineEntry) -> CourseLine:
    return CourseLine(
        when=_when(entry),
        lane=render_phrase(entry.lane.value),
        words=_entry_words(entry),
        table=entry.row.table,
        address=record_address(entry.row.table, entry.row.record_id),
    )


def _words(of: TimelineEntry | PainPoint) -> str:
    if isinstance(of, PainPoint):
        return f"{render_day(of.when)}: {_opioids(of)}"
    return f"{_when(of)}: {_entry_words(of)}"


def _entry_words(entry: TimelineEntry) -> str:
    said = ", ".join(map(render_phrase, entry.parts))
    return f"{render_phrase(entry.head)}: {said}" if entry.head else said


def _when(entry: TimelineEntry) -> str:
    begun = render_day(entry.begun) or _("day not known")
    if entry.ended is None or entry.ended == entry.begun:
        return begun
    if not entry.ended:
        return _("from %(day)s") % {"day": begun}
    return f"{begun} \u2013 {render_day(entry.ended)}"


def _pain_words(pain: PainPoint) -> str:
    worst = _("worst pain %(nrs)s") % {"nrs": pain.nrs}
    parts = (f"{render_day(pain.when)}: {render_phrase(pain.site)}", worst, _opioids(pain))
    return ", ".join(part for part in parts if part)


def _opioids(pain: PainPoint) -> str:
    if pain.omed_mg is None:
        return ""
    return _("%(dose)s mg of oral morphine a day") % {"dose": f"{pain.omed_mg:g}"}
