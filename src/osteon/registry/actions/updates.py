"""What a change of a record does only with its reason: rule H-35 of data quality."""

from osteon.errors import Problem, RecordError
from osteon.quality import check_follow_up_update
from osteon.registry.models import Row

FOLLOW_UP = "follow_up"


def require_forward(entity_name: str, before: Row, after: Row, reason: str) -> None:
    """Refuse an update that moves the last day alive backwards and does not say why.

    A day that was mistyped can be mended: the audit trail then keeps the reason.

    Raises
    ------
    RecordError
        The day is certainly an earlier one, and there is no reason.
    """
    if entity_name != FOLLOW_UP or reason.strip():
        return
    problems = [
        Problem(
            f"{entity_name}.{name}", "a day before the one on record (rule H-35)",
            "the day on record or a later one", "An earlier day needs a reason for the change.",
        )
        for found in check_follow_up_update(before, after)
        for name in found.fields
    ]  # fmt: skip
    if problems:
        raise RecordError("The record cannot be saved.", problems)
