"""Queries about records: raised, answered, closed, listed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from osteon.dictionary import ENTITIES
from osteon.registry import actions, reading
from osteon.registry.actions import Question
from osteon.registry.policies import Permission
from osteon.registry.reading import QuerySummary
from osteon.registry.states import QueryState
from osteon.web.records.addresses import FORMS
from osteon.web.records.showing import go_on
from osteon.web.request import actor, now
from osteon.web.words import render_label, render_title

OPEN = "open"
"""Asks for queries that are raised or answered."""


@require_POST
def raise_query(request: HttpRequest, entity: str, key: str) -> HttpResponse:
    """Ask something about a record."""
    fields = tuple(
        name for name in request.POST.getlist("fields") if name in ENTITIES[entity].by_name
    )
    question = Question(request.POST.get("question", ""), fields)
    actions.raise_query(entity, key, question, by=actor(request), at=now())
    messages.success(request, _("The query was raised."))
    return _back(request, entity, key)


@require_POST
def answer_query(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a query."""
    actions.answer_query(number, request.POST.get("answer", ""), by=actor(request), at=now())
    messages.success(request, _("The query was answered."))
    return _back(request)


@require_POST
def close_query(request: HttpRequest, number: int) -> HttpResponse:
    """Close a query, with the reason."""
    reason = request.POST.get("reason", "")
    actions.close_query(number, by=actor(request), at=now(), reason=reason)
    messages.success(request, _("The query was closed."))
    return _back(request)


@require_GET
def list_queries(request: HttpRequest) -> HttpResponse:
    """List the queries a person may see: open ones, unless others are asked for."""
    by = actor(request)
    state, patient_id = request.GET.get("state", OPEN), request.GET.get("patient", "")
    asked = state if state in set(QueryState) else ""
    found = reading.list_queries(by=by, state=asked, patient_id=patient_id)
    shown = [
        query for query in found if state != OPEN or query.state != QueryState.CLOSED.value
    ]  # fmt: skip
    context = {
        "queries": [describe_query(query) for query in shown],
        "states": [OPEN, *QueryState, ""], "state": state, "patient_id": patient_id,
        "may_ask": by.may_anywhere(Permission.ASK),
        "may_answer": by.may_anywhere(Permission.ANSWER),
    }  # fmt: skip
    return render(request, "records/queries.html", context)


def describe_query(query: QuerySummary) -> dict[str, object]:
    """Return a query with the words for its table and fields."""
    specs = ENTITIES[query.entity].by_name if query.entity in ENTITIES else {}
    return {
        "query": query,
        "title": render_title(query.entity) if query.entity in ENTITIES else query.entity,
        "labels": [render_label(specs[name]) for name in query.fields if name in specs],
        "is_known": query.entity in FORMS,
    }


def _back(request: HttpRequest, entity: str = "", key: str = "") -> HttpResponse:
    if entity:
        return go_on(request, "records:record", entity=entity, key=key)
    return go_on(request, "queries:list")
