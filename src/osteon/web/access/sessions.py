"""How long somebody stays signed in, and what they need besides a password."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from osteon.web.access.client import client_address
from osteon.web.request import now

STARTED, SEEN, PROVEN = "osteon_started", "osteon_seen", "osteon_second_factor"
PLACE = "osteon_place"
WRITTEN_EVERY = timedelta(minutes=1)
"""How often a session says that somebody is there; more often would be a write for each page."""

WITHOUT_SECOND_FACTOR = frozenset(
    {"account_logout", "account_reauthenticate", "mfa_activate_totp", "set_language"}
)
"""What is open to somebody who has yet to set up the second factor that a registry asks for."""

View = Callable[..., HttpResponse]


class SignInRequired(LoginRequiredMiddleware):
    """Lead whoever has not signed in to the page where one does; a fragment leads its page."""

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:
        """Answer with the way to the page of sign-in."""
        return _to_sign_in(request)


class SessionRules:
    """End a session that was idle or lasted too long; ask for a second factor where one is due."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on, unless its session is over."""
        if request.user.is_authenticated:
            moment = now()
            if _is_over(request, moment):
                logout(request)
                messages.info(
                    request, _("You were signed out, since nothing was done for a while.")
                )
                return _to_sign_in(request)
            if _since(request, SEEN, moment) >= WRITTEN_EVERY:
                request.session[SEEN] = moment.timestamp()
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: object, names: object
    ) -> HttpResponse | None:
        """Lead somebody without a second factor to where it is set up, if it is asked for."""
        if not settings.OSTEON_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        if request.session.get(PROVEN) or _has_second_factor(request):
            request.session[PROVEN] = True
            return None
        match = request.resolver_match
        if match is not None and match.url_name in WITHOUT_SECOND_FACTOR:
            return None
        return redirect("mfa_activate_totp")


@receiver(user_logged_in, dispatch_uid="osteon session starts")
def start_session(request: HttpRequest, **_: object) -> None:
    """Remember when a session began, and where."""
    request.session[STARTED] = request.session[SEEN] = now().timestamp()
    request.session[PLACE] = client_address(request)


def _is_over(request: HttpRequest, moment: datetime) -> bool:
    idle = _since(request, SEEN, moment) > settings.OSTEON_SESSION_IDLE
    return idle or _since(request, STARTED, moment) > settings.OSTEON_SESSION_LENGTH


def _since(request: HttpRequest, name: str, moment: datetime) -> timedelta:
    return timedelta(seconds=moment.timestamp() - float(request.session.get(name, 0)))


def _has_second_factor(request: HttpRequest) -> bool:
    records = request.session.get("account_authentication_methods", [])
    by_provider = any(record.get("method") == "socialaccount" for record in records)
    return by_provider or is_mfa_enabled(request.user)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.htmx:
        return HttpResponseClientRedirect(
            redirect_to_login(request.htmx.current_url_abs_path or "/").url
        )
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
