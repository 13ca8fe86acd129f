"""What every answer tells a browser besides its content: keep nothing, use no device."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

DEVICES = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
SIGN_OUT = "account_logout"
POLICY = ", ".join(f"{device}=()" for device in DEVICES)


class HeaderMiddleware:
    """Forbid devices, and forbid that a page is kept by a browser or a proxy.

    Every page may show a patient; static files say themselves how long they hold.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to the answer."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        match = request.resolver_match
        if request.method == "POST" and match is not None and match.url_name == SIGN_OUT:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
