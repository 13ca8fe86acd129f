"""Pain and opioids at an irradiated site, in the order of their days."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from osteon.concepts import (
    FLARE_DAYS,
    RESPONSES,
    AnalgesicDose,
    PainState,
    classify_pain_response,
    dose_as_oral_morphine_mg,
    is_pain_back,
)
from osteon.quality import STILL_RUNNING, Row, assessments_of, date_of
from osteon.worklist.certainty import Answer, Days, all_of, is_after, is_within
from osteon.worklist.history import History, Marked

COURSE, TARGET, PAIN = "radiotherapy_course", "radiotherapy_target", "pain_assessment"
ANALGESIC = "analgesic_use"
PAIN_READS = {
    COURSE: ("start_date", "end_date", "indication"),
    TARGET: ("radiotherapy_course_id", "region", "bone_lesion_ids", "pain_target"),
    PAIN: ("date", "radiotherapy_target_id", "bone_lesion_id", "region", "nrs_worst"),
    ANALGESIC: ("date", "pain_assessment_id", "drug", "route", "dose", "dose_per", "omed_mg_d"),
}
"""What the functions of this module look at."""
BASELINE = "baseline"


def painful_targets(history: History) -> Iterator[tuple[Marked, Marked]]:
    """Yield the targets irradiated for pain, each with its course."""
    for target in history.rows(TARGET):
        course = history.record(COURSE, target["radiotherapy_course_id"])
        if course is None:
            continue
        if target.get("pain_target") is True or "pain" in (course.get("indication") or ()):
            start = history.mark(COURSE, course, "start_date")
            yield Marked(((TARGET, target),), start.day), start


def end_of(history: History, course: Row) -> Days | None:
    """Return the last day of a course, nothing where there has been none yet."""
    is_over = date_of(course, "end_date") or course.get("end_date_null") not in STILL_RUNNING
    return history.days(course, "end_date") if is_over else None


def assessments(history: History, target: Row) -> list[Marked]:
    """Return the pain assessments of the site of a target."""
    return [history.mark(PAIN, row) for row in assessments_of(history.chart, target)]


def pain_state(history: History, assessment: Row) -> PainState:
    """Return pain and daily opioids at an assessment, as far as both are known.

    Analgesics belong to it by its key, or by its very day where they name no assessment.
    """
    taken = history.chart.referring(ANALGESIC, "pain_assessment_id", assessment["id"])
    if not taken:
        loose = history.rows(ANALGESIC, pain_assessment_id=None)
        taken = [row for row in loose if row.get("date") == assessment.get("date")]
    doses = [_oral_morphine_mg(row) for row in taken]
    known = [dose for dose in doses if dose is not None]
    is_known = bool(doses) and len(known) == len(doses)
    return PainState(assessment.get("nrs_worst"), sum(known) if is_known else None)


def is_assessed(history: History, assessment: Marked) -> Answer:
    """Return whether pain and opioids are both known at an assessment.

    Perhaps, where analgesics that name no assessment may be of its day.
    """
    state = pain_state(history, assessment.row)
    if state.nrs is None or state.omed_mg is not None:
        return state.nrs is not None
    loose = history.marks(ANALGESIC, pain_assessment_id=None)
    known = (one for one in loose if _oral_morphine_mg(one.row) is not None)
    near = (is_within(one.day, assessment.day, assessment.day) for one in known)
    return False if all(answer is False for answer in near) else None


def _oral_morphine_mg(row: Row) -> float | None:
    if row.get("omed_mg_d") is not None:
        return float(row["omed_mg_d"])
    if row.get("drug_null") == "NA":
        return 0.0
    given = AnalgesicDose(row.get("drug"), row.get("dose"), row.get("dose_per"), row.get("route"))
    return dose_as_oral_morphine_mg(given)


def find_recurrence(
    history: History, target: Row, end: Days, start: Days, baseline_days: float
) -> tuple[Marked, Answer] | None:
    """Return the assessment at which pain was back or worse, and whether that is certain (D13).

    After a response pain is back against its lowest; without one it is worse against the baseline.
    Where the order of the assessments is not certain, perhaps whenever it may be back against any
    of them; and perhaps where opioids are not known.
    """
    scored = [one for one in assessments(history, target) if one.row.get("nrs_worst") is not None]
    calm, window = end.later(days=FLARE_DAYS), (start.later(days=-baseline_days), start)
    after = [one for one in scored if is_after(one.day, calm) is not False]
    before = [one for one in scored if is_within(one.day, *window) is not False]
    if not before or not after:
        return None
    course = [max(before, key=_place), *sorted(after, key=_place)]
    states = {_place(one): pain_state(history, one.row) for one in scored}
    is_ordered = all_of(is_after(b.day, a.day) for a, b in pairwise(course))
    if is_ordered is True and is_after(course[1].day, calm) is True:
        place = _first_return([states[_place(one)] for one in course])
        if place is None:
            return None
        are_known = all(None not in states[_place(one)] for one in course[: place + 1])
        return course[place], True if are_known else None
    for one in course[1:]:
        earlier = (other for other in scored if is_after(other.day, one.day) is not True)
        if any(is_pain_back(states[_place(other)], states[_place(one)]) for other in earlier):
            return one, None
    return None


def _place(one: Marked) -> tuple[Days, str]:
    return one.day, str(one.row["id"])


def _first_return(states: Sequence[PainState]) -> int | None:
    """Return the place of the state at which pain is back or worse than at the first."""
    baseline, lowest, has_responded = states[0], states[0], False
    for place, state in enumerate(states[1:], start=1):
        response = _classify(baseline, state)
        if has_responded and is_pain_back(lowest, state):
            return place
        if not has_responded and response == "PP":
            return place
        has_responded = has_responded or response in RESPONSES
        lowest = min(lowest, state, key=lambda one: (one.nrs, one.omed_mg or 0.0))
    return None


def _classify(before: PainState, after: PainState) -> str:
    """Return the response; opioids that are not known of both are taken as unchanged."""
    if None in {before.omed_mg, after.omed_mg}:
        before, after = PainState(before.nrs, 0.0), PainState(after.nrs, 0.0)
    return classify_pain_response(before, after)
