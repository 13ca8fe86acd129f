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
from osteon.worklist.skeleton import describe_skeleton
from osteon.worklist.words import join, render_code, render_number


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
    when : str
        Its day or days as they were recorded.
    words : str
        What it was.
    row : RowReference
        The row that says so.
    """

    lane: Lane
    first: date
    last: date
    when: str
    words: str
    row: RowReference


def build_timeline(history: History) -> tuple[TimelineEntry, ...]:
    """Return what happened by the day of the history, in the order of days."""
    entries = [
        *(_entry(history, table, mark) for table in _DESCRIBE for mark in history.marks(table)),
        *_windows(history),
    ]
    known = (entry for entry in entries if entry.first != date.min)
    return tuple(sorted(known, key=lambda entry: (entry.first, entry.last, entry.row)))


def _entry(history: History, table: str, mark: Marked) -> TimelineEntry:
    lane, describe, stop = _DESCRIBE[table]
    row = mark.row
    return TimelineEntry(
        lane=lane,
        first=mark.day.first,
        last=_last_day(history, row, mark.day, stop),
        when=_recorded(row, HAPPENS_ON[table], stop),
        words=describe(history, row),
        row=RowReference(table, str(row["id"])),
    )


def _last_day(history: History, row: Row, start: Days, stop: str) -> date:
    if not stop:
        return start.last
    if history.is_running(row, stop) is not False:
        return history.as_of
    return max(start.last, history.days(row, stop).last)


def _recorded(row: Row, start: str, stop: str) -> str:
    begun = str(row.get(start) or "day not known")
    if not stop or row.get(stop) == row.get(start):
        return begun
    return f"{begun} to {row[stop]}" if row.get(stop) else f"from {begun}"


def _windows(history: History) -> Iterator[TimelineEntry]:
    """Yield the times that doses work for; a dose without its day gives none."""
    doses = [
        one
        for one in history.marks("antiresorptive_dose")
        if one.row.get("agent") in TAIL_DAYS and one.day.is_known
    ]
    given = [(one.day.first, str(one.row["agent"])) for one in doses]
    for window in merge_windows(given):
        inside = [one for one in doses if window.start <= one.day.first < window.end]
        agents = sorted({render_code("antiresorptive_dose", one.row, "agent") for one in inside})
        last = min(window.end, history.as_of)
        count = f"{len(inside)} {'dose' if len(inside) == 1 else 'doses'}"
        yield TimelineEntry(
            lane=Lane.ANTIRESORPTIVE,
            first=window.start,
            last=last,
            when=f"{window.start} to {last}",
            words=f"exposed: {join(*agents)}, {count}",
            row=RowReference("antiresorptive_dose", str(inside[0].row["id"])),
        )


def _describe_study(history: History, row: Row) -> str:
    return join(render_code("imaging_study", row, "modality"), describe_skeleton(history, row))


def _describe_event(_: History, row: Row) -> str:
    return join(*(render_code("skeletal_event", row, field) for field in ("type", "region")))


def _describe_course(_: History, row: Row) -> str:
    return f"course: {render_code('antiresorptive_course', row, 'agent')}"


def _describe_radiotherapy(history: History, row: Row) -> str:
    targets = history.chart.referring("radiotherapy_target", "radiotherapy_course_id", row["id"])
    doses = (
        join(
            render_code("radiotherapy_target", target, "region"),
            render_number(target.get("dose_total_cgy"), "cGy"),
            render_number(target.get("fractions"), "fractions"),
        )
        for target in targets
    )
    return join(render_code("radiotherapy_course", row, "intent"), *doses)


def _describe_cycle(_: History, row: Row) -> str:
    number = render_number(row.get("cycle_no"))
    return join(f"cycle {number}".strip(), render_number(row.get("activity_mbq"), "MBq"))


def _describe_line(history: History, row: Row) -> str:
    drugs = history.chart.referring("systemic_therapy_drug", "systemic_therapy_line_id", row["id"])
    names = (render_code("systemic_therapy_drug", drug, "drug") for drug in drugs)
    return join(f"line {render_number(row.get('line_no'))}".strip(), *names)


def _describe_procedure(_: History, row: Row) -> str:
    return join(*(render_code("procedure", row, field) for field in ("type", "region")))


_DESCRIBE: Mapping[str, tuple[Lane, Callable[[History, Row], str], str]] = {
    "imaging_study": (Lane.IMAGING, _describe_study, ""),
    "skeletal_event": (Lane.EVENT, _describe_event, ""),
    "antiresorptive_course": (Lane.ANTIRESORPTIVE, _describe_course, "stop_date"),
    "radiotherapy_course": (Lane.RADIOTHERAPY, _describe_radiotherapy, "end_date"),
    "prrt_cycle": (Lane.RADIOLIGAND, _describe_cycle, ""),
    "systemic_therapy_line": (Lane.SYSTEMIC, _describe_line, "stop_date"),
    "procedure": (Lane.PROCEDURE, _describe_procedure, ""),
}
"""By table: its lane, its words, and the field with its last day."""
