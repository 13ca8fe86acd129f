"""What surrounds the records: identity, queries, second entries, drafts, thresholds."""

from django.db import models

from osteon.registry.models.accounts import Account, Centre
from osteon.registry.models.record import RECORD_MODELS
from osteon.registry.states import QueryState


class Identity(models.Model):
    """Who a patient is: a table of its own, each field encrypted, never in a snapshot or a log.

    ``number_digest`` is a keyed digest of the hospital number, by which it can be found.
    """

    patient = models.OneToOneField(
        RECORD_MODELS["patient"], models.PROTECT, primary_key=True, related_name="+"
    )
    family_name = models.TextField(blank=True)
    given_name = models.TextField(blank=True)
    birth_date = models.TextField(blank=True)
    hospital_number = models.TextField(blank=True)
    number_digest = models.CharField(max_length=64, blank=True, db_index=True)


class Query(models.Model):
    """A question about a record, raised by a rule of data quality or by a person.

    A closed query that a rule raised is a finding that was looked at and accepted.
    """

    rule = models.CharField(max_length=10, blank=True)
    entity = models.CharField(max_length=100)
    record_id = models.CharField(max_length=100)
    patient = models.ForeignKey(
        RECORD_MODELS["patient"], models.PROTECT, null=True, related_name="+"
    )
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    field_names = models.JSONField(default=list)
    question = models.TextField()
    answer = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=QueryState.RAISED.value)
    raised_by = models.CharField(max_length=150)
    raised_at = models.DateTimeField()
    answered_by = models.CharField(max_length=150, blank=True)
    closed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = (models.Index(fields=["entity", "record_id"], name="query_of_record"),)


class SecondEntry(models.Model):
    """A record entered a second time, by somebody else, to be compared with the first."""

    entity = models.CharField(max_length=100)
    record_id = models.CharField(max_length=100)
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    values = models.JSONField()
    differing = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entity", "record_id"], name="one_second_entry"),
        )


class Draft(models.Model):
    """A form as it was typed, saved by itself while somebody works on it; it is no record yet."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    entity = models.CharField(max_length=100)
    record_id = models.CharField(max_length=100)
    patient_id = models.CharField(max_length=100)
    base_version = models.BigIntegerField(null=True)
    typed = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "entity", "record_id"], name="one_draft_of_a_form"
            ),
        )


class CentreThresholds(models.Model):
    """The thresholds of a centre's worklist, as TOML, with who signed them off."""

    centre = models.OneToOneField(Centre, models.PROTECT, primary_key=True, related_name="+")
    toml = models.TextField()
    signed_by = models.CharField(max_length=150)
    signed_at = models.DateTimeField()
