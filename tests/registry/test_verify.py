"""Whatever is changed, removed, inserted or cut off past the actions is found, and named."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from osteon.registry import actions, operations
from osteon.registry.chain import COVERED
from osteon.registry.ledger import audit_key, publish_current_head
from osteon.registry.models import (
    RECORD_MODELS,
    Account,
    AuditEntry,
    AuditHead,
    Centre,
    CentreThresholds,
    Membership,
    Query,
)
from osteon.registry.operations.verifying.findings import Findings
from osteon.registry.operations.verifying.rows import check_rows
from osteon.registry.operations.verifying.tables import AUDITED
from osteon.registry.policies import Actor, Role
from osteon.registry.states import RecordState

IN_SQL = {
    "digest_of_last": "(SELECT digest FROM registry_auditentry ORDER BY number DESC LIMIT 1)",
    "last": "(SELECT max(number) FROM registry_auditentry)",
}
PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950-03", "sex": "F",
}  # fmt: skip
COMORBIDITY = {"id": "C1", "patient_id": "P1", "centre_id": "A", "source": "manual"}


@pytest.fixture
def written(registry, settings):
    """A registry in which something of each kind was written, and its head published."""
    at = registry.at
    by = Actor("both", {"A": frozenset({Role.CLINICIAN, Role.DATA_MANAGER})})
    for key in ("P1", "P2", "P3"):
        actions.enter_record("patient", PATIENT | {"patient_id": key}, by=by, at=at)
    actions.change_record("patient", PATIENT | {"sex": "M"}, version=1, by=by, at=at)
    actions.move_record("patient", "P1", RecordState.SIGNED, by=by, at=at)
    draft = RecordState.DRAFT
    actions.enter_record("comorbidity", COMORBIDITY, by=by, at=at, state=draft)
    actions.enter_record("comorbidity", COMORBIDITY | {"id": "C2"}, by=by, at=at, state=draft)
    actions.remove_record("comorbidity", "C2", version=1, by=by, at=at, reason="entered twice")
    for key, number in (("P1", "4711"), ("P2", "0815")):
        identity = actions.PatientIdentity("Rosenholz", "Ada", "1950-03-04", number)
        actions.write_identity(key, identity, by=by, at=at)
    actions.read_identity("P1", by=by, at=at)
    query = actions.raise_query("patient", "P1", actions.Question("Why?"), by=by, at=at)
    actions.answer_query(query, "Because.", by=by, at=at)
    actions.sign_off_thresholds("A", "x = 1", by=by, at=at)
    actions.create_account("ada", "Ada", by=registry.operator, at=at)
    for role in (Role.VIEWER, Role.CLINICIAN):
        actions.grant_role("ada", role, "A", by=registry.operator, at=at)
    actions.revoke_role("ada", Role.CLINICIAN, "A", by=registry.operator, at=at)
    publish_current_head(at, "day")
    assert operations.verify() == ()
    return registry


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(**IN_SQL))


def found():
    return "\n".join(map(str, operations.verify()))


ENTRY = {
    "an entry is changed": (
        ["UPDATE registry_auditentry SET actor = 'nobody' WHERE number = 4"],
        "audit entry 4: found a content",
    ),
    "an entry is removed": (
        ["DELETE FROM registry_auditentry WHERE number = 4"],
        "audit entry 4: found nothing",
    ),
    "entries are removed": (
        ["DELETE FROM registry_auditentry WHERE number BETWEEN 4 AND 6"],
        "audit entry 4 to 6: found nothing",
    ),
    "the first entry is removed": (
        ["DELETE FROM registry_auditentry WHERE number = 1"],
        "audit entry 1: found nothing",
    ),
    "the last entry is removed": (
        ["DELETE FROM registry_auditentry WHERE number = {last}"],
        "the entries up to the head",
    ),
    "all entries are removed": (["DELETE FROM registry_auditentry"], "the entries up to the head"),
    "the tail is removed and the head set back": (
        [
            "DELETE FROM registry_auditentry WHERE number = {last}",
            "UPDATE registry_audithead SET number = {last}",
            "UPDATE registry_audithead SET digest = {digest_of_last}",
        ],
        "a row that its seal does not cover",
    ),
    "an entry is added at the end": (
        [
            "CREATE TEMPORARY TABLE copied AS SELECT * FROM registry_auditentry WHERE number = 4",
            "UPDATE copied SET number = {last} + 1",
            "INSERT INTO registry_auditentry SELECT * FROM copied",
        ],
        "a content that its digest does not cover",
    ),
    "an entry is added before the first": (
        [
            "CREATE TEMPORARY TABLE copied AS SELECT * FROM registry_auditentry WHERE number = 4",
            "UPDATE copied SET number = 0",
            "INSERT INTO registry_auditentry SELECT * FROM copied",
        ],
        "audit entry 0: found a number",
    ),
    "two entries change places": (
        [
            "UPDATE registry_auditentry SET number = -1 WHERE number = 4",
            "UPDATE registry_auditentry SET number = 4 WHERE number = 5",
            "UPDATE registry_auditentry SET number = 5 WHERE number = -1",
        ],
        "audit entry 5: found a content",
    ),
    "the head is removed": (["DELETE FROM registry_audithead"], "head of the audit trail"),
    "the head is moved": (
        ["UPDATE registry_audithead SET number = number - 1"],
        "a row that its seal does not cover",
    ),
}
ROW = {
    "a value is changed": (
        ["UPDATE record_patient SET sex = 'X' WHERE patient_id = 'P1'"],
        "row of 'patient' P1: found values",
    ),
    "a value is emptied": (
        ["UPDATE record_patient SET sex = NULL WHERE patient_id = 'P2'"],
        "row of 'patient' P2: found values",
    ),
    "a state is changed": (
        ["UPDATE record_patient SET record_state = 'locked' WHERE patient_id = 'P3'"],
        "row of 'patient' P3: found values",
    ),
    "a day that follows from a date is changed": (
        ["UPDATE record_patient SET birth_lo = '1950-02-01' WHERE patient_id = 'P3'"],
        "row of 'patient' P3: found first or last days",
    ),
    "a row is removed": (
        ["DELETE FROM record_patient WHERE patient_id = 'P3'"],
        "row of 'patient' P3: found nothing",
    ),
    "a table is emptied": (
        ["DELETE FROM record_comorbidity"],
        "row of 'comorbidity' C1: found nothing",
    ),
    "a row is inserted": (
        [
            "CREATE TEMPORARY TABLE copied AS SELECT * FROM record_patient WHERE patient_id = 'P3'",
            "UPDATE copied SET patient_id = 'P31'",
            "INSERT INTO record_patient SELECT * FROM copied",
        ],
        "row of 'patient' P31: found a row that no entry",
    ),
    "a removed row is brought back": (
        [
            "CREATE TEMPORARY TABLE copied AS SELECT * FROM record_comorbidity",
            "UPDATE copied SET id = 'C2'",
            "INSERT INTO record_comorbidity SELECT * FROM copied",
        ],
        "row of 'comorbidity' C2: found a row that was removed",
    ),
    "a key is changed": (
        ["UPDATE record_comorbidity SET id = 'C9'"],
        "row of 'comorbidity' C9: found a row that no entry",
    ),
    "identities are exchanged": (
        [
            "CREATE TEMPORARY TABLE copied AS SELECT * FROM registry_identity",
            "DELETE FROM registry_identity",
            "UPDATE copied SET patient_id = 'PX' WHERE patient_id = 'P1'",
            "UPDATE copied SET patient_id = 'P1' WHERE patient_id = 'P2'",
            "UPDATE copied SET patient_id = 'P2' WHERE patient_id = 'PX'",
            "INSERT INTO registry_identity SELECT * FROM copied",
        ],
        "row of 'identity' P2: found values",
    ),
    "an identity is removed": (
        ["DELETE FROM registry_identity WHERE patient_id = 'P2'"],
        "row of 'identity' P2: found nothing",
    ),
    "an answer is changed": (
        ["UPDATE registry_query SET answer = 'No.'"],
        "found values that its digest",
    ),
    "the day of a query is changed": (
        ["UPDATE registry_query SET raised_at = '2020-01-01 00:00:00+00:00'"],
        "found values that its digest",
    ),
    "thresholds are changed": (
        ["UPDATE registry_centrethresholds SET toml = 'x = 2'"],
        "row of 'thresholds' A: found values",
    ),
}


@pytest.mark.parametrize("case", [*ENTRY, *ROW])
def test_what_is_done_in_sql_is_found(written, case):
    statements, words = (ENTRY | ROW)[case]
    run(*statements)
    assert words in found()


PAST_THE_ACTIONS = {
    "QuerySet.update": lambda: RECORD_MODELS["patient"].objects.filter(pk="P2").update(sex="D"),
    "QuerySet.delete": lambda: RECORD_MODELS["patient"].objects.filter(pk="P3").delete(),
    "save": lambda: save_with(RECORD_MODELS["patient"].objects.get(pk="P2"), sex="D"),
    "bulk_update": lambda: RECORD_MODELS["patient"].objects.bulk_update(
        [with_values(RECORD_MODELS["patient"].objects.get(pk="P2"), sex="D")], ["sex"]
    ),
    "bulk_create": lambda: RECORD_MODELS["patient"].objects.bulk_create(
        [RECORD_MODELS["patient"](patient_id="P7", centre_id="A", source="manual")]
    ),
    "update of queries": lambda: Query.objects.update(state="closed"),
    "update of thresholds": lambda: CentreThresholds.objects.update(signed_by="nobody"),
    "a better role": lambda: Membership.objects.update(role="administrator"),
    "a role everywhere": lambda: Membership.objects.update(centre=None),
    "an account with more rights": lambda: Account.objects.update(is_superuser=True),
    "an account": lambda: Account.objects.create(username="eve"),
    "a centre without second entries": lambda: Centre.objects.update(double_entry=True),
    "one more role": lambda: Membership.objects.create(
        account=Account.objects.get(), role="administrator"
    ),
    "update of entries": lambda: AuditEntry.objects.filter(number=3).update(reason="none"),
    "deletion of entries": lambda: AuditEntry.objects.filter(number__gt=9).delete(),
    "update of the head": lambda: AuditHead.objects.update(mac=""),
}


def with_values(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    return record


def save_with(record, **values):
    with_values(record, **values).save()


@pytest.mark.parametrize("way", PAST_THE_ACTIONS)
def test_what_is_done_past_the_actions_is_found(written, way):
    PAST_THE_ACTIONS[way]()
    assert found()


@pytest.mark.parametrize("column", [*COVERED, "previous", "digest"])
def test_a_change_of_any_column_of_an_entry_is_found(written, column):
    changed = {"number": 1_000, "at": written.at + timedelta(days=1)}.get(column, "other")
    AuditEntry.objects.filter(number=5).update(**{column: changed})
    assert found()


@pytest.mark.parametrize("name", ["patient", "identity", "query", "thresholds"])
def test_a_change_of_any_covered_column_of_a_row_is_found(written, name):
    (table,) = (table for table in AUDITED if table.entity == name)
    key = table.model.objects.order_by("pk").values_list("pk", flat=True).first()
    row = table.model.objects.filter(pk=key)
    for column in (*table.covered, *table.derived):
        if (name, column) == ("patient", "patient_id"):
            continue  # another key is another row, which is found as a stranger
        before = row.values_list(column, flat=True).get()
        row.update(**{column: other_than(before, table.model, column)})
        assert found_in(table), column
        row.update(**{column: before})
        assert not found_in(table), column


def found_in(table):
    findings = Findings()
    check_rows(table, audit_key(), findings)
    return findings.problems()


OTHER = {
    "BigIntegerField": (7, 8),
    "BooleanField": (True, False),
    "CharField": ("other", "another"),
    "DateField": (date(2000, 1, 1), date(2000, 1, 2)),
    "DateTimeField": (datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 2, tzinfo=UTC)),
    "ForeignKey": ("P2", "P3"),
    "JSONField": (["x"], ["y"]),
    "TextField": ("other", "another"),
}


def other_than(value, model, column):
    """Return another value that the column takes."""
    if column == "centre_id":
        return "B" if value == "A" else "A"
    kind = model._meta.get_field(column).get_internal_type()
    return next(other for other in OTHER[kind] if other != value)


def test_an_older_state_brought_back_whole_is_found_by_the_file_of_heads(written):
    """All of the tail goes, and the head that was genuine then comes back."""
    genuine = AuditHead.objects.values("number", "digest", "mac").get()
    by = written.actors[Role.DATA_ENTRY]
    actions.enter_record("patient", PATIENT | {"patient_id": "P4"}, by=by, at=written.at)
    publish_current_head(written.at, "freeze")
    run("DELETE FROM record_patient WHERE patient_id = 'P4'")
    run("DELETE FROM registry_auditentry WHERE number = {last}")
    AuditHead.objects.update(**genuine)
    assert "the entry that the file of heads names" in found()


def test_a_line_of_the_file_of_heads_that_was_changed_is_found(written, heads):
    line = json.loads(heads.read_text())
    heads.write_text(json.dumps(line | {"occasion": "restore"}) + "\n")
    assert "line of the file of heads 1: found a line" in found()
    heads.write_text("no line\n")
    assert "line of the file of heads 1: found a line" in found()


def test_a_file_of_heads_that_went_is_missed(written, heads):
    heads.unlink()
    assert "file of heads: found nothing" in found()


def test_a_chain_rewritten_under_another_key_is_found(written, settings):
    settings.OSTEON_AUDIT_KEY = "another key"
    told = found()
    assert "audit entry 1: found a content" in told
    assert "head of the audit trail" in told
    assert "row of 'patient' P1" in told


def test_a_value_that_nobody_can_read_hides_no_other(written):
    run("UPDATE record_patient SET created_at = 'long ago' WHERE patient_id = 'P1'")
    run("UPDATE record_patient SET sex = 'X' WHERE patient_id = 'P3'")
    told = found()
    assert "row of 'patient' P1: found values" in told
    assert "row of 'patient' P2" not in told
    assert "row of 'patient' P3: found values" in told


def test_much_of_one_kind_is_counted(written):
    records = [
        RECORD_MODELS["patient"](patient_id=f"X{n}", centre_id="A", source="manual")
        for n in range(80)
    ]
    RECORD_MODELS["patient"].objects.bulk_create(records)
    assert "30 more of them" in found()


def test_what_is_whole_is_called_whole_whatever_was_loaded(registry, heads):
    rows = [PATIENT | {"patient_id": key} for key in ("a", "B", "ä", "Z", "_", "P-10", "P-9")]
    actions.import_batch({"patient": rows}, by=registry.operator, at=registry.at)
    publish_current_head(registry.at, "day")
    assert operations.verify() == ()
