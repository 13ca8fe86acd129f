"""What was recorded of one patient by a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from osteon.dictionary import Missing
from osteon.quality import (
    STILL_RUNNING,
    Chart,
    Records,
    Row,
    bone_sites,
    bone_studies,
    date_of,
    index_registry,
)
from osteon.worklist.certainty import Answer, Days, earliest, is_after, is_from

HAPPENS_ON: Mapping[str, str] = MappingProxyType(
    {
        "antiresorptive_course": "start_date",
        "antiresorptive_decision": "date",
        "antiresorptive_dose": "date",
        "antiresorptive_safety": "date",
        "analgesic_use": "date",
        "bone_lesion": "first_seen_date",
        "comorbidity": "date",
        "consent": "signed_date",
        "dental_check": "date",
        "follow_up": "last_alive_date",
        "hormone_assessment": "date",
        "imaging_study": "date",
        "lab_result": "date",
        "long_bone_assessment": "date",
        "metastasis_site": "first_date",
        "pain_assessment": "date",
        "pathology": "specimen_date",
        "patient_observation": "date",
        "procedure": "date",
        "prrt_cycle": "date",
        "radiotherapy_course": "start_date",
        "skeletal_event": "date",
        "spine_assessment": "date",
        "stage_assessment": "date",
        "systemic_therapy_line": "start_date",
        "tumour": "dx_date",
        "tumour_board": "date",
    }
)
"""The field of each table that says when what it records happened; other tables have none."""


@dataclass(frozen=True)
class Marked:
    """Rows with the day that makes them matter.

    Parameters
    ----------
    rows : tuple of (str, Row)
        The rows, each with its table.
    day : Days
        The day.
    """

    rows: tuple[tuple[str, Row], ...]
    day: Days

    @property
    def row(self) -> Row:
        """The first of the rows."""
        return self.rows[0][1]

    def __add__(self, other: "Marked") -> "Marked":
        """Return the rows of both, with the day of this one."""
        return Marked(self.rows + other.rows, self.day)


@dataclass
class History:
    """The rows of one patient that may have happened by a day.

    Parameters
    ----------
    chart : Chart
        The rows, by table and key.
    as_of : date
        The day. What is recorded with a partial date is taken to have happened by then.
    """

    chart: Chart
    as_of: date
    _marks: dict[str, list[Marked]] = field(default_factory=dict, repr=False)

    @property
    def today(self) -> Days:
        """The day itself."""
        return Days(self.as_of, self.as_of)

    def rows(self, table: str, **wanted: object) -> Sequence[Row]:
        """Return the rows of a table whose fields have the wanted values."""
        rows = self.chart.rows(table)
        if not rows or not wanted:
            return rows
        return [row for row in rows if _has(row, wanted)]

    def record(self, table: str, key: str | None) -> Row | None:
        """Return the row that a reference points to, nothing where there is none by the day."""
        return self.chart.record(table, key)

    def days(self, row: Row | None, field: str = "date") -> Days:
        """Return the day under a field; any day up to now where it is not known."""
        found = date_of(row, field)
        if found is None:
            return Days(date.min, self.as_of)
        last = found.hi if found.lo > self.as_of else min(found.hi, self.as_of)
        return Days(found.lo, last)

    def planned(self, row: Row, field: str) -> Days:
        """Return the day under a field that may lie ahead; any day where it is not known."""
        found = date_of(row, field)
        return Days(date.min, date.max) if found is None else Days(found.lo, found.hi)

    def is_entered(self, row: Row, field: str) -> Answer:
        """Return whether something was done by the day that a field has the day of.

        Perhaps, where its day is not known: it belongs to something that was done.
        """
        found = date_of(row, field)
        if found is not None:
            return found.lo <= self.as_of
        return None if row.get(f"{field}_null") == Missing.UNK else False

    def mark(self, table: str, row: Row, field: str = "date") -> Marked:
        """Return a row with the day under one of its fields."""
        return Marked(((table, row),), self.days(row, field))

    def marks(self, table: str, **wanted: object) -> list[Marked]:
        """Return the rows of a table, each with the day on which it happened."""
        if table not in self._marks:
            field_name = HAPPENS_ON[table]
            self._marks[table] = [self.mark(table, row, field_name) for row in self.rows(table)]
        marks = self._marks[table]
        return [one for one in marks if _has(one.row, wanted)] if wanted else marks

    def is_running(self, row: Row, stop: str = "stop_date") -> Answer:
        """Return whether a course that has started had not stopped by the day."""
        end = date_of(row, stop)
        if end is None:
            return True if row.get(f"{stop}_null") in STILL_RUNNING else None
        return end.lo > self.as_of

    @property
    def is_dead(self) -> bool:
        """Whether the patient had died by the day."""
        deaths = (date_of(row, "death_date") for row in self.rows("follow_up", status="dead"))
        return any(death is None or death.lo <= self.as_of for death in deaths)

    @cached_property
    def bone(self) -> Marked | None:
        """What first showed bone metastasis: the first study, else what the organ's row states."""
        studies = [self.mark("imaging_study", row) for row in bone_studies(self.chart).values()]
        sites = [self.mark("metastasis_site", row, "first_date") for row in bone_sites(self.chart)]
        return first_of(studies or sites)


def _has(row: Row, wanted: Mapping[str, object]) -> bool:
    return all(row.get(name) == value for name, value in wanted.items())


def first_of(marked: Sequence[Marked]) -> Marked | None:
    """Return the rows that may be the first, with the day of the first."""
    if not marked:
        return None
    day = earliest(one.day for one in marked)
    rows = (one.rows for one in marked if one.day.first <= day.last)
    return Marked(tuple(row for group in rows for row in group), day)


def last_of(marked: Sequence[Marked]) -> Marked | None:
    """Return the row that may be the last, of several the one of the last key, with its day."""
    return max(marked, key=lambda one: (one.day.last, one.day.first, _keys(one)), default=None)


def _keys(marked: Marked) -> tuple[str, ...]:
    return tuple(str(row["id"]) for _, row in marked.rows)


def answers_from(marked: Iterable[Marked], limit: Days) -> Iterator[Answer]:
    """Yield for each whether it happened on a day or later."""
    return (is_from(one.day, limit) for one in marked)


def answers_after(marked: Iterable[Marked], limit: Days) -> Iterator[Answer]:
    """Yield for each whether it happened later than a day."""
    return (is_after(one.day, limit) for one in marked)


def index_histories(records: Records, as_of: date) -> Iterator[History]:
    """Yield the history of each patient, in the order of pseudonyms."""
    charts = index_registry(records, as_of).charts
    for patient_id in sorted(key for key in charts if key is not None):
        tables = {
            table: [row for row in rows if _has_happened(table, row, as_of)]
            for table, rows in charts[patient_id].tables.items()
        }
        yield History(Chart(patient_id, tables, as_of), as_of)


def _has_happened(table: str, row: Row, as_of: date) -> bool:
    day = date_of(row, HAPPENS_ON[table]) if table in HAPPENS_ON else None
    return day is None or day.lo <= as_of
