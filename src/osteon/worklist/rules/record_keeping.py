"""Rules about open actions, contact and consent: CG-31 to CG-33."""

from collections.abc import Iterator

from osteon.dictionary import Source
from osteon.quality import Row, Switch, Switches, date_of, merge_reads
from osteon.worklist.boards import BOARD, BOARD_DECISION, BOARD_READS
from osteon.worklist.certainty import Answer, any_of, is_after, latest
from osteon.worklist.gap import Concern
from osteon.worklist.history import HAPPENS_ON, History, Marked, first_of, last_of
from osteon.worklist.rule import CareGapRule, Opening, open_gap

CONSENT, FOLLOW_UP, TUMOUR = "consent", "follow_up", "tumour"
REGISTRY = "registry"
KEPT = frozenset({CONSENT, FOLLOW_UP})
"""Tables that may go on after a withdrawal: the consent itself, and that the patient lives."""


def find_open_actions(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield actions of a board that are open after their day."""
    for row in history.rows(BOARD_DECISION, status="open"):
        board = history.record(BOARD, row["tumour_board_id"])
        if board is None:
            continue
        action = Marked(((BOARD_DECISION, row),), history.days(board))
        due = action.day.later(days=limits["due_days"])
        if date_of(row, "due_date") is not None:
            due = history.planned(row, "due_date")
        yield from open_gap(action, due, "An action of the tumour board is open.")


def find_lost_contact(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield patients of whom nothing was heard for long."""
    contacts = history.marks(FOLLOW_UP)
    since = last_of(contacts) or first_of(history.marks(TUMOUR))
    if since is None:
        return
    day = latest(one.day for one in contacts or [since])
    reason = "The last day on which the patient is known to be alive was long ago."
    yield from open_gap(since, day.later(months=limits["every_months"]), reason)


def find_consent_to_settle(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield consent that runs out, and withdrawals that were not carried out."""
    for consent in history.marks(CONSENT):
        if consent.row.get("status") == "withdrawn":
            yield from _open_withdrawal(history, consent, limits)
        else:
            yield from _ending_consent(history, consent)


def _ending_consent(history: History, consent: Marked) -> Iterator[Opening]:
    if date_of(consent.row, "valid_until_date") is None:
        return
    until = history.planned(consent.row, "valid_until_date")
    others = history.rows(CONSENT, consent_type=consent.row.get("consent_type"))
    closed = any_of(_lasts_longer(history, row, consent.row) for row in others)
    reason = "A consent ends or has ended, and no other takes its place."
    yield from open_gap(consent, until, reason, closed=closed)


def _lasts_longer(history: History, other: Row, than: Row) -> Answer:
    if other is than or other.get("status") == "expired":
        return False
    if other.get("status") == "withdrawn" or date_of(other, "valid_until_date") is None:
        return True
    until, limit = (history.planned(row, "valid_until_date") for row in (other, than))
    return is_after(until, limit)


def _open_withdrawal(history: History, consent: Marked, limits: Switches) -> Iterator[Opening]:
    if consent.row.get("consent_type") != REGISTRY:
        return
    withdrawn = history.mark(CONSENT, consent.row, "withdrawn_date")
    due = withdrawn.day.later(days=limits["due_days"])
    others = [
        history.mark(table, row, field)
        for table, field in HAPPENS_ON.items()
        if table not in KEPT
        for row in history.rows(table)
    ]
    if consent.row.get("withdrawal_scope") == "delete":
        reason = "Consent was withdrawn with deletion, and records are still here."
        yield from open_gap(withdrawn, due, reason, applies=bool(others))
        return
    reason = "Consent was withdrawn, and records are dated after it."
    applies = any_of(is_after(one.day, withdrawn.day) for one in others if one.day.is_known)
    yield from open_gap(withdrawn, due, reason, applies=applies)


RULES = (
    CareGapRule(
        code="CG-31",
        title="An action of the tumour board is open past its day",
        concern=Concern.RECORD,
        trigger="A decision of a board with the status open.",
        due="On its day; without one, {due_days} days after the board.",
        closes="The status done or not done.",
        source="Decision of this registry.",
        source_kind=Source.DESIGN,
        reads=merge_reads(
            {BOARD: BOARD_READS[BOARD]}, {BOARD_DECISION: ("tumour_board_id", "status", "due_date")}
        ),
        thresholds=(Switch("due_days", 28, "Days after the board, where an action has no day."),),
        find=find_open_actions,
    ),
    CareGapRule(
        code="CG-32",
        title="Nothing was heard of the patient for long",
        concern=Concern.RECORD,
        trigger="The last day known alive; the diagnosis where there was no contact.",
        due="{every_months} months later.",
        closes="A follow-up.",
        source="Completeness of follow-up, as the rules of data quality ask for it.",
        source_kind=Source.DESIGN,
        reads={FOLLOW_UP: ("last_alive_date",), TUMOUR: ("dx_date",)},
        thresholds=(Switch("every_months", 12, "Months from one contact to the next."),),
        find=find_lost_contact,
    ),
    CareGapRule(
        code="CG-33",
        title="A consent ends, or its withdrawal was not carried out",
        concern=Concern.RECORD,
        trigger="A consent with a last day past or in the next {ahead_days} days; a withdrawal "
        "from the registry with deletion while records are there, or with another scope while "
        "records are dated after it (follow-up and rows without a day aside). Holds after death "
        "too.",
        due="On the last day of the consent; {due_days} days after the withdrawal.",
        closes="Another consent of the same kind that lasts longer, or its withdrawal; the "
        "records gone.",
        source="Law of data protection.",
        source_kind=Source.DESIGN,
        reads={
            CONSENT: (
                "consent_type",
                "status",
                "signed_date",
                "valid_until_date",
                "withdrawn_date",
                "withdrawal_scope",
            ),
            **{table: (field,) for table, field in HAPPENS_ON.items() if table not in KEPT},
        },
        thresholds=(
            Switch("ahead_days", 60, "Days before the last day from which it is listed."),
            Switch("due_days", 30, "Days from the withdrawal to its being carried out."),
        ),
        find=find_consent_to_settle,
        is_about_consent=True,
    ),
)
