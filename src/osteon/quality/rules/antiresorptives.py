"""Rules about courses and doses of antiresorptive drugs: H-28, H-29, H-30, W-19, W-20."""

from collections.abc import Iterator
from itertools import product
from math import isclose

from osteon.dictionary import PartialDate, Source
from osteon.quality.certainty import (
    consecutive,
    date_of,
    is_before,
    least_days,
    may_be_within,
    most_days,
    span_of,
)
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches

COURSE, DOSE = "antiresorptive_course", "antiresorptive_dose"
ONCOLOGICAL, OSTEOPOROTIC = "denosumab", "denosumab_60mg"
DOSES_OF = {
    ONCOLOGICAL: "denosumab_mg",
    OSTEOPOROTIC: "denosumab_mg",
    "zoledronic_acid": "zoledronic_acid_mg",
}
"""Which switch holds the doses of an agent."""
OSTEOPOROSIS_MG = 60


def _rows_of(chart: Chart, table: str, agent: str) -> list[Row]:
    return [row for row in chart.rows(table) if row.get("agent") == agent]


def find_impossible_courses(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield courses that stop before they start, doses outside, two products of denosumab."""
    for row in chart.rows(COURSE):
        if is_before(date_of(row, "stop_date"), date_of(row, "start_date")):
            yield Flaw(
                COURSE, row, ("start_date", "stop_date"), "The course stops before it starts."
            )
    for row in chart.rows(DOSE):
        course = chart.record(COURSE, row.get("antiresorptive_course_id"))
        day = date_of(row, "date")
        starts_later = is_before(day, date_of(course, "start_date"))
        if starts_later or is_before(date_of(course, "stop_date"), day):
            message = "The dose lies outside its course."
            yield Flaw(DOSE, row, ("date", "antiresorptive_course_id"), message)
    yield from _two_products(chart, switches["window_days"])


def _two_products(chart: Chart, window_days: float) -> Iterator[Flaw]:
    message = "Two products of denosumab at the same time."
    pairs = product(*(_rows_of(chart, COURSE, agent) for agent in (OSTEOPOROTIC, ONCOLOGICAL)))
    for row, other in pairs:
        spans = [span_of(course, "start_date", "stop_date") for course in (row, other)]
        if spans[0].overlaps(spans[1]):
            yield Flaw(COURSE, row, ("agent", "start_date", "stop_date"), message)
    pairs = product(*(_rows_of(chart, DOSE, agent) for agent in (OSTEOPOROTIC, ONCOLOGICAL)))
    for row, other in pairs:
        a, b = date_of(row, "date"), date_of(other, "date")
        if a is None or b is None:
            continue
        if max(most_days(a, b), most_days(b, a)) < window_days:
            yield Flaw(DOSE, row, ("agent", "date"), message)


def find_unknown_doses(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield doses of denosumab and zoledronic acid that are no doses of the drug."""
    for table in (COURSE, DOSE):
        for row in chart.rows(table):
            switch, given = DOSES_OF.get(row.get("agent") or ""), row.get("dose_mg")
            if switch is None or given is None:
                continue
            if not any(isclose(given, dose) for dose in switches[switch]):
                yield Flaw(table, row, ("dose_mg", "agent"), "The drug is not given in this dose.")


def find_mistaken_products(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield the osteoporosis dose of denosumab under the product for bone metastasis."""
    for table in (COURSE, DOSE):
        for row in _rows_of(chart, table, ONCOLOGICAL):
            if row.get("dose_mg") == OSTEOPOROSIS_MG:
                message = "60 mg is the product for osteoporosis, which has a code of its own."
                yield Flaw(table, row, ("agent", "dose_mg"), message)


def find_dose_gaps(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield doses of denosumab that come late, or very late without a stop on record."""
    courses = _rows_of(chart, COURSE, ONCOLOGICAL)
    if any(row.get("planned_interval_change") is True for row in courses):
        return
    doses = [(date_of(row, "date"), row) for row in _rows_of(chart, DOSE, ONCOLOGICAL)]
    for (before, _earlier), (day, row) in consecutive(doses):
        least, most = least_days(before, day), most_days(before, day)
        if least >= switches["late_from_days"] and most <= switches["gap_above_days"]:
            yield Flaw(DOSE, row, ("date",), "The dose comes late after the one before.")
        may_have_stopped = any(_may_stop(course, before, day) for course in courses)
        if least > switches["gap_above_days"] and not may_have_stopped:
            message = "A long gap before the dose, and no stop of the course on record."
            yield Flaw(DOSE, row, ("date",), message)


def _may_stop(course: Row, before: PartialDate, day: PartialDate) -> bool:
    """Return whether a course may have stopped between two doses."""
    if span_of(course, "start_date", "stop_date").is_running:
        return False
    return may_be_within(date_of(course, "stop_date"), before.lo, day.hi)


def find_courses_without_doses(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield courses to which no dose belongs."""
    for row in chart.rows(COURSE):
        unassigned = [
            dose
            for dose in chart.rows(DOSE)
            if dose.get("antiresorptive_course_id") is None
            and dose.get("agent") in {row.get("agent"), None}
        ]
        if not unassigned and not chart.referring(DOSE, "antiresorptive_course_id", row["id"]):
            yield Flaw(COURSE, row, ("agent",), "No dose of the course is recorded.")


_SPAN = ("start_date", "stop_date")

RULES = (
    QualityRule(
        code="H-28",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="Doses lie in their course, and products of denosumab do not mix",
        help="A course that certainly stops before it starts; a dose certainly outside the course "
        "it names; courses of both products that certainly overlap, or doses of both certainly "
        "closer than the window. A course without a last day runs on, unless the day is unknown.",
        reads={
            COURSE: ("agent", *_SPAN),
            DOSE: ("antiresorptive_course_id", "date", "agent"),
        },
        declared_switches=(
            Switch("window_days", 56, "Days for which a dose of denosumab is taken to work."),
        ),
        find=find_impossible_courses,
    ),
    QualityRule(
        code="H-29",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="Doses of denosumab and zoledronic acid are doses of the drug",
        help="Looks at the planned dose of a course and at every dose given.",
        reads={COURSE: ("agent", "dose_mg"), DOSE: ("agent", "dose_mg")},
        declared_switches=(
            Switch("denosumab_mg", (60, 120), "Doses of denosumab.", Source.PUBLISHED),
            Switch(
                "zoledronic_acid_mg",
                (3.0, 3.3, 3.5, 4.0, 5.0),
                "Doses of zoledronic acid.",
                Source.PUBLISHED,
            ),
        ),
        find=find_unknown_doses,
    ),
    QualityRule(
        code="H-30",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="Denosumab 60 mg is not coded as therapy of bone metastasis",
        help="60 mg every six months is therapy of osteoporosis; its code is denosumab_60mg. The "
        "dose decides; a long interval alone does not, as oncological doses are stretched too.",
        reads={COURSE: ("agent", "dose_mg"), DOSE: ("agent", "dose_mg")},
        find=find_mistaken_products,
    ),
    QualityRule(
        code="W-19",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Denosumab is given on time",
        help="Compares doses that certainly follow each other. Late, or so late that a stop should "
        "be on record; silent where an interval was changed on purpose, where a dose has no date, "
        "and for a long gap where a course may have stopped in it.",
        reads={
            COURSE: ("agent", "planned_interval_change", *_SPAN),
            DOSE: ("agent", "date"),
        },
        declared_switches=(
            Switch("late_from_days", 42, "Days between doses from which one is late."),
            Switch("gap_above_days", 90, "Days between doses above which a stop is expected."),
        ),
        find=find_dose_gaps,
    ),
    QualityRule(
        code="W-20",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="A course has doses",
        help="Fires where no dose names the course, and no dose of the agent names none.",
        reads={COURSE: ("agent",), DOSE: ("antiresorptive_course_id", "agent")},
        find=find_courses_without_doses,
    ),
)
