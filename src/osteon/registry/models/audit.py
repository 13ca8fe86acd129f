"""The audit trail: one chained entry for each thing done, and the head of the chain."""

from django.db import models


class AuditEntry(models.Model):
    """What was done, by whom and when; its digest covers the entry and the one before it.

    ``changes`` is canonical JSON: field to [old, new]. ``row_digest`` is the keyed digest of the
    whole row as it was left, by which the row itself can be checked.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=40)
    entity = models.CharField(max_length=100, blank=True)
    record_id = models.CharField(max_length=100, blank=True)
    patient_id = models.CharField(max_length=100, blank=True)
    centre_id = models.CharField(max_length=100, blank=True)
    changes = models.TextField(blank=True)
    row_digest = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=["entity", "record_id"], name="audit_of_record"),
            models.Index(fields=["patient_id"], name="audit_of_patient"),
        )


class AuditHead(models.Model):
    """The last entry of the chain; every write locks this row first."""

    id = models.IntegerField(primary_key=True)
    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)
    published_on = models.DateField(null=True)
