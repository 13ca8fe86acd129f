"""What the address of a list asks for, and what is taken out of it as a file."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from django.http import Http404, HttpRequest

from osteon.registry import actions, reading
from osteon.registry.policies import Permission, refusal
from osteon.registry.reading import FlawLine, GapLine, LineFilter
from osteon.web.request import actor, now

Line = TypeVar("Line", FlawLine, GapLine)


def asked_lines(
    request: HttpRequest, *, rules: Collection[str], states: Collection[str]
) -> LineFilter:
    """Return what is asked of a list; a state that is not known is not asked.

    Raises
    ------
    Http404
        There is no such rule.
    """
    given = request.GET
    rule, state = given.get("rule", ""), given.get("state", "")
    if rule and rule not in rules:
        raise Http404
    return LineFilter(
        centre_id=given.get("centre", ""),
        rule=rule,
        patient_id=given.get("patient", ""),
        state=state if state in states else "",
    )


def query_but_page(request: HttpRequest) -> str:
    """Return what is asked as the start of an address, for the links to other pages."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""


def take_out(
    request: HttpRequest,
    asked: LineFilter,
    subject: str,
    read: Callable[..., list[Line]],
) -> list[Line]:
    """Return the lines to hand out as a file, those of each centre with an entry in the trail.

    Raises
    ------
    PermissionRefusedError
        Of none of the centres asked for may files be taken out.
    """
    by = actor(request)
    centres = [
        centre.code
        for centre in reading.known_centres(by=by, permission=Permission.EXPORT)
        if asked.centre_id in ("", centre.code)
    ]
    if not centres:
        raise refusal(Permission.EXPORT)
    lines: list[Line] = []
    for centre_id in centres:
        found = read(replace(asked, centre_id=centre_id), by=by)
        actions.note_event(
            "export", by=by, at=now(), subject=subject, centre_id=centre_id,
            detail=f"{len(found)} lines",
        )  # fmt: skip
        lines += found
    return lines
