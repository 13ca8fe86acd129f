"""The page of the audit trail."""

from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from osteon.registry import reading
from osteon.web.request import actor

LENGTH = 100


class TrailForm(forms.Form):
    """Which entries are looked for."""

    patient_id = forms.CharField(label=_("Patient"), required=False, max_length=100)
    entity_name = forms.CharField(label=_("Table"), required=False, max_length=100)
    record_id = forms.CharField(label=_("Record"), required=False, max_length=100)
    before = forms.IntegerField(label=_("Before number"), required=False, min_value=1)


@require_GET
def audit_trail(request: HttpRequest) -> HttpResponse:
    """Show entries of the trail, the last first, those asked for only."""
    form = TrailForm(request.GET)
    asked = (
        {name: value for name, value in form.cleaned_data.items() if value}
        if (form.is_valid())
        else {}
    )
    entries = reading.audit_trail(by=actor(request), length=LENGTH, **asked)
    older = ""
    if len(entries) == LENGTH:
        older = urlencode(asked | {"before": entries[-1].number})
    facts = {"form": form, "entries": entries, "older": older}
    return render(request, "administration/audit.html", facts)
