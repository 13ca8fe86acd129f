"""How complete and how sound records are, for those who may see the centres."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from osteon.registry.models import (
    RECORD_MODELS,
    AuditEntry,
    FieldCount,
    QualityScore,
    Review,
)
from osteon.registry.policies import Actor
from osteon.registry.sight import seen_rows

MOVING = (*RECORD_MODELS, "query")
"""What an entry of the audit trail is about that changes a count."""


@dataclass(frozen=True, slots=True)
class FieldCompleteness:
    """How often a field was asked for, and recorded.

    Parameters
    ----------
    entity, field : str
        The field.
    expected, recorded : int
        Records in which a value belongs there, and those in which there is one.
    reasons : mapping of str to int
        The others by the reason that is given; under the empty text those without one.
    """

    entity: str
    field: str
    expected: int
    recorded: int
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CentreScore:
    """How sound and how complete the records of a centre were on a day.

    Parameters
    ----------
    centre_id : str
        The centre; empty for several together.
    as_of, counted_at : date, datetime
        The day, and when it was counted.
    patients, sound : int
        Its patients, and those without a hard finding that was not accepted.
    expected, recorded : int
        Values that the required fields ask for, and those that are there.
    """

    centre_id: str
    as_of: date
    counted_at: datetime
    patients: int
    sound: int
    expected: int
    recorded: int


def field_completeness(
    *, by: Actor, centre_id: str = "", only: tuple[str, str] | None = None
) -> dict[str, list[FieldCompleteness]]:
    """Return the counts of every field, by centre.

    Parameters
    ----------
    by : Actor
        Who asks; centres that they may not see are left out.
    centre_id : str
        One centre; by default each.
    only : tuple of str, optional
        One table and field of it.
    """
    found = seen_rows(FieldCount.objects.order_by("centre_id", "pk"), by)
    if centre_id:
        found = found.filter(centre_id=centre_id)
    if only is not None:
        found = found.filter(entity=only[0], field=only[1])
    counts: dict[str, list[FieldCompleteness]] = {}
    for row in found:
        counts.setdefault(row.centre_id, []).append(
            FieldCompleteness(row.entity, row.field, row.expected, row.recorded, row.reasons)
        )
    return counts


def sum_completeness(
    centres: Mapping[str, list[FieldCompleteness]],
) -> list[FieldCompleteness]:
    """Return the counts of several centres together, in the order of the fields."""
    known: dict[tuple[str, str], FieldCompleteness] = {}
    for one in (count for counts in centres.values() for count in counts):
        other = known.get((one.entity, one.field))
        known[one.entity, one.field] = one if other is None else _add(one, other)
    return list(known.values())


def _add(one: FieldCompleteness, other: FieldCompleteness) -> FieldCompleteness:
    return FieldCompleteness(
        one.entity,
        one.field,
        one.expected + other.expected,
        one.recorded + other.recorded,
        Counter(one.reasons) + Counter(other.reasons),
    )


def quality_scores(*, by: Actor, centre_id: str = "") -> list[CentreScore]:
    """Return the scores of the centres that an actor may see, the last day first."""
    found = seen_rows(QualityScore.objects.order_by("-as_of", "centre_id"), by)
    if centre_id:
        found = found.filter(centre_id=centre_id)
    return [
        CentreScore(
            row.centre_id, row.as_of, row.counted_at, row.patients, row.sound, row.expected,
            row.recorded,
        )
        for row in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountState:
    """When it was last counted, whether anything has changed since, and of how many patients."""

    as_of: date | None
    counted_at: datetime | None
    is_current: bool
    patients: int


def count_state() -> CountState:
    """Return how old the counts are; of all centres together."""
    patients = Review.objects.exclude(centre_id="").count()
    last = QualityScore.objects.order_by("-as_of", "-counted_at").first()
    if last is None:
        return CountState(None, None, is_current=False, patients=patients)
    news = AuditEntry.objects.filter(number__gt=last.seen, entity__in=MOVING)
    return CountState(last.as_of, last.counted_at, not news.exists(), patients)
