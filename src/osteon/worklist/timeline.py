"""What happened to the skeleton of one patient, in lanes over time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from osteon.concepts import TAIL_DAYS, merge_windows
from osteon.quality import Row
from osteon.worklist.certainty import Days
from osteon.worklist.gap import RowReference
from osteon.worklist.history import HAPPENS_ON, History, Marked
from osteon.worklist.language import ENGLISH, Language
from osteon.worklist.skeleton import see_skeleton
from osteon.worklist.words import join, render_codes, render_number

DOSE = "antiresorptive_dose"
COURSE, EXPOSED = "course", "exposed"
"""Two kinds of entry in the lane of antiresorptive therapy: as planned, and as doses work."""


class Lane(StrEnum):
    """What belongs together on a timeline."""

    IMAGING = "imaging"
    EVENT = "skeletal events"
    ANTIRESORPTIVE = "antiresorptive therapy"
    RADIOTHERAPY = "radiotherapy"
    RADIOLIGAND = "radioligand therapy"
    SYSTEMIC = "systemic therapy"
    PROCEDURE = "procedures"


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened, or ran for a while.

    Parameters
    ----------
    lane : Lane
        Where it belongs.
    first, last : date
        The first and the last day that it may have touched by the day of the pack.
    begun : str
        Its day, or the first of its days, as recorded; empty where it is not known.
    ended : str or None
        The last of its days as recorded, empty where there is none; None for what is over in a day.
    parts : tuple of str
        What it was, in phrases.
    row : RowReference
        The row that says so.
    head : str
        What kind of thing it was, where its lane has several.
    evidence, extent : str
        At an imaging study: the classes of evidence (D03) and of extent, where they are known.
    """

    lane: Lane
    first: date
    last: date
    begun: str
    ended: str | None
    parts: tuple[str, ...]
    row: RowReference
    head: str = ""
    evidence: str = ""
    extent: str = ""

    @property
    def when(self) -> str:
        """Its day or days as they were recorded."""
        return self.when_in(ENGLISH)

    @property
    def words(self) -> str:
        """What it was."""
        return self.words_in(ENGLISH)

    def when_in(self, language: Language) -> str:
        """Return its day or days as a language writes them."""
        begun = language.day(self.begun) if self.begun else language.text("day not known")
        if self.ended is None or self.ended == self.begun:
            return begun
        if not self.ended:
            return language.text("from %(day)s") % {"day": begun}
        given = {"first": begun, "last": language.day(self.ended)}
        return language.text("%(first)s to %(last)s") % given

    def words_in(self, language: Language) -> str:
        """Return what it was in a language."""
        said = join(*map(language.phrase, self.parts))
        return f"{language.phrase(self.head)}: {said}" if self.head else said

    @property
    def is_vague(self) -> bool:
        """Whether it was over in a day, and the day is known in part only."""
        return self.ended is None and self.first != self.last


def build_timeline(history: History) -> tuple[TimelineEntry, ...]:
    """Return what happened by the day of the history, in the order of days."""
    entries = [
        *(_entry(history, table, mark) for table in _DESCRIBE for mark in history.marks(table)),
        *_windows(history),
    ]
    known = (entry for entry in entries if entry.first != date.min)
    return tuple(sorted(known, key=lambda entry: (entry.first, entry.last, entry.row)))


def _entry(history: History, table: str, mark: Marked) -> TimelineEntry:
    lane, head, describe, stop = _DESCRIBE[table]
    row = mark.row
    seen = see_skeleton(history, row) if table == "imaging_study" else None
    return TimelineEntry(
        lane=lane,
        first=mark.day.first,
        last=_last_day(history, row, mark.day, stop),
        begun=str(row.get(HAPPENS_ON[table]) or ""),
        ended=str(row.get(stop) or "") if stop else None,
        parts=tuple(filter(None, (*describe(history, row), *(seen.parts if seen else ())))),
        row=RowReference(table, str(row["id"])),
        head=head,
        evidence=seen.evidence if seen else "",
        extent=seen.extent if seen else "",
    )


def _last_day(history: History, row: Row, start: Days, stop: str) -> date:
    if not stop:
        return start.last
    if history.is_running(row, stop) is not False:
        return history.as_of
    return max(start.last, history.days(row, stop).last)


def _windows(history: History) -> Iterator[TimelineEntry]:
    """Yield the times that doses work for; a dose without its day gives none."""
    doses = [
        one for one in history.marks(DOSE) if one.row.get("agent") in TAIL_DAYS and one.day.is_known
    ]
    given = [(one.day.first, str(one.row["agent"])) for one in doses]
    for window in merge_windows(given):
        inside = [one for one in doses if window.start <= one.day.first < window.end]
        agents = sorted({word for one in inside for word in render_codes(DOSE, one.row, "agent")})
        last = min(window.end, history.as_of)
        yield TimelineEntry(
            lane=Lane.ANTIRESORPTIVE,
            first=window.start,
            last=last,
            begun=str(window.start),
            ended=str(last),
            parts=(*agents, f"{len(inside)} {'dose' if len(inside) == 1 else 'doses'}"),
            row=RowReference(DOSE, str(inside[0].row["id"])),
            head=EXPOSED,
        )


def _describe_study(_: History, row: Row) -> Iterator[str]:
    yield from render_codes("imaging_study", row, "modality")


def _describe_event(_: History, row: Row) -> Iterator[str]:
    for name in ("type", "region"):
        yield from render_codes("skeletal_event", row, name)


def _describe_course(_: History, row: Row) -> Iterator[str]:
    yield from render_codes("antiresorptive_course", row, "agent")


def _describe_radiotherapy(history: History, row: Row) -> Iterator[str]:
    yield from render_codes("radiotherapy_course", row, "intent")
    targets = history.chart.referring("radiotherapy_target", "radiotherapy_course_id", row["id"])
    for target in targets:
        yield from render_codes("radiotherapy_target", target, "region")
        yield render_number(target.get("dose_total_cgy"), "cGy")
        yield render_number(target.get("fractions"), "fractions")


def _describe_cycle(_: History, row: Row) -> Iterator[str]:
    yield f"cycle {render_number(row.get('cycle_no'))}".strip()
    yield render_number(row.get("activity_mbq"), "MBq")


def _describe_line(history: History, row: Row) -> Iterator[str]:
    yield f"line {render_number(row.get('line_no'))}".strip()
    drugs = history.chart.referring("systemic_therapy_drug", "systemic_therapy_line_id", row["id"])
    for drug in drugs:
        yield from render_codes("systemic_therapy_drug", drug, "drug")


def _describe_procedure(_: History, row: Row) -> Iterator[str]:
    for name in ("type", "region"):
        yield from render_codes("procedure", row, name)


_DESCRIBE: Mapping[str, tuple[Lane, str, Callable[[History, Row], Iterator[str]], str]] = {
    "imaging_study": (Lane.IMAGING, "", _describe_study, ""),
    "skeletal_event": (Lane.EVENT, "", _describe_event, ""),
    "antiresorptive_course": (Lane.ANTIRESORPTIVE, COURSE, _describe_course, "stop_date"),
    "radiotherapy_course": (Lane.RADIOTHERAPY, "", _describe_radiotherapy, "end_date"),
    "prrt_cycle": (Lane.RADIOLIGAND, "", _describe_cycle, ""),
    "systemic_therapy_line": (Lane.SYSTEMIC, "", _describe_line, "stop_date"),
    "procedure": (Lane.PROCEDURE, "", _describe_procedure, ""),
}
"""By table: its lane, its kind, its words, and the field with its last day."""
