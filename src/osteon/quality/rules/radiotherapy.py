"""Rules about courses of radiotherapy and their targets: H-25, H-26, H-27."""

from collections.abc import Iterator

from osteon.quality.certainty import Span, add_days, date_of, is_before, most_days, span_of
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches

COURSE, TARGET, EVENT = "radiotherapy_course", "radiotherapy_target", "skeletal_event"
PALLIATIVE = "palliative"


def _course(chart: Chart, target: Row) -> Row | None:
    return chart.record(COURSE, target["radiotherapy_course_id"])


def _span(course: Row) -> Span:
    return span_of(course, "start_date", "end_date")


def _may_be_near(event: Row, course: Row, days: float) -> bool:
    """Return whether an event may lie within so many days of a course."""
    day = date_of(event, "date")
    if day is None:
        return True
    return _span(course).may_touch(add_days(day.lo, -days), add_days(day.hi, days))


def find_unmatched_radiation(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield events of radiation without a target, and palliative targets without an event."""
    events = [row for row in chart.rows(EVENT) if row.get("type") == "RT_BONE"]
    targets = [(row, _course(chart, row)) for row in chart.rows(TARGET)]
    days = switches["days"]
    for event in events:
        if not any(course and _may_be_near(event, course, days) for _, course in targets):
            message = "Radiation of bone is an event, and no target lies near the day."
            yield Flaw(EVENT, event, ("type", "date"), message)
    for target, course in targets:
        if course is None or course.get("intent") != PALLIATIVE or target.get("region") is None:
            continue
        if not any(_may_be_near(event, course, days) for event in events):
            message = "Bone was irradiated with palliative intent, and no event lies near the day."
            yield Flaw(TARGET, target, ("radiotherapy_course_id", "region"), message)


def find_impossible_doses(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield doses that are not the sum of their fractions, or that nobody gives."""
    for row in chart.rows(TARGET):
        total, fractions = row.get("dose_total_cgy"), row.get("fractions")
        each = row.get("dose_per_fraction_cgy")
        if fractions is not None and fractions <= 0:
            yield Flaw(TARGET, row, ("fractions",), "There is no fraction.")
        if total is None:
            continue
        if not switches["least_cgy"] <= total <= switches["most_cgy"]:
            message = "The dose is not one of radiotherapy in cGy; look at the unit."
            yield Flaw(TARGET, row, ("dose_total_cgy",), message)
        if fractions is None or each is None:
            continue
        if abs(total - fractions * each) > total * switches["tolerance_percent"] / 100:
            message = "The dose is not the number of fractions times the dose of one."
            fields = ("dose_total_cgy", "fractions", "dose_per_fraction_cgy")
            yield Flaw(TARGET, row, fields, message)


def find_impossible_courses(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield courses that end before they start, and more fractions than days."""
    for row in chart.rows(COURSE):
        if is_before(date_of(row, "end_date"), date_of(row, "start_date")):
            yield Flaw(COURSE, row, ("start_date", "end_date"), "The course ends before it starts.")
    for row in chart.rows(TARGET):
        course, fractions = _course(chart, row), row.get("fractions")
        if course is None or fractions is None or _may_be_twice_daily(course):
            continue
        start, end = date_of(course, "start_date"), date_of(course, "end_date")
        if start is None or end is None or is_before(end, start):
            continue
        if fractions > most_days(start, end) + 1:
            message = "There are more fractions than days, and no mark of two a day."
            yield Flaw(TARGET, row, ("fractions", "radiotherapy_course_id"), message)


def _may_be_twice_daily(course: Row) -> bool:
    return course.get("twice_daily") is True or course.get("twice_daily_null") is not None


RULES = (
    QualityRule(
        code="H-25",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="Radiation of bone is both an event and a target",
        help="An event of radiation needs a target whose course may lie within the days, and a "
        "target of bone with palliative intent needs such an event. The missing row may be "
        "proposed to whoever keeps the record; it is never created for them.",
        reads={
            EVENT: ("type", "date"),
            TARGET: ("radiotherapy_course_id", "region"),
            COURSE: ("intent", "start_date", "end_date"),
        },
        declared_switches=(Switch("days", 30, "Days between the event and the course."),),
        find=find_unmatched_radiation,
    ),
    QualityRule(
        code="H-26",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="The dose is the sum of its fractions, in cGy",
        help="Total dose against fractions times dose of a fraction; no fraction at all; a total "
        "outside the limits, which catches Gy typed as cGy.",
        reads={TARGET: ("dose_total_cgy", "fractions", "dose_per_fraction_cgy")},
        declared_switches=(
            Switch("tolerance_percent", 1, "Difference permitted, of the total dose."),
            Switch("least_cgy", 100, "Lowest total dose."),
            Switch("most_cgy", 8000, "Highest total dose."),
        ),
        find=find_impossible_doses,
    ),
    QualityRule(
        code="H-27",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="A course ends after it starts, and has a day for every fraction",
        help="Fires where the most days that the dates permit are too few, unless the course is "
        "marked as two fractions a day, or it is not known whether it was.",
        reads={
            COURSE: ("start_date", "end_date", "twice_daily"),
            TARGET: ("radiotherapy_course_id", "fractions"),
        },
        find=find_impossible_courses,
    ),
)
