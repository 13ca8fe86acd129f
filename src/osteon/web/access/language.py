"""The language of pages: what an account has chosen, in whichever browser it signs in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.i18n import set_language

from osteon.registry import actions
from osteon.web.request import actor


class AccountLanguage:
    """Show pages in the language of the account; without one, in that of the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on in the language that was chosen."""
        chosen = request.user.language if request.user.is_authenticated else ""
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


@login_not_required
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language that somebody chose: with the account, and in the browser."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        actions.choose_language(chosen, by=actor(request))
    return set_language(request)
