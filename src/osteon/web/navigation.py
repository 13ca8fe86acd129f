"""The way about the registry: where a person may go, and where they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from osteon.registry.policies import Actor, Permission
from osteon.web.request import actor


@dataclass(frozen=True, slots=True)
class Destination:
    """A part of the registry.

    Parameters
    ----------
    title : str
        What it is called, in the language of the page.
    place : str
        Its address below the root of the registry.
    permissions : tuple of Permission
        Who has one of these anywhere is led there.
    """

    title: str | Promise
    place: str
    permissions: tuple[Permission, ...] = (Permission.READ,)

    @property
    def address(self) -> str:
        """The address as a browser needs it."""
        return f"{get_script_prefix()}{self.place}"

    def is_open_to(self, by: Actor) -> bool:
        """Return whether somebody has something to do there."""
        return any(by.may_anywhere(permission) for permission in self.permissions)


DESTINATIONS = (
    Destination(_("Patients"), "patients/"),
    Destination(_("Worklist"), "worklist/"),
    Destination(_("Data quality"), "quality/"),
    Destination(_("Queries"), "queries/"),
    Destination(_("Studies"), "studies/", (Permission.FREEZE,)),
    Destination(_("Import"), "import/", (Permission.IMPORT,)),
    Destination(_("Administration"), "administration/", (Permission.ADMINISTER,)),
    Destination(_("Audit trail"), "audit/", (Permission.READ_AUDIT,)),
)
"""Every part of the registry, in the order of the navigation."""


@dataclass(frozen=True, slots=True)
class Way:
    """A line of the navigation: whereto, and whether the page belongs there."""

    title: str | Promise
    address: str
    is_current: bool


def navigation(request: HttpRequest) -> dict[str, object]:
    """Hand every template the ways that are open to who asks."""
    return {"ways": tuple(_ways(request))}


def first_page(request: HttpRequest) -> HttpResponse:
    """Lead to the first part of the registry that is open to who asks."""
    ways = tuple(_ways(request))
    return redirect(ways[0].address) if ways else render(request, "osteon/nowhere.html")


def _ways(request: HttpRequest) -> Iterator[Way]:
    if not request.user.is_authenticated:
        return
    by = actor(request)
    for part in DESTINATIONS:
        if part.is_open_to(by):
            yield Way(part.title, part.address, request.path.startswith(part.address))
