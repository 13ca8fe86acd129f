"""Rules about dates in a life, and about the same thing entered twice.

H-03, H-04, W-01, W-02, W-32.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from osteon.dictionary import ENTITIES, PartialDate, Requirement, entity
from osteon.quality.certainty import date_of
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.life import completed_years, last_possible_death
from osteon.quality.rule import QualityRule, Scope, merge_reads
from osteon.quality.switch import Switch, Switches

PLANNED = frozenset(
    {
        ("consent", "valid_until_date"),
        ("tumour_board_decision", "due_date"),
        ("antiresorptive_decision", "defer_until_date"),
    }
)
"""Dates that lie ahead when they are written down."""
AFTER_DEATH = frozenset({"pathology", "follow_up", "consent"})
"""Tables that may be dated after death: autopsy, documentation of the death, withdrawal by heirs.
That a patient was not alive after death is the matter of H-05."""
DATES = frozenset({"date", "partial_date", "timestamp"})
SAME_DAY = {
    "imaging_study": ("modality", "tracer"),
    "antiresorptive_dose": ("agent",),
    "skeletal_event": ("type", "region", "side"),
}
"""What makes two rows of one day the same thing."""
WITHOUT_REGION = "HYPERCALCAEMIA"


@cache
def event_dates(table: str) -> tuple[str, ...]:
    """Return the fields of a table that say when something happened."""
    return tuple(
        field.name
        for field in entity(table).fields
        if field.kind in DATES
        and field.requirement is not Requirement.BOOKKEEPING
        and (table, field.name) not in PLANNED
    )


def _dates(chart: Chart) -> Iterator[tuple[str, Row, str, PartialDate]]:
    for table, rows in chart.tables.items():
        fields = event_dates(table)
        for row in rows:
            for field in fields:
                day = date_of(row, field)
                if day is not None:
                    yield table, row, field, day


def find_dates_outside_life(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield dates before birth or after death."""
    birth = date_of(chart.patient, "birth")
    death = last_possible_death(chart)
    for table, row, field, day in _dates(chart):
        if birth is not None and day.hi < birth.lo:
            yield Flaw(table, row, (field,), "The date lies before birth.")
        if death is not None and day.lo > death and table not in AFTER_DEATH:
            yield Flaw(table, row, (field,), "The date lies after death.")


def find_dates_after_cutoff(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield dates after the last day of the data."""
    for table, row, field, day in _dates(chart):
        if day.lo > chart.data_cutoff:
            yield Flaw(table, row, (field,), "The date lies after the data cut-off.")


def find_imprecise_diagnoses(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield diagnoses of which only the year is known."""
    for row in chart.rows("tumour"):
        day = date_of(row, "dx_date")
        if day is not None and day.precision == "Y":
            message = "Only the year of the diagnosis is known."
            yield Flaw("tumour", row, ("dx_date",), message)


def find_unusual_ages(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield diagnoses at an unusual age."""
    birth = date_of(chart.patient, "birth")
    for row in chart.rows("tumour"):
        day, stated = date_of(row, "dx_date"), row.get("age_at_diagnosis")
        if stated is not None:
            youngest = oldest = stated
        elif birth is not None and day is not None:
            youngest = completed_years(birth.hi, day.lo)
            oldest = completed_years(birth.lo, day.hi)
        else:
            continue
        if oldest < switches["youngest_years"] or youngest > switches["oldest_years"]:
            message = "The age at diagnosis is unusual; check the birth and the diagnosis."
            yield Flaw("tumour", row, ("dx_date", "age_at_diagnosis"), message)


def find_same_day_duplicates(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield rows that repeat another of the same day, all but the first by key."""
    for table, fields in SAME_DAY.items():
        alike: dict[tuple[object, ...], list[Row]] = defaultdict(list)
        for row in chart.rows(table):
            day = date_of(row, "date")
            if day is not None and day.precision == "D" and _is_identified(table, row):
                alike[day.text, *map(row.get, fields)].append(row)
        for rows in alike.values():
            for row in sorted(rows, key=lambda row: str(row["id"]))[1:]:
                message = "Another row says the same of the same day; one of them may be a copy."
                yield Flaw(table, row, ("date", *fields), message)


def _is_identified(table: str, row: Row) -> bool:
    fields = SAME_DAY[table]
    if row.get(fields[0]) is None:
        return False
    if table != "skeletal_event" or row["type"] == WITHOUT_REGION:
        return True
    return row.get("region") is not None


_EVENT_READS = {name: event_dates(name) for name in ENTITIES if event_dates(name)}

RULES = (
    QualityRule(
        code="H-03",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="Nothing happens before birth or after death",
        help="Fires where every day that both dates permit is on the wrong side. Pathology "
        "(autopsy), follow-up (documentation of the death) and consent may be dated after death.",
        reads=merge_reads(_EVENT_READS, {"follow_up": ("status",)}),
        find=find_dates_outside_life,
    ),
    QualityRule(
        code="H-04",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="No date lies after the data cut-off",
        help="Compares with the day given as `data_cutoff`: the day of the cut for a closed data "
        "set, the present day for a registry at work. Planned dates (end of a consent, due dates, "
        "a decision deferred) may lie ahead.",
        reads=_EVENT_READS,
        find=find_dates_after_cutoff,
    ),
    QualityRule(
        code="W-01",
        severity=Severity.WARNING,
        scope=Scope.STUDY,
        title="The diagnosis is dated to the month at least; few dates of a cohort are imputed",
        help="In the records: a diagnosis of which only the year is known. For a cohort, "
        "`check_imputed_dates` looks at the share of patients with a partial date in the fields "
        "that a study uses.",
        reads={"tumour": ("dx_date",)},
        declared_switches=(
            Switch("share_percent", 10, "Share of a cohort with an imputed date, above it fires."),
        ),
        find=find_imprecise_diagnoses,
        interface="check_imputed_dates",
    ),
    QualityRule(
        code="W-02",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="The age at diagnosis is usual",
        help="Takes the age as stated, else the ages that birth and diagnosis permit.",
        reads={"patient": ("birth",), "tumour": ("dx_date", "age_at_diagnosis")},
        declared_switches=(
            Switch("youngest_years", 15, "Completed years, below it fires."),
            Switch("oldest_years", 95, "Completed years, above it fires."),
        ),
        find=find_unusual_ages,
    ),
    QualityRule(
        code="W-32",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="A study, dose or event is entered once",
        help="Compares studies by day, modality and tracer, doses by day and agent, events by day, "
        "type, region and side. Rows whose day or region is not known are not compared.",
        reads={table: ("date", *fields) for table, fields in SAME_DAY.items()},
        find=find_same_day_duplicates,
    ),
)
