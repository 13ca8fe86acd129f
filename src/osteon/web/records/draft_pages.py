"""Forms kept while somebody types, so that nothing typed is lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from osteon.errors import Problem
from osteon.registry import actions, reading
from osteon.registry.actions import KeptForm
from osteon.registry.errors import RegistryError
from osteon.registry.policies import Permission, require
from osteon.web.records.addresses import FORMS
from osteon.web.records.showing import go_on
from osteon.web.records.submission import sent_key, sent_version
from osteon.web.records.visits import VISITS
from osteon.web.request import actor, now
from osteon.web.words import render_title

VISIT = "visit:"
"""What precedes the name of a visit where a form says what it is of."""

LONGEST_KEY = 100
_KINDS = frozenset({*FORMS, *(f"{VISIT}{name}" for name in VISITS)})
_LEFT_OUT = frozenset({"csrfmiddlewaretoken", "_save", "_more"})


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a form as it was typed; nobody else sees it, and no record changes."""
    by, sent, moment = actor(request), request.POST, now()
    kind, patient_id = sent.get("_entity", ""), sent.get("_patient", "")
    version = sent_version(sent)
    key = sent_key(sent) if version is None else sent.get("_key", "")
    if kind not in _KINDS or len(key) > LONGEST_KEY:
        problem = Problem("form", "a form of another kind", "one of this registry")
        raise RegistryError("The form cannot be kept.", [problem])
    if kind == "patient" and version is None:
        patient_id, centre_id = "", sent.get("centre_id", "")
    else:
        centre_id = str(reading.read_record("patient", patient_id, by=by).row["centre_id"])
    require(by, Permission.ENTER, centre_id)
    typed = {name: texts for name, texts in sent.lists() if name not in _LEFT_OUT}
    actions.keep_form(KeptForm(kind, key, patient_id, typed, version, moment), by=by)
    return render(request, "records/kept.html", {"moment": moment})


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget a form that was left."""
    kind, key = request.POST.get("_entity", ""), request.POST.get("_key", "")
    actions.drop_form(kind, key, by=actor(request))
    return go_on(request, "start")


def kept_title(kind: str) -> str:
    """Return what a form that was left is called."""
    name = kind.removeprefix(VISIT)
    return str(VISITS[name].title) if kind.startswith(VISIT) else render_title(name)
