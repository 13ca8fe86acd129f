"""The list of patients: searched, filtered, a page at a time."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from osteon.codes import load_value_set
from osteon.registry import reading
from osteon.registry.policies import Permission
from osteon.web.patients.links import new_patient_address
from osteon.web.request import actor, page_number
from osteon.web.words import render_code

LONGEST_SEARCH = 100


@require_GET
def patients(request: HttpRequest) -> HttpResponse:
    """Show the patients who were asked for; while somebody types, their lines alone."""
    by = actor(request)
    asked = read_filter(request.GET)
    found = reading.list_patients(asked, by=by, page=page_number(request.GET))
    facts = {"page": found, "asked": asked, "query": _query(asked)}
    if request.htmx:
        return render(request, "patients/lines.html", facts)
    choices = {
        "centres": reading.known_centres(by=by),
        "bone_states": [
            (state, render_code("metastasis_status", state)) for state in reading.BONE_STATES
        ],
        "sites": sorted(
            (_(site.display), site.code) for site in load_value_set("topography").codes
        ),
        "new_patient": new_patient_address() if by.may_anywhere(Permission.ENTER) else "",
    }
    return render(request, "patients/list.html", facts | choices)


def read_filter(given: Mapping[str, str]) -> reading.PatientFilter:
    """Return what is asked of the list; what is not understood is not asked."""
    bone = given.get("bone", "")
    return reading.PatientFilter(
        search=given.get("search", "").replace("\0", "").strip()[:LONGEST_SEARCH],
        centre_id=given.get("centre", "").replace("\0", "")[:LONGEST_SEARCH],
        bone=bone if bone in reading.BONE_STATES else "",
        primary=given.get("primary", "").replace("\0", "")[:LONGEST_SEARCH],
        open_queries=bool(given.get("queries")),
    )


def _query(asked: reading.PatientFilter) -> str:
    """Return the address of what is asked, but for its page."""
    given = {
        "search": asked.search,
        "centre": asked.centre_id,
        "bone": asked.bone,
        "primary": asked.primary,
        "queries": "1" if asked.open_queries else "",
    }
    text = urlencode({name: value for name, value in given.items() if value})
    return f"{text}&" if text else ""
