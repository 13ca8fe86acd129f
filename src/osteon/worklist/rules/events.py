"""Rules about what should follow an operation or a skeletal event: CG-26, CG-27."""

from collections.abc import Iterator

from osteon.concepts import EVENT_SETS
from osteon.dictionary import Source
from osteon.quality import Switch, Switches, merge_reads
from osteon.worklist.boards import BOARD, BOARD_READS, board_decisions
from osteon.worklist.certainty import any_of, is_from
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, answers_from
from osteon.worklist.rule import CareGapRule, Opening, merge_openings, open_gap

PROCEDURE, EVENT, DECISION = "procedure", "skeletal_event", "antiresorptive_decision"
ORTHOPAEDIC = frozenset({"bone_fixation", "arthroplasty", "decompression", "stabilisation"})
COUNTED = EVENT_SETS["SRE4"]


def find_operations_without_radiotherapy(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield operations on bone after which radiotherapy was neither given nor decided on."""
    answered = [
        *history.marks("radiotherapy_course"),
        *board_decisions(history, "radiotherapy"),
        *history.marks(BOARD, radiotherapy_discussed=True),
    ]
    since = history.today.later(days=-limits["lookback_days"])
    for operation in history.marks(PROCEDURE):
        if operation.row.get("type") not in ORTHOPAEDIC:
            continue
        closed = any_of(answers_from(answered, operation.day))
        due = operation.day.later(days=limits["due_days"])
        applies = is_from(operation.day, since)
        reason = "An operation on bone, and no decision on radiotherapy after it."
        yield from open_gap(operation, due, reason, applies=applies, closed=closed)


def find_events_without_decision(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield skeletal-related events after which antiresorptive therapy was not decided on again."""
    decisions = history.marks(DECISION)
    since = history.today.later(days=-limits["lookback_days"])
    openings: list[Opening] = []
    for event in history.marks(EVENT):
        if event.row.get("type") not in COUNTED:
            continue
        closed = any_of(answers_from(decisions, event.day))
        due = event.day.later(days=limits["due_days"])
        applies = is_from(event.day, since)
        reason = "A skeletal-related event, and no decision on antiresorptive therapy after it."
        openings += open_gap(event, due, reason, applies=applies, closed=closed)
    yield from merge_openings(openings)


_LOOKBACK = Switch("lookback_days", 365, "Days after it happened in which it is listed.")

RULES = (
    CareGapRule(
        code="CG-26",
        title="An operation on bone without a decision on radiotherapy",
        concern=Concern.CARE,
        trigger="Fixation, arthroplasty, decompression or stabilisation in the last "
        "{lookback_days} days.",
        due="{due_days} days after the operation.",
        closes="Radiotherapy, a decision of a board on it, or a board that discussed it, on that "
        "day or later.",
        source="ESMO 2020: radiotherapy should follow the operation [III, B].",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(
            BOARD_READS,
            {
                PROCEDURE: ("date", "type"),
                "radiotherapy_course": ("start_date",),
                BOARD: ("radiotherapy_discussed",),
            },
        ),
        thresholds=(
            Switch("due_days", 42, "Days from the operation to the decision."),
            _LOOKBACK,
        ),
        find=find_operations_without_radiotherapy,
    ),
    CareGapRule(
        code="CG-27",
        title="A skeletal-related event without a new decision on antiresorptive therapy",
        concern=Concern.CARE,
        trigger="Fracture, radiation or surgery of bone, or compression of the cord in the last "
        "{lookback_days} days.",
        due="{due_days} days after the first event that no decision followed.",
        closes="A decision on antiresorptive therapy on that day or later.",
        source="Decision of this registry.",
        source_kind=Source.DESIGN,
        reads={EVENT: ("date", "type"), DECISION: ("date",)},
        thresholds=(Switch("due_days", 42, "Days from the event to the decision."), _LOOKBACK),
        find=find_events_without_decision,
    ),
)
