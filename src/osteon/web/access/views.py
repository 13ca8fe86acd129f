"""The pages of sign-in that are our own: the first password, and one's own account."""

from allauth.mfa.utils import is_mfa_enabled
from axes.utils import reset
from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from osteon.registry import actions, reading
from osteon.web.access.own_sessions import own_sessions
from osteon.web.access.words import grant_lines
from osteon.web.request import actor, now

TOKEN = "osteon_start_token"  # noqa: S105 - a key of the session, not a secret


@login_not_required
@never_cache
@require_GET
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the secret of a one-time link out of the address at once."""
    logout(request)
    request.session[TOKEN] = token
    return redirect("choose_password")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def choose_password(request: HttpRequest) -> HttpResponse:
    """Ask for the first password; the link opens once, when it is given."""
    token = str(request.session.get(TOKEN, ""))
    summary = reading.account_of_link(token, at=now())
    account = get_user_model()(username=summary.username, full_name=summary.full_name)
    form = SetPasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        username = actions.use_link(token, form.cleaned_data["new_password1"], at=now())
        reset(username=username)
        request.session.flush()
        messages.success(request, _("The password is set. Sign in with it."))
        return redirect("account_login")
    return render(request, "access/choose_password.html", {"form": form, "account": summary})


@require_GET
def own_account(request: HttpRequest) -> HttpResponse:
    """Show somebody their roles, and lead to password and second factor."""
    facts = {
        "grants": grant_lines(actor(request).grants),
        "has_password": request.user.has_usable_password(),
        "has_second_factor": is_mfa_enabled(request.user),
        "sessions": own_sessions(request),
    }
    return render(request, "access/account.html", facts)


@require_GET
def no_password(request: HttpRequest) -> HttpResponse:
    """Tell somebody who comes in by the identity provider that there is no password."""
    return render(request, "access/no_password.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was not sent from a page of this session."""
    facts = {
        "summary": _("This form is too old, or did not come from this registry."),
        "problems": [_("Nothing was saved. Go back, load the page again and send it once more.")],
    }
    return render(request, "osteon/refusal.html", facts, status=403)
