"""Forms as they were typed, kept while somebody works on them; they are no records yet."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from osteon.registry.models import Account, Draft
from osteon.registry.policies import Actor


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form somebody left.

    Parameters
    ----------
    entity, record_id, patient_id : str
        What it is about.
    typed : mapping of str to list of str
        What was typed, by the name of the field.
    base_version : int or None
        The version of the record it started from; None for a new one.
    saved_at : datetime
        When it was last saved.
    """

    entity: str
    record_id: str
    patient_id: str
    typed: Mapping[str, list[str]]
    base_version: int | None
    saved_at: dt.datetime


def keep_form(form: KeptForm, *, by: Actor) -> None:
    """Keep what somebody typed; only the same person sees it again. It leaves no audit entry."""
    Draft.objects.update_or_create(
        account=Account.objects.get(username=by.name),
        entity=form.entity,
        record_id=form.record_id,
        defaults={
            "patient_id": form.patient_id,
            "typed": dict(form.typed),
            "base_version": form.base_version,
            "saved_at": form.saved_at,
        },
    )


def kept_forms(*, by: Actor, patient_id: str = "") -> tuple[KeptForm, ...]:
    """Return the forms somebody left, the last first."""
    drafts = Draft.objects.filter(account__username=by.name).order_by("-saved_at")
    if patient_id:
        drafts = drafts.filter(patient_id=patient_id)
    return tuple(
        KeptForm(
            draft.entity, draft.record_id, draft.patient_id, draft.typed, draft.base_version,
            draft.saved_at,
        )
        for draft in drafts
    )  # fmt: skip


def drop_form(entity_name: str, record_id: str, *, by: Actor) -> None:
    """Forget a form that was saved as a record, or given up."""
    Draft.objects.filter(
        account__username=by.name, entity=entity_name, record_id=record_id
    ).delete()
