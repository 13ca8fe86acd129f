"""What rules found in the records of patients, and how complete these are, kept for the lists.

Nothing here is a record: it can be thrown away and computed anew, and leaves no audit entry. Keys
of patients and records stand as text, so that nothing here keeps a record from being removed.
"""

from django.db import models

KEY_LENGTH = 100


class ReviewMark(models.Model):
    """The last entry of the audit trail from which it was read who has to be looked at again."""

    id = models.IntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)


class Review(models.Model):
    """When the records of a patient were last looked at.

    ``seen`` is the last entry of the audit trail when they were read, ``changed`` one up to which
    they are known to have changed: the review is out of date where it is the greater.
    """

    patient_id = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    centre_id = models.CharField(max_length=KEY_LENGTH, blank=True)
    as_of = models.DateField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    seen = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["centre_id", "as_of"], name="review_of_centre"),)


class Flaw(models.Model):
    """A place in the records that breaks a rule of data quality; without its value."""

    rule = models.CharField(max_length=10)
    severity = models.CharField(max_length=10)
    patient_id = models.CharField(max_length=KEY_LENGTH, db_index=True)
    centre_id = models.CharField(max_length=KEY_LENGTH)
    entity = models.CharField(max_length=KEY_LENGTH)
    record_id = models.CharField(max_length=KEY_LENGTH)
    field_names = models.JSONField(default=list)
    message = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=["centre_id", "rule"], name="flaws_of_centre"),
            models.Index(fields=["rule", "patient_id"], name="flaws_of_rule"),
            models.Index(fields=["entity", "record_id"], name="flaws_of_record"),
        )


class Gap(models.Model):
    """Something due for a patient that nothing recorded shows to be done; without values.

    ``urgency`` is the place in the order of the worklist; ``rows`` are [table, key, centre].
    """

    urgency = models.CharField(max_length=60)
    rule = models.CharField(max_length=10)
    concern = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    patient_id = models.CharField(max_length=KEY_LENGTH, db_index=True)
    centre_id = models.CharField(max_length=KEY_LENGTH)
    due_from = models.DateField(null=True)
    due_to = models.DateField()
    reason = models.TextField()
    rows = models.JSONField(default=list)
    is_audit = models.BooleanField()
    is_signed_off = models.BooleanField()

    class Meta:
        indexes = (
            models.Index(fields=["centre_id", "rule", "state"], name="gaps_of_centre"),
            models.Index(fields=["urgency"], name="gaps_in_order"),
            models.Index(fields=["rule", "urgency"], name="gaps_of_rule"),
        )


class FieldCount(models.Model):
    """How often a field was asked for at a centre, and recorded, when that was last counted.

    ``reasons`` says of how many of the others it is known why there is no value; the empty reason
    is that of those of which it is not.
    """

    centre_id = models.CharField(max_length=KEY_LENGTH)
    entity = models.CharField(max_length=KEY_LENGTH)
    field = models.CharField(max_length=KEY_LENGTH)
    expected = models.BigIntegerField()
    recorded = models.BigIntegerField()
    reasons = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["centre_id", "entity", "field"], name="field_counted_once"
            ),
        )


class QualityScore(models.Model):
    """How sound and how complete the records of a centre were on a day.

    ``seen`` is the last entry of the audit trail before it was counted. ``sound`` are the patients
    without a hard finding that was not accepted; ``expected`` and ``recorded`` are of all fields
    that need a value or a reason.
    """

    centre_id = models.CharField(max_length=KEY_LENGTH)
    as_of = models.DateField()
    counted_at = models.DateTimeField()
    seen = models.BigIntegerField()
    patients = models.BigIntegerField()
    sound = models.BigIntegerField()
    expected = models.BigIntegerField()
    recorded = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre_id", "as_of"], name="score_of_a_day"),
        )
