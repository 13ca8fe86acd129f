"""Where somebody is signed in, and how they end it from another place."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from osteon.registry.actions import note_event
from osteon.web.access.sessions import PLACE, SEEN, STARTED
from osteon.web.request import actor, now

OTHERS = "others"
"""Asks to end all sessions but the one from which it is asked."""

NAME_LENGTH = 16


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session of the account that asks.

    Parameters
    ----------
    name : str
        By which it can be ended; its key cannot be told from it.
    began, seen : datetime
        When it began, and when something was done in it last.
    place : str
        The address from which it began.
    is_this : bool
        Whether it is the one that asks.
    """

    name: str
    began: datetime
    seen: datetime
    place: str
    is_this: bool


def own_sessions(request: HttpRequest) -> list[OwnSession]:
    """Return the sessions of an account, the last seen first."""
    found = [
        OwnSession(_name(key), _moment(kept, STARTED), _moment(kept, SEEN),
                   str(kept.get(PLACE, "")), key == request.session.session_key)
        for key, kept in _sessions_of(request)
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.seen, reverse=True)


@require_POST
@reauthentication_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session of the account, or all but this one; who asks proves who they are."""
    wanted, own = request.POST.get("session", ""), request.session.session_key
    ended = [
        (key, kept)
        for key, kept in _sessions_of(request)
        if key != own and wanted in {OTHERS, _name(key)}
    ]
    for key, kept in ended:
        Session.objects.filter(session_key=key).delete()
        note_event("end session", by=actor(request), at=now(), subject=request.user.username,
                   detail=f"from {kept.get(PLACE, '')}")  # fmt: skip
    text = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", len(ended))
    messages.success(request, text % {"count": len(ended)})
    return redirect("account")


def _sessions_of(request: HttpRequest) -> list[tuple[str, dict[str, object]]]:
    """Return key and content of each session of the account; there are as many as people work."""
    alive = Session.objects.filter(expire_date__gt=now())
    read = ((session.session_key, session.get_decoded()) for session in alive)
    return [(key, kept) for key, kept in read if kept.get(SESSION_KEY) == str(request.user.pk)]


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:NAME_LENGTH]


def _moment(kept: dict[str, object], name: str) -> datetime:
    return datetime.fromtimestamp(float(str(kept.get(name, 0))), tz=UTC)
