"""What a board needs to know of one patient, as plain data to print."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from osteon.errors import Problem, RecordError
from osteon.quality import Records, Row
from osteon.worklist.board_parts import (
    BoardQuestion,
    LastResult,
    OpenAction,
    PainPoint,
    Primary,
)
from osteon.worklist.boards import BOARD, BOARD_DECISION
from osteon.worklist.find import find_gaps
from osteon.worklist.gap import CareGap
from osteon.worklist.history import History, Marked, index_histories, last_of
from osteon.worklist.language import ENGLISH
from osteon.worklist.listing import Worklist
from osteon.worklist.pain_course import PAIN, pain_state
from osteon.worklist.thresholds import Thresholds
from osteon.worklist.timeline import TimelineEntry, build_timeline
from osteon.worklist.words import render_code, render_number

LAST_BOARDS = 3
"""Design decision: boards whose questions are shown."""


@dataclass(frozen=True)
class BoardPack:
    """One patient on a day.

    Parameters
    ----------
    patient_id, centre_id : str
        The pseudonym and the centre.
    primaries : tuple of Primary
        The primary tumours.
    timeline : tuple of TimelineEntry
        What happened, in the order of days.
    worklist : Worklist
        What is due and not on record.
    results : tuple of LastResult
        The last result of each analyte.
    pain : tuple of PainPoint
        Pain in the order of days.
    matters : tuple of BoardQuestion or OpenAction
        Questions to the last boards, and decisions that are open.
    """

    patient_id: str
    centre_id: str
    primaries: tuple[Primary, ...]
    timeline: tuple[TimelineEntry, ...]
    worklist: Worklist
    results: tuple[LastResult, ...]
    pain: tuple[PainPoint, ...]
    matters: tuple[BoardQuestion | OpenAction, ...]

    @property
    def tumours(self) -> tuple[str, ...]:
        """Each primary tumour in a phrase."""
        return tuple(one.words_in(ENGLISH) for one in self.primaries)

    @property
    def questions(self) -> tuple[str, ...]:
        """Questions to the last boards and open decisions, each in a line."""
        return tuple(one.words_in(ENGLISH) for one in self.matters)

    @property
    def gaps(self) -> tuple[CareGap, ...]:
        """What is due and not on record."""
        return self.worklist.gaps


def board_pack(records: Records, *, as_of: date, thresholds: Thresholds | None = None) -> BoardPack:
    """Return what a board needs to know of one patient.

    Parameters
    ----------
    records : mapping of str to sequence of Row
        The rows of the patient by table.
    as_of : date
        The day. Rows that certainly happened later are not looked at.
    thresholds : Thresholds, optional
        As for `find_gaps`.

    Returns
    -------
    BoardPack
        With values of the patient, for print; never for a log.

    Raises
    ------
    RecordError
        The rows are not those of one patient, or there is no such table.
    """
    gaps = find_gaps(records, as_of=as_of, thresholds=thresholds)
    histories = list(index_histories(records, as_of))
    if len(histories) != 1:
        problem = Problem("records", f"rows of {len(histories)} patients", "those of one patient")
        raise RecordError("A board pack is about one patient.", [problem])
    history = histories[0]
    return BoardPack(
        patient_id=str(history.chart.patient_id),
        centre_id=str((history.chart.patient or {}).get("centre_id") or ""),
        primaries=tuple(_read_primary(history, row) for row in history.rows("tumour")),
        timeline=build_timeline(history),
        worklist=Worklist(as_of, tuple(gaps), thresholds or Thresholds()),
        results=tuple(_last_results(history)),
        pain=tuple(_pain_points(history)),
        matters=tuple(_matters(history)),
    )


def _read_primary(history: History, row: Row) -> Primary:
    specimens = history.chart.referring("pathology", "tumour_id", row["id"])
    grades = {
        render_code("pathology", one, "grade_reported")
        for one in specimens
        if one.get("is_reference") is True
    }
    return Primary(
        site=render_code("tumour", row, "topography"),
        grades=tuple(sorted(grades)),
        diagnosed=str(row.get("dx_date") or ""),
    )


def _last_results(history: History) -> Iterator[LastResult]:
    measured = [one for one in history.marks("lab_result") if one.row.get("value") is not None]
    for analyte in sorted({str(one.row.get("analyte")) for one in measured}):
        last = last_of([one for one in measured if one.row.get("analyte") == analyte])
        if last is not None:
            yield _read_result(last)


def _read_result(last: Marked) -> LastResult:
    row = last.row
    value, low, high = row["value"], row.get("lower_normal"), row.get("upper_normal")
    is_low, is_high = low is not None and value < low, high is not None and value > high
    return LastResult(
        analyte=render_code("lab_result", row, "analyte"),
        when=str(row.get("date") or ""),
        value=render_number(value, str(row.get("unit") or "")),
        low=low,
        high=high,
        is_outside=is_low or is_high,
    )


def _pain_points(history: History) -> Iterator[PainPoint]:
    scored = [one for one in history.marks(PAIN) if one.row.get("nrs_worst") is not None]
    for one in sorted(scored, key=lambda one: (one.day, str(one.row["id"]))):
        if one.day.is_known:
            state = pain_state(history, one.row)
            yield PainPoint(
                day=one.day,
                when=str(one.row["date"]),
                site=_site_of(history, one.row),
                nrs=one.row["nrs_worst"],
                omed_mg=state.omed_mg,
            )


def _site_of(history: History, pain: Row) -> str:
    target = history.record("radiotherapy_target", pain.get("radiotherapy_target_id"))
    lesion = history.record("bone_lesion", pain.get("bone_lesion_id"))
    for table, row in ((PAIN, pain), ("radiotherapy_target", target), ("bone_lesion", lesion)):
        if row is not None and row.get("region"):
            return render_code(table, row, "region")
    return render_code(PAIN, pain, "scope")


def _matters(history: History) -> Iterator[BoardQuestion | OpenAction]:
    boards = sorted(history.marks(BOARD), key=lambda one: (one.day, str(one.row["id"])))
    for board in boards[-LAST_BOARDS:]:
        if board.row.get("questions"):
            yield BoardQuestion(str(board.row.get("date") or ""), str(board.row["questions"]))
    for row in history.rows(BOARD_DECISION, status="open"):
        yield OpenAction(
            matter=render_code(BOARD_DECISION, row, "type"),
            detail=str(row.get("detail") or ""),
            due=str(row.get("due_date") or ""),
        )
