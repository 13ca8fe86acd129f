"""Decisions of tumour boards with the day of the board."""

from collections.abc import Iterator

from osteon.worklist.history import History, Marked

BOARD, BOARD_DECISION = "tumour_board", "tumour_board_decision"
BOARD_READS = {BOARD: ("date",), BOARD_DECISION: ("tumour_board_id", "type")}
"""What `board_decisions` looks at."""


def board_decisions(history: History, *types: str) -> Iterator[Marked]:
    """Yield the decisions of boards about the given matters, each with the day of its board."""
    for row in history.rows(BOARD_DECISION):
        board = history.record(BOARD, row["tumour_board_id"])
        if row.get("type") in types and board is not None:
            yield Marked(((BOARD_DECISION, row),), history.days(board))
