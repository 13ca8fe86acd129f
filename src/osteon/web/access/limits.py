"""How much one account may send and take in a minute, and how large a request may be."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from osteon.web.access.client import client_address
from osteon.web.request import now

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class LimitMiddleware:
    """Refuse what is too large, and what comes faster than a person works."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on, or refuse it."""
        if _length(request) > settings.OSTEON_LARGEST_REQUEST:
            return render(request, "access/too_large.html", status=413)
        if request.method not in SAFE_METHODS and _is_over("writes", request):
            return render(request, "access/too_many.html", status=429)
        response = self.get_response(request)
        is_download = response.headers.get("Content-Disposition", "").startswith("attachment")
        if is_download and _is_over("downloads", request):
            _let_go(response)
            return render(request, "access/too_many.html", status=429)
        return response


def _let_go(response: HttpResponse) -> None:
    """Close the file that is not sent; closing the response would say that the request is over."""
    file = getattr(response, "file_to_stream", None)
    if file is not None:
        file.close()


def _length(request: HttpRequest) -> int:
    given = request.headers.get("Content-Length") or "0"
    return int(given) if given.isdecimal() else settings.OSTEON_LARGEST_REQUEST + 1


def _is_over(kind: str, request: HttpRequest) -> bool:
    who = request.user.pk if request.user.is_authenticated else client_address(request)
    key = f"osteon-{kind}-{who}-{int(now().timestamp()) // 60}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key) > settings.OSTEON_LIMITS[kind]
