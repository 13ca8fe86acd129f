"""Rules about vital status and death: H-05, W-31; H-35 is asked by `check_follow_up_update`."""

from collections.abc import Iterator

from osteon.quality.certainty import date_of, is_before
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.life import last_possible_death
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switches

TABLE = "follow_up"
FREE_OF_DISEASE = "no_evidence"
TREATMENTS = (
    ("antiresorptive_course", "start_date"),
    ("antiresorptive_dose", "date"),
    ("radiotherapy_course", "start_date"),
    ("systemic_therapy_line", "start_date"),
    ("systemic_therapy_drug", "start_date"),
    ("prrt_cycle", "date"),
    ("procedure", "date"),
)


def find_contradicting_deaths(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield deaths without a date, dates of death of the living, and contacts after death."""
    death = last_possible_death(chart)
    for row in chart.rows(TABLE):
        status, is_dated = row.get("status"), row.get("death_date") is not None
        if status == "dead" and not is_dated:
            yield Flaw(TABLE, row, ("status", "death_date"), "Dead, and the date is missing.")
        if status in {"alive", "lost"} and is_dated:
            message = "A date of death, and the status is not dead."
            yield Flaw(TABLE, row, ("status", "death_date"), message)
        alive = date_of(row, "last_alive_date")
        if death is not None and alive is not None and alive.lo > death:
            message = "The patient was known alive after the date of death."
            yield Flaw(TABLE, row, ("last_alive_date", "death_date"), message)


def find_unlikely_deaths(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield deaths of a tumour that was gone, and treatment begun after death."""
    for row in chart.rows(TABLE):
        if row.get("status") == "dead" and row.get("cause") == "NET" and _was_gone(chart):
            message = "The tumour is the cause of death, and at last there was no sign of it."
            yield Flaw(TABLE, row, ("cause", "disease_status"), message)
    death = last_possible_death(chart)
    for table, field in TREATMENTS:
        for row in chart.rows(table):
            day = date_of(row, field)
            if death is not None and day is not None and day.lo > death:
                yield Flaw(table, row, (field,), "The treatment begins after death.")


def _was_gone(chart: Chart) -> bool:
    """Return whether no sign of disease was left at every contact that may be the last."""
    rated = [row for row in chart.rows(TABLE) if row.get("disease_status") is not None]
    last = [row for row in rated if not any(_is_later(other, row) for other in rated)]
    return bool(last) and all(row["disease_status"] == FREE_OF_DISEASE for row in last)


def _is_later(other: Row, row: Row) -> bool:
    return is_before(date_of(row, "last_alive_date"), date_of(other, "last_alive_date"))


RULES = (
    QualityRule(
        code="H-05",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="Who is dead has a date of death, and nobody else",
        help="A reason for the absence of the date does not help: survival cannot end at it. No "
        "contact of the patient is certainly later than the death.",
        reads={TABLE: ("status", "death_date", "last_alive_date")},
        find=find_contradicting_deaths,
    ),
    QualityRule(
        code="H-35",
        severity=Severity.HARD,
        scope=Scope.STUDY,
        title="An update does not move the last day alive backwards",
        help="Needs the row before and after: `check_follow_up_update`. An update that knows the "
        "day less precisely is no step backwards. The registry asks whenever a record changes: an "
        "earlier day is saved with a reason for the change only.",
        reads={TABLE: ("last_alive_date",)},
        interface="check_follow_up_update",
    ),
    QualityRule(
        code="W-31",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="The cause of death fits the course, and treatment ends with it",
        help="The tumour as cause with no evidence of disease at every contact that may be the "
        "last to state it; or a treatment that certainly begins after death, which H-03 reports "
        "as well.",
        reads={
            TABLE: ("status", "cause", "disease_status", "last_alive_date", "death_date"),
            **{table: (field,) for table, field in TREATMENTS},
        },
        find=find_unlikely_deaths,
    ),
)
