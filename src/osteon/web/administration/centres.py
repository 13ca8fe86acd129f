"""The page of centres."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from osteon.registry import actions, reading
from osteon.registry.errors import RegistryError
from osteon.registry.policies import EVERYWHERE, Permission, require
from osteon.web.administration.forms import NewCentre
from osteon.web.refusal_words import render_problem
from osteon.web.request import actor, now


@require_GET
def all_centres(request: HttpRequest) -> HttpResponse:
    """List the centres, and ask for a new one."""
    return _page(request, NewCentre(), status=200)


@require_POST
def new_centre(request: HttpRequest) -> HttpResponse:
    """Make a centre."""
    form = NewCentre(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.create_centre(given["code"], given["name"], by=actor(request), at=now())
        except RegistryError as error:
            form.add_error("code", list(map(render_problem, error.problems)))
        else:
            messages.success(request, _("The centre was made."))
            return redirect("centres")
    return _page(request, form, status=422)


@require_POST
def change_double_entry(request: HttpRequest) -> HttpResponse:
    """Decide whether a centre enters each record twice."""
    wanted = request.POST.get("double_entry") == "yes"
    code = request.POST.get("centre", "")
    actions.set_double_entry(code, wanted=wanted, by=actor(request), at=now())
    messages.success(request, _("The centre was changed."))
    return redirect("centres")


def _page(request: HttpRequest, form: NewCentre, *, status: int) -> HttpResponse:
    by = actor(request)
    require(by, Permission.ADMINISTER, EVERYWHERE)
    known = reading.known_centres(by=by, permission=Permission.ADMINISTER)
    facts = {"centres": known, "form": form}
    return render(request, "administration/centres.html", facts, status=status)
