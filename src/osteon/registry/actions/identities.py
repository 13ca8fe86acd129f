"""Who a patient is: recorded and looked at, each time with an entry in the audit trail."""

import datetime as dt
from dataclasses import asdict, dataclass

from osteon.registry.actions.find import find_for_change
from osteon.registry.ledger import Deed, changed, writing
from osteon.registry.models import Identity
from osteon.registry.policies import Actor, Permission
from osteon.registry.vault import blind_index, decrypt, encrypt

IDENTITY_COLUMNS = (
    "family_name", "given_name", "birth_date", "hospital_number", "number_digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PatientIdentity:
    """Who a patient is; it never enters a snapshot, a log or an address.

    Parameters
    ----------
    family_name, given_name, birth_date, hospital_number : str
        As the hospital writes them; empty where not known.
    """

    family_name: str = ""
    given_name: str = ""
    birth_date: str = ""
    hospital_number: str = ""

    def __repr__(self) -> str:
        return "PatientIdentity(...)"


def write_identity(
    patient_id: str, identity: PatientIdentity, *, by: Actor, at: dt.datetime
) -> None:
    """Record who a patient is; the audit trail keeps old and new, encrypted.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor may not, or sees no such patient.
    """
    with writing(by=by, at=at) as ledger:
        centre_id = find_for_change("patient", patient_id, by, Permission.WRITE_IDENTITY).centre_id
        kept = Identity.objects.filter(patient_id=patient_id).first()
        before = {} if kept is None else identity_columns(kept)
        row = kept or Identity(patient_id=patient_id)
        for name, text in asdict(identity).items():
            if kept is None or decrypt(before[name]) != text:
                setattr(row, name, encrypt(text))
        row.number_digest = blind_index(identity.hospital_number)
        row.save()
        after = identity_columns(row)
        changes = changed(before, after)
        ledger.note(
            Deed("write identity", "identity", patient_id, patient_id, centre_id, changes, after)
        )


def read_identity(patient_id: str, *, by: Actor, at: dt.datetime) -> PatientIdentity:
    """Return who a patient is; that it was looked at is recorded.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor may not, or sees no such patient.
    """
    with writing(by=by, at=at) as ledger:
        centre_id = find_for_change("patient", patient_id, by, Permission.READ_IDENTITY).centre_id
        kept = Identity.objects.filter(patient_id=patient_id).first()
        deed = Deed("view identity", "identity", patient_id, patient_id, centre_id)
        ledger.note(deed)
    if kept is None:
        return PatientIdentity()
    columns = identity_columns(kept)
    return PatientIdentity(**{name: decrypt(columns[name]) for name in PatientIdentity.__slots__})


def find_patient(hospital_number: str, *, by: Actor, at: dt.datetime) -> str | None:
    """Return the pseudonym of the patient with a hospital number, of those the actor may identify.

    Each search is recorded, the number itself is not.
    """
    with writing(by=by, at=at) as ledger:
        found = [
            row.patient
            for row in Identity.objects.filter(
                number_digest=blind_index(hospital_number)
            ).select_related("patient")
            if hospital_number.strip() and by.may(Permission.READ_IDENTITY, row.patient.centre_id)
        ]
        patient_id = found[0].patient_id if found else ""
        centre_id = found[0].centre_id if found else ""
        ledger.note(Deed("search identity", "identity", patient_id, patient_id, centre_id))
    return patient_id or None


def identity_columns(row: Identity) -> dict[str, str]:
    """Return the columns of an identity as they are stored: encrypted."""
    return {name: getattr(row, name) for name in IDENTITY_COLUMNS}
