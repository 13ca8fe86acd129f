"""When lists were computed, and how far that is: part of every page that shows one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from osteon.registry import reading
from osteon.web.request import actor, today
from osteon.web.reviews.start import look_again


def review_facts(request: HttpRequest, centre_id: str = "") -> dict[str, object]:
    """Look again where that is due; return what a page says of it, and the centres to choose."""
    by = actor(request)
    running = look_again()
    return {
        "review": reading.review_state(as_of=today(), by=by, centre_id=centre_id),
        "is_reviewing": running,
        "review_centre": centre_id,
        "centres": reading.known_centres(by=by),
    }


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Say how far it is, for a page that waits."""
    return render(
        request, "reviews/state.html", review_facts(request, request.GET.get("centre", ""))
    )
