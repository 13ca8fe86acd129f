"""How complete and how sound the records of every centre are: counted, and kept for the day."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, QuerySet

from osteon.dictionary import Requirement, entity
from osteon.quality import Severity
from osteon.registry.asked import asked_findings
from osteon.registry.counting import FieldTally, tally_fields
from osteon.registry.models import Centre, FieldCount, Flaw, QualityScore, Query, Review
from osteon.registry.states import QueryState

BATCH = 500


def count_completeness(*, as_of: date, seen: int, at: dt.datetime) -> None:
    """Count every field and every centre, and keep it in the place of what was counted before.

    Derived, so without an audit entry. Of each day the last count of a centre stays.

    Parameters
    ----------
    as_of : date
        The day.
    seen : int
        The last entry of the audit trail before this was asked.
    at : datetime
        When, with a zone.
    """
    tallies = list(tally_fields())
    patients = _patients()
    flawed = _flawed_patients()
    with transaction.atomic():
        FieldCount.objects.all().delete()
        FieldCount.objects.bulk_create(map(_row, tallies), batch_size=BATCH)
        for centre_id in Centre.objects.values_list("code", flat=True):
            QualityScore.objects.update_or_create(
                centre_id=centre_id,
                as_of=as_of,
                defaults={
                    "counted_at": at,
                    "seen": seen,
                    "patients": patients[centre_id],
                    "sound": patients[centre_id] - flawed[centre_id],
                    **_required(tallies, centre_id),
                },
            )


def _patients() -> Counter[str]:
    """Return how many patients whose own row counts each centre has."""
    counted = Review.objects.exclude(centre_id="").values_list("centre_id")
    return Counter(dict(counted.annotate(Count("pk"))))


def _flawed_patients() -> Counter[str]:
    """Return how many of them have a hard finding in a record of the centre, not accepted."""
    hard = Flaw.objects.filter(severity=Severity.HARD.value)
    left = Counter(
        {
            (centre_id, patient_id): n
            for centre_id, patient_id, n in hard.values_list("centre_id", "patient_id").annotate(
                Count("pk")
            )
        }
    )
    left.subtract(_accepted_flaws(hard))
    home = dict(Review.objects.exclude(centre_id="").values_list("pk", "centre_id"))
    return Counter(
        centre_id for (centre_id, key), n in left.items() if n > 0 and home.get(key) == centre_id
    )


def _accepted_flaws(found: QuerySet) -> Counter[tuple[str, str]]:
    """Return how many findings were accepted, by centre and patient."""
    return Counter(
        (str(line["centre_id"]), str(line["patient_id"]))
        for line in asked_findings(found, Query.objects.all())
        if line["state"] == QueryState.CLOSED.value
    )


def _row(tally: FieldTally) -> FieldCount:
    return FieldCount(
        centre_id=tally.centre_id,
        entity=tally.entity,
        field=tally.field,
        expected=tally.expected,
        recorded=tally.recorded,
        reasons=dict(tally.reasons),
    )


def _required(tallies: Sequence[FieldTally], centre_id: str) -> dict[str, int]:
    own = [
        tally
        for tally in tallies
        if tally.centre_id == centre_id
        and entity(tally.entity).field(tally.field).requirement is Requirement.REQUIRED
    ]
    return {
        "expected": sum(tally.expected for tally in own),
        "recorded": sum(tally.recorded for tally in own),
    }
