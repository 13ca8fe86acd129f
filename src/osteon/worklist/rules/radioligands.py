"""The rule about what has to be known before a radioligand cycle: CG-28."""

from collections.abc import Iterator

from osteon.dictionary import Source
from osteon.quality import Switch, Switches, date_of, merge_reads
from osteon.worklist.boards import BOARD_DECISION, BOARD_READS, board_decisions
from osteon.worklist.certainty import Answer, Days, all_of, any_of, is_from, is_within
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, Marked, answers_after
from osteon.worklist.rule import CareGapRule, Opening, open_gap

CYCLE, LAB = "prrt_cycle", "lab_result"
NEEDED = ("haemoglobin", "leukocytes", "platelets", "creatinine")
LABS = "Radioligand therapy, and no blood count and creatinine on record shortly before it."
UPTAKE = "Radioligand therapy, and it is not on record that uptake was that of the liver or more."
ANALOGUE = "Radioligand therapy, and it is not on record that the long-acting analogue was stopped."


def find_unprepared_cycles(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield cycles, given or planned, whose preparation is not on record."""
    since = history.today.later(days=-limits["lookback_days"])
    cycles = history.marks(CYCLE)
    for cycle in cycles:
        applies = is_from(cycle.day, since)
        window = (cycle.day.later(days=-limits["labs_days"]), cycle.day)
        measured = any_of(
            [_names_laboratory(history, cycle, window), _are_measured(history, window)]
        )
        yield from open_gap(cycle, cycle.day, LABS, applies=applies, closed=measured)
        for field, reason in (("uptake_at_least_liver", UPTAKE), ("ssa_stopped_4_weeks", ANALOGUE)):
            closed = cycle.row.get(field) in {"Y", "N"}
            yield from open_gap(cycle, cycle.day, reason, applies=applies, closed=closed)
    for planned in board_decisions(history, "prrt"):
        yield from _unprepared_plan(history, planned, cycles, limits)


def _unprepared_plan(
    history: History, planned: Marked, cycles: list[Marked], limits: Switches
) -> Iterator[Opening]:
    """Yield a cycle that a board decided on and that blood has not been taken for."""
    if planned.row.get("status") != "open" or date_of(planned.row, "due_date") is None:
        return
    due = history.planned(planned.row, "due_date")
    window = (due.later(days=-limits["labs_days"]), due)
    closed = any_of([_are_measured(history, window), *answers_after(cycles, planned.day)])
    yield from open_gap(planned, due, LABS, closed=closed)


def _names_laboratory(history: History, cycle: Marked, window: tuple[Days, Days]) -> Answer:
    is_named = history.is_entered(cycle.row, "baseline_labs_date")
    return all_of((is_named, is_within(history.days(cycle.row, "baseline_labs_date"), *window)))


def _are_measured(history: History, window: tuple[Days, Days]) -> Answer:
    return all_of(
        any_of(is_within(one.day, *window) for one in history.marks(LAB, analyte=analyte))
        for analyte in NEEDED
    )


RULES = (
    CareGapRule(
        code="CG-28",
        title="Preparation of a radioligand cycle is not on record",
        concern=Concern.SAFETY,
        trigger="Each cycle of the last {lookback_days} days, and each open decision of a board "
        "on radioligand therapy with its day.",
        due="On the day of the cycle.",
        closes="Blood count and creatinine in the {labs_days} days before, as results or by their "
        "day on the cycle; whether uptake was at least that of the liver, and whether the "
        "long-acting analogue was stopped, answered with yes or no.",
        source="Label of 177Lu-oxodotreotide: laboratory 2 to 4 weeks before, uptake of at least "
        "the liver's, long-acting analogues stopped for at least 4 weeks.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(
            BOARD_READS,
            {
                CYCLE: (
                    "date",
                    "baseline_labs_date",
                    "uptake_at_least_liver",
                    "ssa_stopped_4_weeks",
                ),
                LAB: ("date", "analyte"),
                BOARD_DECISION: ("status", "due_date"),
            },
        ),
        thresholds=(
            Switch(
                "labs_days",
                28,
                "Days before the cycle in which the laboratory counts.",
                Source.PUBLISHED,
            ),
            Switch("lookback_days", 365, "Days after the cycle in which it is listed."),
        ),
        find=find_unprepared_cycles,
    ),
)
