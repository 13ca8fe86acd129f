"""Rules about the decision on antiresorptive therapy and its first steps: CG-01 to CG-03, CG-11."""

from collections.abc import Iterator

from osteon.dictionary import Source
from osteon.quality import BONE_DATES, BONE_READS, Switch, Switches, merge_reads
from osteon.worklist.certainty import all_of, any_of, is_from, latest
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, answers_after, answers_from
from osteon.worklist.rule import CareGapRule, Opening, open_gap

DECISION, COURSE, DOSE = "antiresorptive_decision", "antiresorptive_course", "antiresorptive_dose"
STARTS = frozenset({"start_denosumab", "start_zoledronate", "start_other"})
OSTEOPOROTIC = "denosumab_60mg"
SUPPLEMENTED = frozenset({"denosumab", "zoledronic_acid"})
_RUNNING = ("agent", "start_date", "stop_date")


def find_missing_decisions(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield bone metastasis on which no decision was taken, or one that was put off until now."""
    bone = history.bone
    if bone is None:
        return
    decisions = history.marks(DECISION)
    settled = [one for one in decisions if one.row.get("decision") != "defer"]
    deferred = [one for one in decisions if one.row.get("decision") == "defer"]
    until = [history.planned(one.row, "defer_until_date") for one in deferred]
    waits = (
        all_of((is_from(one.day, bone.day), is_from(day, history.today)))
        for one, day in zip(deferred, until, strict=True)
    )
    due = latest([bone.day.later(days=limits["due_days"]), *(day for day in until if day.is_known)])
    for one in deferred:
        bone += one
    reason = "Bone metastasis, and no decision on antiresorptive therapy that still holds."
    closed = any_of([*answers_from(settled, bone.day), *waits])
    yield from open_gap(bone, due, reason, closed=closed)


def find_unbegun_courses(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield decisions to start after which nothing was given."""
    decisions = history.marks(DECISION)
    by_mouth = [one for one in history.marks(COURSE) if one.row.get("route") == "po"]
    given = [*history.marks(DOSE), *by_mouth]
    for start in decisions:
        if start.row.get("decision") not in STARTS:
            continue
        others = [one for one in decisions if one.row is not start.row]
        closed = any_of([*answers_from(given, start.day), *answers_after(others, start.day)])
        due = start.day.later(days=limits["due_days"])
        reason = "A decision to start antiresorptive therapy, and no dose since."
        yield from open_gap(start, due, reason, closed=closed)


def find_missing_dental_checks(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield running courses for which nobody has looked at the teeth."""
    checks = [one for one in history.marks("dental_check") if one.row.get("result") != "not_done"]
    for course in history.marks(COURSE):
        if course.row.get("agent") == OSTEOPOROTIC:
            continue
        closed = any_of(answers_from(checks, course.day.later(days=-limits["before_days"])))
        applies = history.is_running(course.row)
        reason = "Antiresorptive therapy runs, and no dental check shortly before it or since."
        yield from open_gap(course, course.day, reason, applies=applies, closed=closed)


def find_missing_supplements(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield running courses without calcium and vitamin D on record."""
    if history.rows("skeletal_event", type="HYPERCALCAEMIA"):
        return
    for course in history.marks(COURSE):
        if course.row.get("agent") not in SUPPLEMENTED:
            continue
        applies = history.is_running(course.row)
        closed = course.row.get("calcium_vitamin_d") == "Y"
        due = course.day.later(days=limits["due_days"])
        reason = "Antiresorptive therapy runs, and no calcium and vitamin D are on record."
        yield from open_gap(course, due, reason, applies=applies, closed=closed)


RULES = (
    CareGapRule(
        code="CG-01",
        title="Bone metastasis without a decision on antiresorptive therapy",
        concern=Concern.CARE,
        trigger="Bone metastasis is confirmed: the first study that shows it, else what the row "
        "of the organ states.",
        due="{due_days} days after it was confirmed; after a deferral, when that ends.",
        closes="A decision on that day or later, for or against. A deferral closes it until its "
        "day.",
        source="ESMO 2020: zoledronic acid or denosumab in solid tumours other than breast and "
        "prostate, with a life expectancy of at least 3 months and significant bone metastasis "
        "[I, B]. In the siNET series it was recommended to all, and 27.6 % received it.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(
            BONE_READS, BONE_DATES, {DECISION: ("date", "decision", "defer_until_date")}
        ),
        thresholds=(Switch("due_days", 60, "Days from bone metastasis to the decision."),),
        find=find_missing_decisions,
    ),
    CareGapRule(
        code="CG-02",
        title="Antiresorptive therapy decided on and not begun",
        concern=Concern.CARE,
        trigger="A decision to start an agent.",
        due="{due_days} days after the decision.",
        closes="A dose of any agent on that day or later, a course by mouth, or a later decision.",
        source="Decision of this registry.",
        source_kind=Source.DESIGN,
        reads={DECISION: ("date", "decision"), DOSE: ("date",), COURSE: ("route", "start_date")},
        thresholds=(Switch("due_days", 42, "Days from the decision to the first dose."),),
        find=find_unbegun_courses,
    ),
    CareGapRule(
        code="CG-03",
        title="Antiresorptive therapy without a dental check",
        concern=Concern.SAFETY,
        trigger="A running course; that of denosumab 60 mg aside.",
        due="On the first day of the course.",
        closes="A dental check from {before_days} days before the start on, unless it was not "
        "done.",
        source="Labels of denosumab and zoledronic acid: dental examination and preventive "
        "dentistry before treatment.",
        source_kind=Source.PUBLISHED,
        reads={COURSE: _RUNNING, "dental_check": ("date", "result")},
        thresholds=(Switch("before_days", 180, "Days before the start in which a check counts."),),
        find=find_missing_dental_checks,
    ),
    CareGapRule(
        code="CG-11",
        title="Antiresorptive therapy without calcium and vitamin D",
        concern=Concern.SAFETY,
        trigger="A running course of denosumab 120 mg or zoledronic acid.",
        due="{due_days} days after the start.",
        closes="Calcium and vitamin D marked as given along, or an event of hypercalcaemia.",
        source="Labels: calcium 500 mg and vitamin D 400 IU a day, unless there is hypercalcaemia.",
        source_kind=Source.PUBLISHED,
        reads={COURSE: (*_RUNNING, "calcium_vitamin_d"), "skeletal_event": ("type",)},
        thresholds=(Switch("due_days", 30, "Days from the start to the entry."),),
        find=find_missing_supplements,
    ),
)
