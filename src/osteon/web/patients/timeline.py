"""The course of a patient over time: a drawing, and the same as lines of a table."""

from dataclasses import dataclass

from osteon.web.patients.links import record_address
from osteon.web.words import page_language, render_phrase
from osteon.worklist import Bar, BoardPack, Drawing, PainPoint, Point, draw_timeline


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
    drawing, language = draw_timeline(pack), page_language()
    return Course(
        drawing=drawing,
        bars=tuple(Mark(bar, bar.words_in(language)) for bar in drawing.bars),
        points=tuple(Mark(point, point.words_in(language)) for point in drawing.points),
        lines=tuple(
            CourseLine(
                when=entry.when_in(language),
                lane=render_phrase(entry.lane.value),
                words=entry.words_in(language),
                table=entry.row.table,
                address=record_address(entry.row.table, entry.row.record_id),
            )
            for entry in pack.timeline
        ),
        pain=pack.pain,
    )
