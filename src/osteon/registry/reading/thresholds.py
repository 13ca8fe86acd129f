"""Thresholds of the worklist as centres signed them off."""

from dataclasses import dataclass
from datetime import datetime

from osteon.registry.models import CentreThresholds
from osteon.registry.policies import Actor
from osteon.registry.sight import seen_rows


@dataclass(frozen=True, slots=True)
class SignedThresholds:
    """The thresholds of a centre, as TOML, with who signed them off and when."""

    centre_id: str
    toml: str
    signed_by: str
    signed_at: datetime


def signed_thresholds(*, by: Actor) -> list[SignedThresholds]:
    """Return the thresholds of the centres an actor may see."""
    found = seen_rows(CentreThresholds.objects.all(), by)
    return [
        SignedThresholds(kept.centre_id, kept.toml, kept.signed_by, kept.signed_at)
        for kept in found.order_by("centre_id")
    ]
