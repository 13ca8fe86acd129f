"""Steps of a record from state to state, its removal, and its history."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from osteon.dictionary import ENTITIES
from osteon.errors import Problem
from osteon.registry import actions, reading
from osteon.registry.errors import RegistryError
from osteon.registry.states import RecordState
from osteon.web.records.choices import record_label
from osteon.web.records.showing import go_on
from osteon.web.records.submission import sent_version
from osteon.web.request import actor, now
from osteon.web.words import render_change, render_title


@require_POST
def move(request: HttpRequest, entity: str, key: str) -> HttpResponse:
    """Take a record to another state."""
    asked = request.POST.get("state", "")
    if asked not in set(RecordState):
        permitted = ", ".join(RecordState)
        raise RegistryError("There is no such state.", [Problem("state", "another", permitted)])
    reason = request.POST.get("reason", "")
    saved = actions.move_record(
        entity, key, RecordState(asked), by=actor(request), at=now(), reason=reason
    )
    messages.success(request, _("The record is now: %(state)s.") % {"state": _(saved.state.value)})
    return redirect("records:record", entity=entity, key=key)


@require_POST
def remove(request: HttpRequest, entity: str, key: str) -> HttpResponse:
    """Remove a record; the audit trail keeps all it held."""
    by = actor(request)
    stored = reading.read_record(entity, key, by=by)
    version = sent_version(request.POST) or stored.version
    reason = request.POST.get("reason", "")
    actions.remove_record(entity, key, version=version, by=by, at=now(), reason=reason)
    messages.success(request, _("Removed: %(title)s.") % {"title": render_title(entity)})
    if entity == "patient":
        return redirect("start")
    return go_on(request, "patient", patient_id=str(stored.row["patient_id"]))


@require_GET
def history(request: HttpRequest, entity: str, key: str) -> HttpResponse:
    """Show who did what to a record, the last first."""
    by = actor(request)
    stored = reading.read_record(entity, key, by=by)
    entries = [
        {
            "entry": entry,
            "changes": [
                render_change(entity, name, old, new)
                for name, (old, new) in entry.changes.items()
                if name not in {"updated_at", "version", "author", "created_at"}
            ],
        }
        for entry in reading.record_history(entity, key, by=by)
    ]
    context = {
        "entries": entries, "stored": stored, "title": render_title(entity),
        "label": record_label(ENTITIES[entity], stored.row),
    }  # fmt: skip
    return render(request, "records/history.html", context)
