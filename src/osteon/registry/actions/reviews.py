"""What rules found in the records of patients, kept: derived, so without an audit entry.

The audit trail says whose records changed; nothing has to be told to look again.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from osteon.registry.models import (
    RECORD_MODELS,
    AuditEntry,
    AuditHead,
    Flaw,
    Gap,
    Review,
    ReviewMark,
)

BATCH = 500


@dataclass(frozen=True, slots=True)
class FoundFlaw:
    """A place in the records that breaks a rule.

    Parameters
    ----------
    rule, severity : str
        The code of the rule, and what the finding means.
    centre_id, entity, record_id : str
        The record, and the centre that keeps it.
    fields : tuple of str
        The fields at fault.
    message : str
        A sentence without a value.
    """

    rule: str
    severity: str
    centre_id: str
    entity: str
    record_id: str
    fields: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class FoundGap:
    """Something due for a patient that nothing recorded shows to be done.

    Parameters
    ----------
    urgency : str
        Its place in the order of lines, as a text that sorts.
    rule, concern, state : str
        The code of the rule, what the gap bears on, how far it is.
    due_from, due_to : date
        When it was or will be due; the first None where nothing is known of it.
    reason : str
        A sentence without a value.
    rows : tuple of (str, str, str)
        Table, key and centre of the rows it rests on.
    is_audit, is_signed_off : bool
        Whether it is shown in retrospect only; whether the centre stands for its thresholds.
    """

    urgency: str
    rule: str
    concern: str
    state: str
    due_from: date | None
    due_to: date
    reason: str
    rows: tuple[tuple[str, str, str], ...]
    is_audit: bool
    is_signed_off: bool


@dataclass(frozen=True, slots=True)
class PatientReview:
    """What was found in the records of one patient.

    Parameters
    ----------
    patient_id, centre_id : str
        The patient, and the centre that keeps the patient's own row.
    flaws, gaps : tuple
        What was found.
    """

    patient_id: str
    centre_id: str
    flaws: tuple[FoundFlaw, ...] = ()
    gaps: tuple[FoundGap, ...] = ()


def keep_reviews(
    reviews: Sequence[PatientReview], *, as_of: date, seen: int, at: dt.datetime
) -> None:
    """Keep what was found for some patients in the place of what was found before.

    Parameters
    ----------
    reviews : sequence of PatientReview
        One a patient.
    as_of : date
        The day they were looked at for.
    seen : int
        The last entry of the audit trail before their records were read.
    at : datetime
        When, with a zone.
    """
    keys = [review.patient_id for review in reviews]
    with transaction.atomic():
        _forget_lines(keys)
        Flaw.objects.bulk_create(
            [_flaw(review.patient_id, one) for review in reviews for one in review.flaws],
            batch_size=BATCH,
        )
        Gap.objects.bulk_create(
            [_gap(review, one) for review in reviews for one in review.gaps], batch_size=BATCH
        )
        Review.objects.bulk_create(
            [
                Review(
                    patient_id=review.patient_id, centre_id=review.centre_id, as_of=as_of,
                    reviewed_at=at, seen=seen,
                )
                for review in reviews
            ],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["patient_id"],
            update_fields=["centre_id", "as_of", "reviewed_at", "seen"],  # and never `changed`
        )  # fmt: skip


def forget_reviews(patient_ids: Sequence[str]) -> None:
    """Forget what was found for patients who are no longer there."""
    with transaction.atomic():
        _forget_lines(patient_ids)
        Review.objects.filter(pk__in=patient_ids).delete()


def mark_changed() -> int:
    """Mark whoever has changed since this was asked last; return the last entry looked at."""
    head = int(AuditHead.objects.get(id=1).number)
    with transaction.atomic():
        ReviewMark.objects.get_or_create(id=1)
        mark = ReviewMark.objects.select_for_update().get(id=1)
        if mark.number >= head:
            return int(mark.number)
        news = AuditEntry.objects.filter(number__gt=mark.number, number__lte=head)
        records = news.filter(entity__in=list(RECORD_MODELS)).exclude(patient_id="")
        changed = sorted(records.values_list("patient_id", flat=True).distinct())
        for start in range(0, len(changed), BATCH):
            part = changed[start : start + BATCH]
            Review.objects.bulk_create(
                [Review(patient_id=key) for key in part], ignore_conflicts=True
            )
            Review.objects.filter(pk__in=part).update(changed=head)
        signed = news.filter(entity="thresholds").values_list("centre_id").annotate(Max("number"))
        centres = [centre for centre, _ in signed]
        Review.objects.filter(centre_id__in=centres).update(changed=head)
        mark.number = head
        mark.save(force_update=True)
    return head


def _forget_lines(keys: Sequence[str]) -> None:
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        Flaw.objects.filter(patient_id__in=part).delete()
        Gap.objects.filter(patient_id__in=part).delete()


def _flaw(patient_id: str, found: FoundFlaw) -> Flaw:
    return Flaw(
        rule=found.rule,
        severity=found.severity,
        patient_id=patient_id,
        centre_id=found.centre_id,
        entity=found.entity,
        record_id=found.record_id,
        field_names=list(found.fields),
        message=found.message,
    )


def _gap(review: PatientReview, found: FoundGap) -> Gap:
    return Gap(
        urgency=found.urgency,
        rule=found.rule,
        concern=found.concern,
        state=found.state,
        patient_id=review.patient_id,
        centre_id=review.centre_id,
        due_from=found.due_from,
        due_to=found.due_to,
        reason=found.reason,
        rows=[list(row) for row in found.rows],
        is_audit=found.is_audit,
        is_signed_off=found.is_signed_off,
    )
