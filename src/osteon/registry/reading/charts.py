"""The charts of many patients at once, a query a table."""

from collections.abc import Sequence

from osteon.dictionary import ENTITIES
from osteon.registry.models import RECORD_MODELS, Centre, Row
from osteon.registry.policies import Actor, Permission
from osteon.registry.states import FROZEN_STATES

_COUNTED = tuple(state.value for state in FROZEN_STATES)


def read_charts(patient_ids: Sequence[str], *, by: Actor) -> dict[str, list[Row]]:
    """Return every row of some patients that counts and that an actor may see, by table.

    Drafts are left out; of patients who are not there, or not for this actor, there is nothing.
    """
    centres = by.centres(Permission.READ, Centre.objects.values_list("code", flat=True))
    return {
        name: _read_rows(name, patient_ids, centres)
        for name, table in ENTITIES.items()
        if "patient_id" in table.by_name
    }


def lesions_tracked_as(tracking_uids: Sequence[str], *, by: Actor) -> list[Row]:
    """Return the bone lesions of any patient with one of these tracking identifiers."""
    centres = by.centres(Permission.READ, Centre.objects.values_list("code", flat=True))
    model = RECORD_MODELS["bone_lesion"]
    found = model.objects.filter(
        tracking_uid__in=tracking_uids, centre_id__in=centres, record_state__in=_COUNTED
    )
    return [_plain(values) for values in found.values(*model.stored)]


def _read_rows(name: str, patient_ids: Sequence[str], centres: Sequence[str]) -> list[Row]:
    model = RECORD_MODELS[name]
    found = model.objects.filter(
        patient_id__in=patient_ids, centre_id__in=centres, record_state__in=_COUNTED
    )
    return [_plain(values) for values in found.values(*model.stored)]


def _plain(values: Row) -> Row:
    return {name: value for name, value in values.items() if value is not None}


def known_patients(patient_ids: Sequence[str], *, by: Actor) -> set[str]:
    """Return those of some patients who are there and whom an actor may see."""
    found = RECORD_MODELS["patient"].objects.filter(pk__in=patient_ids)
    return {
        key
        for key, centre in found.values_list("pk", "centre_id")
        if by.may(Permission.READ, centre)
    }
