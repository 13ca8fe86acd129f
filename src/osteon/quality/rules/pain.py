"""Rules about pain and analgesics around radiotherapy: W-21, W-22, W-23, W-24."""

from collections.abc import Iterator, Sequence
from datetime import date

from osteon.quality.certainty import add_days, add_months, date_of, may_be_within
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.pain_sites import (
    BASELINE_READS,
    COURSE,
    FOLLOW_UP,
    PAIN,
    TARGET,
    PainState,
    assessments_of,
    baselines_of,
    course_of,
    pain_state,
)
from osteon.quality.rule import QualityRule, Scope, merge_reads
from osteon.quality.switch import Switch, Switches

WEEKS = {"w1": 1, "w2": 2, "w4": 4, "w8": 8, "w12": 12}
MONTHS = {"m6": 6}


def find_missing_baselines(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield targets irradiated for pain without pain or analgesics on record before."""
    for target in chart.rows(TARGET):
        if target.get("pain_target") is not True:
            continue
        _, possible = baselines_of(chart, target, switches["days"])
        if all(row.get("nrs_worst") is None for row in possible):
            message = "Irradiated for pain, and no pain score of the site before."
            yield Flaw(TARGET, target, ("pain_target",), message)
        if not _has_analgesics(chart, target, possible, switches["days"]):
            message = "Irradiated for pain, and no analgesics with their morphine dose before."
            yield Flaw(TARGET, target, ("pain_target",), message)


def _has_analgesics(chart: Chart, target: Row, baselines: Sequence[Row], days: float) -> bool:
    start = date_of(course_of(chart, target), "start_date")
    keys = {row["id"] for row in baselines}
    for row in chart.rows("analgesic_use"):
        if row.get("omed_mg_d") is None:
            continue
        is_near = start is None or may_be_within(
            date_of(row, "date"), add_days(start.lo, -days), start.hi
        )
        if is_near or row.get("pain_assessment_id") in keys:
            return True
    return False


def find_painless_indications(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield targets irradiated for pain where there was hardly any."""
    for target in chart.rows(TARGET):
        course = course_of(chart, target)
        if course is None or "pain" not in (course.get("indication") or ()):
            continue
        certain, possible = baselines_of(chart, target, switches["days"])
        scores = [row.get("nrs_worst") for row in possible]
        if certain and all(score is not None and score < switches["nrs_from"] for score in scores):
            for row in certain:
                message = "The indication is pain, and the pain before was slight."
                yield Flaw(PAIN, row, ("nrs_worst",), message)


def find_bought_relief(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield pain that improved while the dose of opioids rose."""
    for target in chart.rows(TARGET):
        certain, possible = baselines_of(chart, target, switches["days"])
        before = [pain_state(chart, row) for row in possible]
        for row in assessments_of(chart, target):
            is_later = row.get("timing") in FOLLOW_UP and certain
            after = pain_state(chart, row)
            if is_later and all(_is_bought(state, after, switches["factor"]) for state in before):
                message = "Pain improved while opioids rose; by consensus the response is open."
                yield Flaw(PAIN, row, ("nrs_worst",), message)


def _is_bought(before: PainState, after: PainState, factor: float) -> bool:
    if before.nrs is None or after.nrs is None or not before.omed_mg or after.omed_mg is None:
        return False
    return after.nrs < before.nrs and after.omed_mg >= factor * before.omed_mg


def find_ill_timed_assessments(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield follow-up assessments outside the window of their time."""
    for row in chart.rows(PAIN):
        target = chart.record(TARGET, row.get("radiotherapy_target_id"))
        course = None if target is None else course_of(chart, target)
        end, timing = date_of(course, "end_date"), row.get("timing")
        if end is None or timing not in FOLLOW_UP or date_of(row, "date") is None:
            continue
        first = add_days(_due(end.lo, timing), -switches["days"])
        last = add_days(_due(end.hi, timing), switches["days"])
        if not may_be_within(date_of(row, "date"), first, last):
            message = "The assessment lies outside the window of its time after radiotherapy."
            yield Flaw(PAIN, row, ("date", "timing"), message)


def _due(end: date, timing: str) -> date:
    if timing in MONTHS:
        return add_months(end, MONTHS[timing])
    return add_days(end, 7 * WEEKS[timing])


_BASELINE_DAYS = Switch("days", 14, "Days before radiotherapy that count as baseline.")
_ANALGESICS = {"analgesic_use": ("pain_assessment_id", "omed_mg_d")}

RULES = (
    QualityRule(
        code="W-21",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Radiotherapy for pain has a baseline",
        help="A pain score of the site (linked to the target, to one of its lesions or of its "
        "region; a global score is of no site) and an analgesic with its morphine dose, 0 where "
        "there is none, that may belong to the days before the start.",
        reads=merge_reads(
            BASELINE_READS, _ANALGESICS, {TARGET: ("pain_target",), "analgesic_use": ("date",)}
        ),
        declared_switches=(_BASELINE_DAYS,),
        find=find_missing_baselines,
    ),
    QualityRule(
        code="W-22",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Who is irradiated for pain has pain",
        help="Fires where every worst score that may be a baseline of the site lies below the "
        "limit.",
        reads=merge_reads(BASELINE_READS, {COURSE: ("indication",)}),
        declared_switches=(
            _BASELINE_DAYS,
            Switch("nrs_from", 2, "Worst pain of 0 to 10, below it fires."),
        ),
        find=find_painless_indications,
    ),
    QualityRule(
        code="W-23",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Pain did not improve by opioids alone",
        help="Less pain than at every possible baseline of the site, and at least so many times "
        "the morphine dose; by the international consensus the response is indeterminate. Silent "
        "where a score or a dose is not known.",
        reads=merge_reads(BASELINE_READS, _ANALGESICS),
        declared_switches=(
            _BASELINE_DAYS,
            Switch("factor", 2, "Morphine dose after, in multiples of that before."),
        ),
        find=find_bought_relief,
    ),
    QualityRule(
        code="W-24",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Pain is assessed in the window of its time",
        help="Weeks 1 to 12 and month 6 after the end of the course, for assessments linked to a "
        "target; certainly outside the days before and after.",
        reads={
            PAIN: ("date", "timing", "radiotherapy_target_id"),
            TARGET: ("radiotherapy_course_id",),
            COURSE: ("end_date",),
        },
        declared_switches=(Switch("days", 14, "Days before and after the time."),),
        find=find_ill_timed_assessments,
    ),
)
