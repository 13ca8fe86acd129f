"""Thresholds of the worklist as centres signed them off."""

from dataclasses import dataclass
from datetime import datetime

from osteon.registry.models import Centre, CentreThresholds
from osteon.registry.policies import Actor, Permission


@dataclass(frozen=True, slots=True)
class SignedThresholds:
    """The thresholds of a centre, as TOML, with who signed them off and when."""

    centre_id: str
    toml: str
    signed_by: str
    signed_at: datetime


def signed_thresholds(*, by: Actor) -> list[SignedThresholds]:
    """Return the thresholds of the centres an actor may see."""
    centres = by.centres(Permission.READ, Centre.objects.values_list("code", flat=True))
    return [
        SignedThresholds(kept.centre_id, kept.toml, kept.signed_by, kept.signed_at)
        for kept in CentreThresholds.objects.filter(centre_id__in=centres).order_by("centre_id")
    ]
