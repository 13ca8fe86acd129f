"""Whether records may be used for a purpose on a day: H-34."""

from collections.abc import Collection
from datetime import date
from types import MappingProxyType

from osteon.codes import check_code
from osteon.errors import RecordError
from osteon.quality.chart import Records, Row, index_registry
from osteon.quality.finding import Flaw, QualityFinding
from osteon.quality.rules import RULES
from osteon.quality.switch import Switches

SIGNED = frozenset({"consent", "broad_consent", None})
"""Bases that need a signature; an unknown one does."""


def check_consent(
    records: Records,
    *,
    purpose: str,
    use_date: date,
    patient_ids: Collection[str] | None = None,
    switches: Switches = MappingProxyType({}),
) -> list[QualityFinding]:
    """Return the patients whose records may not be used for a purpose on a day.

    Parameters
    ----------
    records : mapping of str to sequence of Row
        Rows by table; `consent` is looked at.
    purpose : str
        A code of the value set `consent_type`.
    use_date : date
        The day of use.
    patient_ids : collection of str, optional
        The patients whose records are used; by default those of the table `patient`.
    switches : mapping, optional
        Switches of H-34.

    Returns
    -------
    list of QualityFinding
        One a patient, in the order of pseudonyms.

    Raises
    ------
    RecordError
        There is no such purpose.
    ProtocolError
        A switch is unknown, or its value not permitted.
    """
    if problem := check_code("consent_type", purpose, where="purpose"):
        raise RecordError("Consent cannot be checked for this purpose.", [problem])
    settled = RULES["H-34"].settle(switches)
    if patient_ids is None:
        patient_ids = {row["patient_id"] for row in records.get("patient", ())}
    charts = index_registry({"consent": records.get("consent", ())}, use_date).charts
    findings = []
    for patient_id in sorted(patient_ids):
        given = charts[patient_id].rows("consent") if patient_id in charts else ()
        rows = [row for row in given if row.get("consent_type") == purpose]
        if any(_permits(row, use_date, settled["ending_scopes"]) for row in rows):
            continue
        key = max((str(row["id"]) for row in rows), default="")
        message = "Nothing on record permits the use for this purpose on this day."
        flaw = Flaw("consent", {"patient_id": patient_id}, ("consent_type", "status"), message)
        findings.append(RULES["H-34"].report(flaw, key))
    return findings


def _permits(row: Row, day: date, ending_scopes: Collection[str]) -> bool:
    signed, valid_until = row.get("signed_date"), row.get("valid_until_date")
    if row.get("basis") in SIGNED and (signed is None or signed > day):
        return False
    if valid_until is not None and valid_until < day:
        return False
    match row.get("status"):
        case "active":
            return True
        case "expired":
            return valid_until is not None
        case "withdrawn":
            withdrawn, scope = row.get("withdrawn_date"), row.get("withdrawal_scope")
            is_later = withdrawn is not None and withdrawn > day
            return is_later or (scope is not None and scope not in ending_scopes)
        case _:
            return False
