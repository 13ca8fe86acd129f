"""What a page needs of a request: who asks, and when."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.http import HttpRequest

from osteon.registry.policies import Actor
from osteon.registry.reading import actor_of


def actor(request: HttpRequest) -> Actor:
    """Return who asks; somebody who has not signed in may do nothing."""
    if not request.user.is_authenticated:
        return Actor("")
    known = getattr(request, "osteon_actor", None)
    if known is None:
        known = request.osteon_actor = actor_of(request.user.get_username())
    return known


def now() -> datetime:
    """Return the moment, with its zone; pages read the clock here and nowhere else."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day where the server stands."""
    return now().astimezone().date()


def page_number(given: Mapping[str, str]) -> int:
    """Return which page of a list is asked for; the first where that is not understood."""
    text = given.get("page", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 1
