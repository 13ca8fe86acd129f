"""From where a request comes."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def client_address(request: HttpRequest | None) -> str:
    """Return the address of the browser, past a trusted proxy; empty where none is known."""
    if request is None or not request.META.get("REMOTE_ADDR"):
        return ""
    return str(get_adapter().get_client_ip(request))
