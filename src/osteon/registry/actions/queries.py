"""Queries about records: raised by a rule or a person, answered, closed."""

import datetime as dt
from dataclasses import dataclass

from osteon.errors import Problem
from osteon.registry.actions.find import find_for_change
from osteon.registry.errors import RegistryError, UnknownRecordError
from osteon.registry.ledger import Deed, Ledger, changed, writing
from osteon.registry.models import Query
from osteon.registry.policies import Actor, Permission, require
from osteon.registry.states import QueryState

COLUMNS = (
    "rule", "entity", "record_id", "patient_id", "centre_id", "field_names", "question", "answer",
    "state", "raised_by", "raised_at", "answered_by", "closed_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a record.

    Parameters
    ----------
    text : str
        The question, in a sentence; without a value where a rule asks it.
    fields : tuple of str
        The fields it is about.
    rule : str
        The code of the rule of data quality that asks; empty where a person does.
    """

    text: str
    fields: tuple[str, ...] = ()
    rule: str = ""


def raise_query(
    entity_name: str, record_id: str, question: Question, *, by: Actor, at: dt.datetime
) -> int:
    """Raise a query about a record; return its number.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor may not, or sees no such record.
    RegistryError
        There is no question.
    """
    _require_text(question.text, "question")
    with writing(by=by, at=at) as ledger:
        record = find_for_change(entity_name, record_id, by, Permission.ASK)
        query = Query.objects.create(
            rule=question.rule,
            entity=entity_name,
            record_id=record_id,
            patient_id=record.owner or None,
            centre_id=record.centre_id,
            field_names=list(question.fields),
            question=question.text,
            raised_by=by.name,
            raised_at=ledger.at,
        )
        _note(ledger, "raise query", query, {})
        return int(query.pk)


def answer_query(number: int, answer: str, *, by: Actor, at: dt.datetime) -> None:
    """Answer a query that is open.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor may not, or sees no such query.
    RegistryError
        There is no answer, or the query is closed.
    """
    _require_text(answer, "answer")
    with writing(by=by, at=at) as ledger:
        query = _find(number, by, Permission.ANSWER)
        _require_state(query, QueryState.RAISED, QueryState.ANSWERED)
        before = query_columns(query)
        query.answer, query.state, query.answered_by = answer, QueryState.ANSWERED.value, by.name
        query.save(force_update=True)
        _note(ledger, "answer query", query, before)


def close_query(number: int, *, by: Actor, at: dt.datetime, reason: str) -> None:
    """Close a query: what a rule asked is accepted, or mended.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor may not, or sees no such query.
    RegistryError
        There is no reason, or the query is closed already.
    """
    _require_text(reason, "reason")
    with writing(by=by, at=at) as ledger:
        query = _find(number, by, Permission.ASK)
        _require_state(query, QueryState.RAISED, QueryState.ANSWERED)
        before = query_columns(query)
        query.state, query.closed_by = QueryState.CLOSED.value, by.name
        query.save(force_update=True)
        _note(ledger, "close query", query, before, reason)


def query_columns(query: Query) -> dict[str, object]:
    """Return the columns of a query that the audit trail covers."""
    return {name: getattr(query, name) for name in COLUMNS}


def _find(number: int, by: Actor, permission: Permission) -> Query:
    query = Query.objects.filter(pk=number).first()
    if query is None or not by.may(Permission.READ, query.centre_id):
        problem = Problem("query", "no query of this number", "a query that you may see")
        raise UnknownRecordError("There is no such query.", [problem])
    require(by, permission, query.centre_id)
    return query


def _require_state(query: Query, *permitted: QueryState) -> None:
    if query.state not in {state.value for state in permitted}:
        words = " or ".join(state.value for state in permitted)
        problem = Problem("query", f"a query that is {query.state}", f"one that is {words}")
        raise RegistryError("The query is not open.", [problem])


def _require_text(text: str, where: str) -> None:
    if not text.strip():
        raise RegistryError("Something is missing.", [Problem(where, "nothing", "a sentence")])


def _note(
    ledger: Ledger, action: str, query: Query, before: dict[str, object], reason: str = ""
) -> None:
    after = query_columns(query)
    changes = changed(before, after)
    ledger.note(
        Deed(
            action, "query", str(query.pk), query.patient_id or "", query.centre_id, changes,
            after, reason,
        )
    )  # fmt: skip
