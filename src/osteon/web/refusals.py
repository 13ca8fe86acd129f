"""Errors of the user's as pages: what was found, what is permitted, what to do."""

import errno
import sqlite3
import sys
from collections.abc import Callable

from django.db import Error as DatabaseFailure
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.defaults import page_not_found

from osteon.errors import UserError
from osteon.registry.actions import note_event
from osteon.registry.errors import PermissionRefusedError, StaleRecordError, UnknownRecordError
from osteon.web.refusal_words import render_problem, render_refusal
from osteon.web.request import actor, now

STATUS: dict[type[UserError], int] = {
    PermissionRefusedError: 403,
    UnknownRecordError: 404,
    StaleRecordError: 409,
}
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
POSTGRESQL_DISK_FULL = "53100"


class RefusalMiddleware:
    """Turn an error that is meant for people into a page; others stay errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on, but for an address that no database can look for."""
        if "\0" in request.path:
            return page_not_found(request, Http404())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer with the page of an error, where it has one."""
        if isinstance(error, PermissionRefusedError | UnknownRecordError):
            _note(request)
        if isinstance(error, UserError):
            status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)
            facts = {
                "summary": render_refusal(error.summary),
                "problems": list(map(render_problem, error.problems)),
            }
            return render(request, "osteon/refusal.html", facts, status=status)
        return _unavailable(error)


def failed(_: HttpRequest) -> HttpResponse:
    """Answer for what nobody expected, and for a database that fails before a page is reached."""
    known = _unavailable(sys.exception())
    return known or _page(gettext("This went wrong. Nothing was half-saved."), 500)


def _unavailable(error: BaseException | None) -> HttpResponse | None:
    """Return the page of a database that is down or a disk that is full, else nothing."""
    if _is_full(error):
        return _page(gettext("The disk is full. Nothing was lost or half-saved."), 503)
    if isinstance(error, DatabaseFailure):
        return _page(gettext("The database does not answer. Nothing was lost or half-saved."), 503)
    return None


def _is_full(error: BaseException | None) -> bool:
    """Return whether a disk is full: the server's own, or that of the database."""
    if isinstance(error, DatabaseFailure):
        told = error.__cause__
        is_full = getattr(told, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        return is_full or getattr(told, "sqlstate", None) == POSTGRESQL_DISK_FULL
    return isinstance(error, OSError) and error.errno in DISK_FULL


def _page(summary: str, status: int) -> HttpResponse:
    """Return a page that asks the database nothing, not even who is there."""
    text = render_to_string("osteon/refusal.html", {"summary": summary})
    return HttpResponse(text, status=status)


def _note(request: HttpRequest) -> None:
    """Leave an entry for what somebody was refused: the route, never the key that was asked for."""
    match = request.resolver_match
    if request.user.is_authenticated and match is not None:
        note_event("refused", by=actor(request), at=now(), detail=f"{request.method} {match.route}")
