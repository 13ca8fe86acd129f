"""The page of one record: opened, filled in, saved, merged."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from osteon.dictionary import ENTITIES, Entity
from osteon.registry import actions, reading
from osteon.registry.actions import KeptForm
from osteon.registry.policies import Actor, Permission, require
from osteon.registry.reading import StoredRecord
from osteon.registry.states import RecordState
from osteon.web.records.choices import next_lesion
from osteon.web.records.form import show_row, typed_fields
from osteon.web.records.merging import CHOICE, compare_versions, merge_versions
from osteon.web.records.saving import save_change, save_new
from osteon.web.records.showing import show_form, show_merge, show_outcome
from osteon.web.records.submission import Submission, read_submission, sent_key
from osteon.web.records.words import form_language
from osteon.web.request import actor, now


@require_http_methods(["GET", "POST"])
def new_record(request: HttpRequest, patient_id: str, entity: str) -> HttpResponse:
    """Show an empty form, or enter what was typed into it."""
    if entity == "patient":
        raise Http404(_("A patient is entered without another."))
    by, table = actor(request), ENTITIES[entity]
    centre_id = str(reading.read_record("patient", patient_id, by=by).row["centre_id"])
    require(by, Permission.ENTER, centre_id)
    if request.method == "POST":
        key = sent_key(request.POST)
        form = read_submission(
            request.POST, table, patient_id=patient_id, centre_id=centre_id, key=key
        )
        outcome = save_new(form, state=asked_state(request.POST), by=by, at=now())
        return show_outcome(request, form, outcome, by)
    kept = kept_new(by, request, entity, patient_id)
    typed = _begin(table, patient_id, request.GET, by)
    form = Submission(table, patient_id, centre_id, str(uuid4()), None, form_language(), typed)
    return show_form(request, _resume(form, kept, request), by, kept=kept)


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, entity: str, key: str) -> HttpResponse:
    """Show a record in its form, or change it to what was typed."""
    by, stored = actor(request), reading.read_record(entity, key, by=actor(request))
    if request.method == "POST":
        form = _sent_change(request, stored)
        outcome = save_change(form, stored, state=_state_after(request, stored), by=by, at=now())
        return show_outcome(request, form, outcome, by, stored=stored)
    kept = next((left for left in actions.kept_forms(by=by) if _is_of(left, stored)), None)
    form = _resume(_form_of(stored), kept, request)
    return show_form(request, form, by, stored=stored, kept=kept)


@require_POST
def merge(request: HttpRequest, entity: str, key: str) -> HttpResponse:
    """Save what a person chose of two versions, or ask again where something is open."""
    by, stored = actor(request), reading.read_record(entity, key, by=actor(request))
    mine = _sent_change(request, stored)
    theirs = _form_of(stored, mine.language)
    lines = compare_versions(
        mine.table, base={}, mine=mine.typed, theirs=theirs.typed, references={},
        chosen=request.POST,
    )  # fmt: skip
    is_open = any(f"{CHOICE}{line.name}" not in request.POST for line in lines)
    if is_open or request.POST.get("_seen") != str(stored.version):
        return show_merge(request, mine, stored, by)
    merged = merge_versions(mine.table, mine=mine.typed, theirs=theirs.typed, lines=lines)
    form = theirs.with_typed(merged, mine.reason)
    outcome = save_change(form, stored, state=_state_after(request, stored), by=by, at=now())
    return show_outcome(request, form, outcome, by, stored=stored)


def asked_state(sent: QueryDict) -> RecordState:
    """Return the state in which a person wants to leave a record that is new or a draft."""
    return RecordState.DRAFT if sent.get("_save") == "draft" else RecordState.COMPLETE


def _state_after(request: HttpRequest, stored: StoredRecord) -> RecordState:
    return asked_state(request.POST) if stored.state is RecordState.DRAFT else stored.state


def _is_of(kept: KeptForm, stored: StoredRecord) -> bool:
    return (kept.entity, kept.record_id) == (stored.entity, stored.key)


def _sent_change(request: HttpRequest, stored: StoredRecord) -> Submission:
    return read_submission(
        request.POST,
        ENTITIES[stored.entity],
        patient_id=str(stored.row["patient_id"]),
        centre_id=str(stored.row["centre_id"]),
        key=stored.key,
    )


def _form_of(stored: StoredRecord, language: str = "") -> Submission:
    table, language = ENTITIES[stored.entity], language or form_language()
    shown = show_row(table, stored.facts, language)
    patient_id, centre_id = str(stored.row["patient_id"]), str(stored.row["centre_id"])
    return Submission(table, patient_id, centre_id, stored.key, stored.version, language, shown)


def _begin(table: Entity, patient_id: str, asked: QueryDict, by: Actor) -> dict[str, list[str]]:
    """Return what a new form begins with: what the address says, and the number of a lesion."""
    names = {spec.name for spec in typed_fields(table)}
    begun = {name: asked.getlist(name) for name in asked if name in names}
    if table.name == "bone_lesion" and "lesion_no" not in begun:
        begun["lesion_no"] = [str(next_lesion(patient_id, by))]
    return begun


def kept_new(by: Actor, request: HttpRequest, entity: str, patient_id: str) -> KeptForm | None:
    """Return a new form of a kind that somebody left: the one asked for, or the last."""
    asked = request.GET.get("kept")
    for left in actions.kept_forms(by=by, patient_id=patient_id):
        if left.entity == entity and left.base_version is None and asked in {None, left.record_id}:
            return left
    return None


def _resume(form: Submission, kept: KeptForm | None, request: HttpRequest) -> Submission:
    """Return the form that was left, where a person goes on with it."""
    if kept is None or "kept" not in request.GET:
        return form
    return read_submission(
        as_sent(kept),
        form.table,
        patient_id=form.patient_id,
        centre_id=form.centre_id,
        key=kept.record_id,
    )


def as_sent(kept: KeptForm) -> QueryDict:
    """Return a form that was left as if it were sent."""
    sent = QueryDict(mutable=True)
    for name, texts in kept.typed.items():
        sent.setlist(name, list(texts))
    return sent
