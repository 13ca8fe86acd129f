"""Thresholds of a centre: shown, written as TOML, checked, and signed off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from osteon.errors import Problem, UserError
from osteon.registry import actions, reading
from osteon.registry.errors import UnknownRecordError
from osteon.registry.policies import Actor, Permission
from osteon.web.refusal_words import render_problem
from osteon.web.request import actor, now, today
from osteon.web.words import render_limit
from osteon.worklist import RULES, parse_thresholds

_TEMPLATE = """\
[centre.{centre}]
signed_off_by = "{name}"
signed_off_on = {day}
rules_off = []    # codes of rules that the centre does not use, as ["CG-30"]

# Limits that differ from those of the rules, as:
# [centre.{centre}.rule.CG-18]
# g1_stable_months = 9
"""


@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """Show for every centre who stands for its thresholds."""
    by = actor(request)
    signed = {kept.centre_id: kept for kept in reading.signed_thresholds(by=by)}
    facts = {"centres": [(one, signed.get(one.code)) for one in reading.known_centres(by=by)]}
    return render(request, "worklist/thresholds.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def centre(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show the thresholds of a centre, and set them where somebody signs for them."""
    by = actor(request)
    found = next((one for one in reading.known_centres(by=by) if one.code == centre_id), None)
    if found is None:
        problem = Problem("centre", "no centre of this code", "a centre that you may see")
        raise UnknownRecordError("There is no such centre.", [problem])
    signed = next(
        (kept for kept in reading.signed_thresholds(by=by) if kept.centre_id == centre_id), None
    )
    facts: dict[str, object] = {
        "centre": found,
        "signed": signed,
        "toml": signed.toml if signed else _blank(centre_id, by),
        "may_sign": by.may(Permission.SIGN_OFF, centre_id),
        "rules": [
            (code, tuple(map(render_limit, rule.thresholds)))
            for code, rule in RULES.items()
            if rule.thresholds
        ],
    }
    if request.method != "POST":
        return render(request, "worklist/centre.html", facts)
    text = request.POST.get("toml", "")
    try:
        check_thresholds(text, centre_id)
    except UserError as error:
        facts |= {"toml": text, "problems": list(map(render_problem, error.problems))}
        return render(request, "worklist/centre.html", facts, status=400)
    actions.sign_off_thresholds(centre_id, text, by=by, at=now())
    messages.success(request, _("The thresholds are signed off; the lists follow."))
    return redirect("centre_thresholds", centre_id)


def check_thresholds(text: str, centre_id: str) -> None:
    """Pass if a text sets the thresholds of this centre and of no other.

    Raises
    ------
    UserError
        All that is wrong with it.
    """
    given = parse_thresholds(text, where=_("thresholds"))
    if set(given.centres) != {centre_id}:
        problem = Problem("centre", "another centre, or none", f"one table [centre.{centre_id}]")
        raise UserError("The thresholds are not those of this centre.", [problem])


def _blank(centre_id: str, by: Actor) -> str:
    key = centre_id if centre_id.replace("-", "").replace("_", "").isalnum() else f'"{centre_id}"'
    return _TEMPLATE.format(centre=key, name=by.name, day=today())
