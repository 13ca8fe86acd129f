"""Rules about pain at bone metastasis and around radiotherapy: CG-23 to CG-25."""

from collections.abc import Iterator

from osteon.concepts import LOCAL_PROCEDURES
from osteon.dictionary import Source
from osteon.quality import BONE_DATES, BONE_READS, Row, Switch, Switches, merge_reads
from osteon.worklist.boards import BOARD_READS, board_decisions
from osteon.worklist.certainty import Answer, Days, all_of, any_of, is_from, is_within
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, Marked, answers_after, answers_from
from osteon.worklist.pain_course import (
    ANALGESIC,
    BASELINE,
    COURSE,
    PAIN,
    PAIN_READS,
    assessments,
    end_of,
    find_recurrence,
    is_assessed,
    painful_targets,
)
from osteon.worklist.rule import CareGapRule, Opening, merge_openings, open_gap

WEEKS = {"w4": 4, "w8": 8, "w12": 12}
MISSING = {
    BASELINE: "Radiotherapy for pain, and no pain score with opioids before it.",
    "w4": "Radiotherapy for pain, and no pain score with opioids at 4 weeks.",
    "w8": "Radiotherapy for pain, and no pain score with opioids at 8 weeks.",
    "w12": "Radiotherapy for pain, and no pain score with opioids at 12 weeks.",
}
PAIN_MATTERS = ("radiotherapy", "supportive", "surgery")


def find_untreated_pain(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield strong pain at known bone metastasis that nothing followed."""
    if history.bone is None:
        return
    scored = [one for one in history.marks(PAIN) if one.row.get("nrs_worst") is not None]
    milder = [one for one in scored if one.row["nrs_worst"] < limits["nrs_from"]]
    answered = [*history.marks(COURSE), *board_decisions(history, *PAIN_MATTERS)]
    later = [*history.marks(ANALGESIC), *milder]
    openings: list[Opening] = []
    for pain in scored:
        if pain.row["nrs_worst"] < limits["nrs_from"]:
            continue
        closed = any_of([*answers_from(answered, pain.day), *answers_after(later, pain.day)])
        applies = is_from(pain.day, history.bone.day)
        due = pain.day.later(days=limits["due_days"])
        reason = "Strong pain at known bone metastasis, and no decision on it is on record."
        openings += open_gap(pain, due, reason, applies=applies, closed=closed)
    yield from merge_openings(openings)


def find_missing_assessments(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield radiotherapy for pain without pain and opioids before it or at a time after it."""
    since = history.today.later(days=-limits["lookback_days"])
    for target, course in painful_targets(history):
        seen = [(one, is_assessed(history, one)) for one in assessments(history, target.row)]
        for timing, first, last in _time_points(history, course, limits):
            closed = any_of(
                all_of((is_known, _is_at(one, target.row, timing, (first, last))))
                for one, is_known in seen
            )
            due = course.day if timing == BASELINE else last
            applies = is_from(due, since)
            reason = MISSING[timing]
            yield from open_gap(target + course, due, reason, applies=applies, closed=closed)


def _time_points(
    history: History, course: Marked, limits: Switches
) -> Iterator[tuple[str, Days, Days]]:
    """Yield the time points with the first and the last day of their windows."""
    yield BASELINE, course.day.later(days=-limits["baseline_days"]), course.day
    end = end_of(history, course.row)
    if end is None:
        return
    for timing, weeks in WEEKS.items():
        day = end.later(days=7 * weeks)
        yield timing, day.later(days=-limits["window_days"]), day.later(days=limits["window_days"])


def _is_at(pain: Marked, target: Row, timing: str, window: tuple[Days, Days]) -> Answer:
    is_named = pain.row.get("timing") == timing
    if is_named and pain.row.get("radiotherapy_target_id") == target["id"]:
        return True
    return is_within(pain.day, *window)


def find_returned_pain(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield pain that came back after radiotherapy and that nobody has reviewed."""
    answered = [
        *board_decisions(history, *PAIN_MATTERS),
        *history.marks(COURSE),
        *(one for one in history.marks("procedure") if one.row.get("type") in LOCAL_PROCEDURES),
    ]
    openings: list[Opening] = []
    for target, course in painful_targets(history):
        end = end_of(history, course.row)
        if end is None:
            continue
        days = limits["baseline_days"]
        returned = find_recurrence(history, target.row, end, course.day, days)
        if returned is None:
            continue
        pain, is_back = returned
        closed = any_of(answers_from(answered, pain.day))
        due = pain.day.later(days=limits["due_days"])
        reason = "Pain came back or got worse after radiotherapy, and no review is on record."
        openings += open_gap(pain + target, due, reason, applies=is_back, closed=closed)
    yield from merge_openings(openings)


_BASELINE = Switch("baseline_days", 14, "Days before radiotherapy that count as baseline.")

RULES = (
    CareGapRule(
        code="CG-23",
        title="Strong pain at bone metastasis without a decision",
        concern=Concern.SAFETY,
        trigger="A worst score of {nrs_from} or more, on the day bone metastasis was confirmed or "
        "later.",
        due="{due_days} days after the score.",
        closes="Radiotherapy, or a decision of a board on radiotherapy, surgery or supportive "
        "care, on that day or later; analgesics recorded on a later day, or a milder score.",
        source="ESMO 2020: external beam radiotherapy is the treatment of choice for localised "
        "moderate to severe pain, 8 Gy once where it is uncomplicated [I, A]. The limit of the "
        "score is from memory.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(
            BONE_READS,
            BONE_DATES,
            BOARD_READS,
            {
                PAIN: ("date", "nrs_worst"),
                COURSE: ("start_date",),
                ANALGESIC: ("date",),
            },
        ),
        thresholds=(
            Switch("nrs_from", 4, "Worst pain of 0 to 10 from which it holds.", Source.UNVERIFIED),
            Switch("due_days", 28, "Days from the score to the decision."),
        ),
        find=find_untreated_pain,
    ),
    CareGapRule(
        code="CG-24",
        title="Radiotherapy for pain without its assessments",
        concern=Concern.RECORD,
        trigger="Each target irradiated for pain, for {lookback_days} days after an assessment "
        "was due.",
        due="The baseline, of the {baseline_days} days before, on the first day; weeks 4, 8 and "
        "12 after the last day, {window_days} days later.",
        closes="A pain score of the site with opioids, both known, in the days of the baseline or "
        "within {window_days} days of the week; or one that is linked to the target and named "
        "after the time point.",
        source="The response of pain to radiotherapy as the international consensus defines it.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(PAIN_READS, {PAIN: ("timing",)}),
        thresholds=(
            _BASELINE,
            Switch("window_days", 14, "Days by which a time point may be missed."),
            Switch("lookback_days", 365, "Days after it was due in which it is listed."),
        ),
        find=find_missing_assessments,
    ),
    CareGapRule(
        code="CG-25",
        title="Pain is back after radiotherapy, and not reviewed",
        concern=Concern.SAFETY,
        trigger="After a response, pain two points or opioids a quarter above their lowest; "
        "without a response, progression against the baseline of the {baseline_days} days before. "
        "The first ten days are a flare. Opioids that are not known are taken as possible only.",
        due="{due_days} days after the assessment.",
        closes="A decision of a board on radiotherapy, surgery or supportive care, radiotherapy, "
        "or a procedure at bone, on that day or later. Radiotherapy again waits 4 weeks after the "
        "first.",
        source="From memory; studies of repeated radiotherapy exist.",
        source_kind=Source.UNVERIFIED,
        reads=merge_reads(PAIN_READS, BOARD_READS, {"procedure": ("date", "type")}),
        thresholds=(_BASELINE, Switch("due_days", 28, "Days from the assessment to the review.")),
        find=find_returned_pain,
    ),
)
