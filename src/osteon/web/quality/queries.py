"""Asking about a finding, answering, and accepting it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from osteon.dictionary import entity
from osteon.errors import Problem, ProtocolError
from osteon.quality import RULES
from osteon.registry import actions, reading
from osteon.registry.actions import Question
from osteon.registry.policies import Actor
from osteon.registry.states import QueryState
from osteon.web.links import way_back
from osteon.web.request import actor, now


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask whoever keeps a record about a finding; asked twice, it is asked once."""
    by = actor(request)
    if _last_query(request, by) is None:
        _raise(request, by, request.POST.get("question", ""))
    messages.success(request, _("The question is asked."))
    return redirect(way_back(request, reverse("quality")))


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer what was asked."""
    text = request.POST.get("answer", "")
    actions.answer_query(number, text, by=actor(request), at=now())
    messages.success(request, _("The answer is recorded."))
    return redirect(way_back(request, reverse("quality")))


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Accept a finding with a reason: its query is closed, where need be after it was raised."""
    by, reason = actor(request), request.POST.get("reason", "")
    query = _last_query(request, by)
    if query is None:
        query = _raise(request, by, reason)
    actions.close_query(query, by=by, at=now(), reason=reason)
    messages.success(request, _("The finding is accepted."))
    return redirect(way_back(request, reverse("quality")))


def _last_query(request: HttpRequest, by: Actor) -> int | None:
    """Return the number of the query about the rule and the record that is not closed."""
    found = reading.list_queries(
        by=by,
        entity_name=request.POST.get("entity", ""),
        record_id=request.POST.get("record", ""),
    )
    numbers = [
        query.number
        for query in found
        if query.rule == request.POST.get("rule") and query.state != QueryState.CLOSED.value
    ]
    return max(numbers, default=None)


def _raise(request: HttpRequest, by: Actor, text: str) -> int:
    rule = request.POST.get("rule", "")
    if rule not in RULES:
        problem = Problem("rule", "no rule of this code", "a code such as H-15")
        raise ProtocolError("A rule of data quality is not known.", [problem])
    entity_name, record = request.POST.get("entity", ""), request.POST.get("record", "")
    known = entity(entity_name).by_name
    fields = tuple(name for name in request.POST.get("fields", "").split() if name in known)
    question = Question(text, fields=fields, rule=rule)
    return actions.raise_query(entity_name, record, question, by=by, at=now())
