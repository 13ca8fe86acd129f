"""The charts of many patients at once, a query a table."""

from collections.abc import Sequence

from osteon.registry.models import PATIENT_TABLES, RECORD_MODELS, Row
from osteon.registry.policies import Actor, Permission
from osteon.registry.sight import seen_rows


def read_charts(patient_ids: Sequence[str], *, by: Actor) -> dict[str, list[Row]]:
    """Return every row of some patients that counts and that an actor may see, by table.

    Drafts are left out; of patients who are not there, or not for this actor, there is nothing.
    """
    return {name: _counted_rows(name, by, patient_id__in=patient_ids) for name in PATIENT_TABLES}


def lesions_tracked_as(tracking_uids: Sequence[str], *, by: Actor) -> list[Row]:
    """Return the bone lesions of any patient with one of these tracking identifiers."""
    return _counted_rows("bone_lesion", by, tracking_uid__in=tracking_uids)


def known_patients(patient_ids: Sequence[str], *, by: Actor) -> set[str]:
    """Return those of some patients who are there and whom an actor may see."""
    found = RECORD_MODELS["patient"].objects.filter(pk__in=patient_ids)
    return {
        key
        for key, centre in found.values_list("pk", "centre_id")
        if by.may(Permission.READ, centre)
    }


def _counted_rows(entity_name: str, by: Actor, **wanted: Sequence[str]) -> list[Row]:
    model = RECORD_MODELS[entity_name]
    found = seen_rows(model.counted(**wanted), by)
    return [
        {name: value for name, value in values.items() if value is not None}
        for values in found.values(*model.stored)
    ]
