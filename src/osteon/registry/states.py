"""The life of a record: draft, complete, signed, locked, in one table of transitions."""

from dataclasses import dataclass
from enum import StrEnum

from osteon.errors import Problem
from osteon.registry.errors import RegistryError
from osteon.registry.policies import Permission


class RecordState(StrEnum):
    """How far a record has come."""

    DRAFT = "draft"
    COMPLETE = "complete"
    SIGNED = "signed"
    LOCKED = "locked"


class QueryState(StrEnum):
    """How far a query has come."""

    RAISED = "raised"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Transition:
    """A step that a record may take.

    Parameters
    ----------
    name : str
        What a person does.
    start, end : RecordState
        From where to where.
    permission : Permission
        What a person needs.
    needs_reason : bool
        Whether the audit trail asks why.
    """

    name: str
    start: RecordState
    end: RecordState
    permission: Permission
    needs_reason: bool = False


_S = RecordState
TRANSITIONS: tuple[Transition, ...] = (
    Transition("complete", _S.DRAFT, _S.COMPLETE, Permission.ENTER),
    Transition("return to draft", _S.COMPLETE, _S.DRAFT, Permission.ENTER),
    Transition("sign", _S.COMPLETE, _S.SIGNED, Permission.SIGN),
    Transition(
        "withdraw the signature", _S.SIGNED, _S.COMPLETE, Permission.SIGN, needs_reason=True
    ),
    Transition("lock", _S.SIGNED, _S.LOCKED, Permission.LOCK),
    Transition("reopen", _S.LOCKED, _S.COMPLETE, Permission.LOCK, needs_reason=True),
)
"""Every step there is; the manual draws its picture from this."""

OPEN_STATES = frozenset({RecordState.DRAFT, RecordState.COMPLETE})
"""In which a record may be changed; another has to be reopened first."""

FROZEN_STATES = frozenset({RecordState.COMPLETE, RecordState.SIGNED, RecordState.LOCKED})
"""In which a record counts: for snapshots, worklists and data quality."""

COUNTED = tuple(sorted(state.value for state in FROZEN_STATES))
"""The same, as a database knows them."""


def find_transition(start: RecordState, end: RecordState) -> Transition:
    """Return the step between two states.

    Raises
    ------
    RegistryError
        There is no such step; those that start here are named.
    """
    for transition in TRANSITIONS:
        if (transition.start, transition.end) == (start, end):
            return transition
    permitted = [step.end.value for step in TRANSITIONS if step.start is start]
    problem = Problem("state", f"a step from {start.value} to {end.value}", " or ".join(permitted))
    raise RegistryError("A record cannot take this step.", [problem])
