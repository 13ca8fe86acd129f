"""The pages of accounts: who there is, what they may do, and the link that lets them in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from osteon.registry import actions, reading
from osteon.registry.errors import RegistryError
from osteon.registry.policies import Actor, Permission, Role
from osteon.registry.reading import CentreSummary
from osteon.web.access.words import ROLES, centre_word, grant_lines
from osteon.web.administration.forms import NewAccount, RoleAtCentre
from osteon.web.refusal_words import render_problem
from osteon.web.request import actor, now


@require_GET
def all_accounts(request: HttpRequest) -> HttpResponse:
    """List every account with its roles."""
    lines = [
        {"account": account, "grants": grant_lines(account.grants)}
        for account in reading.known_accounts(by=actor(request))
    ]
    return render(request, "administration/accounts.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
@sensitive_variables("token")
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account, and show its one-time link once."""
    by = actor(request)
    reading.known_accounts(by=by)
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            token = actions.create_account(given["username"], given["full_name"], by=by, at=now())
        except RegistryError as error:
            form.add_error("username", list(map(render_problem, error.problems)))
        else:
            return _show_link(request, given["username"], token)
    status = 422 if form.errors else 200
    return render(request, "administration/new_account.html", {"form": form}, status=status)


@require_GET
def one_account(request: HttpRequest, username: str) -> HttpResponse:
    """Show an account, its roles, and what can be done with it."""
    by = actor(request)
    account = reading.known_account(username, by=by)
    held = [
        {"role": role, "title": ROLES[role], "centre": centre, "place": centre_word(centre)}
        for centre, roles in sorted(account.grants.items())
        for role in sorted(roles)
    ]
    form = RoleAtCentre().offer(_all_centres(by))
    facts = {"account": account, "held": held, "form": form, "is_own": username == by.name}
    return render(request, "administration/account.html", facts)


@require_POST
@sensitive_variables("token")
def new_link(request: HttpRequest, username: str) -> HttpResponse:
    """Show a new one-time link once; the one before opens nothing any more."""
    token = actions.renew_link(username, by=actor(request), at=now())
    return _show_link(request, username, token)


@require_POST
def change_state(request: HttpRequest, username: str) -> HttpResponse:
    """Close an account, or open it again."""
    active = request.POST.get("state") == "open"
    actions.set_active(username, active=active, by=actor(request), at=now())
    messages.success(request, _("The account is open.") if active else _("The account is closed."))
    return redirect("one_account", username)


@require_POST
def change_role(request: HttpRequest, username: str) -> HttpResponse:
    """Grant a role at a centre, or take it back."""
    by = actor(request)
    form = RoleAtCentre(request.POST).offer(_all_centres(by))
    if form.is_valid():
        role, centre = Role(form.cleaned_data["role"]), form.cleaned_data["centre"]
        takes = request.POST.get("deed") == "revoke"
        change = actions.revoke_role if takes else actions.grant_role
        change(username, role, centre, by=by, at=now())
        messages.success(request, _("The roles were changed."))
    else:
        messages.error(request, _("Choose a role and a centre from the lists."))
    return redirect("one_account", username)


def _show_link(request: HttpRequest, username: str, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("open_link", args=[token]))
    facts = {"username": username, "address": address}
    return render(request, "administration/link.html", facts)


def _all_centres(by: Actor) -> list[CentreSummary]:
    return reading.known_centres(by=by, permission=Permission.ADMINISTER)
