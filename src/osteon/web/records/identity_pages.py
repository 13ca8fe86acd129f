"""Who a patient is: shown and recorded on demand only, never in an address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from osteon.registry import actions, reading
from osteon.registry.actions import PatientIdentity
from osteon.registry.policies import Permission
from osteon.web.request import actor, now

FIELDS = ("family_name", "given_name", "birth_date", "hospital_number")
LONGEST = 200


@require_GET
def identity(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Offer to show who a patient is; that it was looked at will be recorded."""
    return _show(request, patient_id, None)


@never_cache
@require_POST
@sensitive_variables("found")
def show_identity(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Show who a patient is."""
    found = actions.read_identity(patient_id, by=actor(request), at=now())
    return _show(request, patient_id, found)


@never_cache
@require_POST
@sensitive_post_parameters()
@sensitive_variables("typed")
def write_identity(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Record who a patient is."""
    typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}
    actions.write_identity(patient_id, PatientIdentity(**typed), by=actor(request), at=now())
    messages.success(request, _("The identity was saved."))
    return redirect("records:identity", patient_id=patient_id)


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables("number")
def find_patient(request: HttpRequest) -> HttpResponse:
    """Find a patient by the hospital number, which is sent in the body and recorded nowhere."""
    context: dict[str, object] = {"was_asked": request.method == "POST"}
    if request.method == "POST":
        number = request.POST.get("hospital_number", "")[:LONGEST]
        found = actions.find_patient(number, by=actor(request), at=now())
        if found is not None:
            return redirect("patient", patient_id=found)
    return render(request, "records/find.html", context)


def _show(request: HttpRequest, patient_id: str, found: PatientIdentity | None) -> HttpResponse:
    by = actor(request)
    centre_id = str(reading.read_record("patient", patient_id, by=by).row["centre_id"])
    context = {
        "patient_id": patient_id,
        "found": found,
        "may_read": by.may(Permission.READ_IDENTITY, centre_id),
        "may_write": by.may(Permission.WRITE_IDENTITY, centre_id),
    }
    return render(request, "records/identity.html", context)
