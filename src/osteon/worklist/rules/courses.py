"""Rules about courses that run on, are late or have stopped: CG-12 to CG-15."""

from collections.abc import Iterator

from osteon.dictionary import Source
from osteon.quality import Switch, Switches
from osteon.worklist.certainty import any_of, latest, negate
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, answers_after, answers_from, last_of
from osteon.worklist.rule import CareGapRule, Opening, open_gap

DECISION, COURSE, DOSE = "antiresorptive_decision", "antiresorptive_course", "antiresorptive_dose"
ONCOLOGICAL = "denosumab"
DENOSUMAB = (ONCOLOGICAL, "denosumab_60mg")
_RUNNING = ("agent", "start_date", "stop_date")


def find_late_doses(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield running courses of denosumab whose last dose was long ago."""
    last = last_of(history.marks(DOSE, agent=ONCOLOGICAL))
    for course in history.marks(COURSE, agent=ONCOLOGICAL):
        allowed = limits["late_after_days"]
        if course.row.get("planned_interval_change") is True:
            interval = course.row.get("interval_days")
            if interval is None:
                continue
            allowed = max(allowed, interval + limits["grace_days"])
        since = course if last is None else last + course
        reason = "Denosumab runs, and the last dose was longer ago than its interval permits."
        applies = history.is_running(course.row)
        yield from open_gap(since, since.day.later(days=allowed), reason, applies=applies)


def find_stops_without_plan(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield courses of denosumab that stopped, with no agent or decision after."""
    doses = history.marks(DOSE)
    courses = history.marks(COURSE)
    for course in courses:
        agent = course.row.get("agent")
        if agent not in DENOSUMAB or course.row.get("switch_to") is not None:
            continue
        last = last_of([one for one in doses if one.row.get("agent") == agent])
        since = history.mark(COURSE, course.row, "stop_date") if last is None else last + course
        others = [one for one in courses if one.row is not course.row]
        closed = any_of(
            [
                *answers_after(doses, since.day),
                *answers_after(history.marks(DECISION), since.day),
                *answers_after(others, since.day),
                *(history.is_running(one.row) for one in others),
            ]
        )
        due = since.day.later(days=limits["due_days"])
        applies = negate(history.is_running(course.row))
        reason = "Denosumab was stopped, and no other agent or decision followed."
        yield from open_gap(since, due, reason, applies=applies, closed=closed)


def find_unreviewed_courses(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield courses that have run for long since the last decision."""
    decision = last_of(history.marks(DECISION))
    for course in history.marks(COURSE):
        due = course.day.later(months=limits["from_months"])
        since = course
        if decision is not None:
            due = latest((due, decision.day.later(months=limits["every_months"])))
            since = course + decision
        reason = "Antiresorptive therapy has run for long, and its interval was not reviewed."
        yield from open_gap(since, due, reason, applies=history.is_running(course.row))


def find_unreferred_jaws(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield suspected osteonecrosis of the jaw that no dentist or surgeon has seen."""
    checks = [one for one in history.marks("dental_check") if one.row.get("result") != "not_done"]
    events = history.marks("antiresorptive_safety", type="ONJ")
    confirmed = [one for one in events if one.row.get("certainty") == "confirmed"]
    for event in events:
        if event.row.get("certainty") != "suspected" or event.row.get("outcome") == "resolved":
            continue
        closed = any_of(answers_from([*checks, *confirmed], event.day))
        reason = "Osteonecrosis of the jaw is suspected, and no dental look at it is on record."
        due = event.day.later(days=limits["due_days"])
        yield from open_gap(event, due, reason, closed=closed)


RULES = (
    CareGapRule(
        code="CG-12",
        title="A dose of denosumab is late",
        concern=Concern.SAFETY,
        trigger="A running course of denosumab 120 mg.",
        due="{late_after_days} days after the last dose, or after the start where there was none; "
        "where the interval was changed on purpose, the interval and {grace_days} days, if that "
        "is longer.",
        closes="A dose, or the stop of the course.",
        source="Label of denosumab: every 4 weeks.",
        source_kind=Source.PUBLISHED,
        reads={
            COURSE: (*_RUNNING, "planned_interval_change", "interval_days"),
            DOSE: ("agent", "date"),
        },
        thresholds=(
            Switch("late_after_days", 42, "Days after a dose by which the next is given."),
            Switch("grace_days", 14, "Days by which a longer planned interval may be exceeded."),
        ),
        find=find_late_doses,
    ),
    CareGapRule(
        code="CG-13",
        title="Denosumab stopped without a plan",
        concern=Concern.SAFETY,
        trigger="A course of denosumab, either product, that was stopped.",
        due="{due_days} days after its last dose.",
        closes="A dose or course of any agent after it, a running one, a later decision, or the "
        "agent that the stop names as the next.",
        source="ECTS: another agent 6 months after the last injection (evidence from "
        "osteoporosis). Label: several vertebral fractures may follow the end of denosumab; a "
        "case report from oncology agrees.",
        source_kind=Source.PUBLISHED,
        reads={
            COURSE: (*_RUNNING, "switch_to"),
            DOSE: ("agent", "date"),
            DECISION: ("date",),
        },
        thresholds=(Switch("due_days", 150, "Days from the last dose to the plan."),),
        find=find_stops_without_plan,
    ),
    CareGapRule(
        code="CG-14",
        title="Long antiresorptive therapy without a review",
        concern=Concern.CARE,
        trigger="A running course.",
        due="{from_months} months after its start, then {every_months} months after the last "
        "decision.",
        closes="A decision.",
        source="From memory. Zoledronic acid every 12 weeks was not inferior in breast and "
        "prostate cancer and myeloma only.",
        source_kind=Source.UNVERIFIED,
        reads={COURSE: ("start_date", "stop_date"), DECISION: ("date",)},
        thresholds=(
            Switch(
                "from_months", 24, "Months of therapy until the first review.", Source.UNVERIFIED
            ),
            Switch(
                "every_months", 12, "Months from a decision to the next review.", Source.UNVERIFIED
            ),
        ),
        find=find_unreviewed_courses,
    ),
    CareGapRule(
        code="CG-15",
        title="Suspected osteonecrosis of the jaw without a referral",
        concern=Concern.SAFETY,
        trigger="Osteonecrosis of the jaw, suspected and not resolved.",
        due="{due_days} days after its onset.",
        closes="A dental check on that day or later, or the osteonecrosis confirmed.",
        source="Label of denosumab: referral to a dentist or surgeon; stages as published.",
        source_kind=Source.PUBLISHED,
        reads={
            "antiresorptive_safety": ("type", "date", "certainty", "outcome"),
            "dental_check": ("date", "result"),
        },
        thresholds=(Switch("due_days", 14, "Days from the onset to the referral."),),
        find=find_unreferred_jaws,
    ),
)
