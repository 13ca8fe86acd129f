"""Addresses of forms, as the page of a patient leads to them."""

from django.urls import NoReverseMatch, reverse


def new_patient_address() -> str:
    """Return the address of the form of a new patient."""
    return _address("records:new_patient")


def new_record_address(patient_id: str, entity_name: str) -> str:
    """Return the address of the form of a new record."""
    return _address("records:new", patient_id, entity_name)


def record_address(entity_name: str, key: str) -> str:
    """Return the address of the form of a record."""
    return _address("records:record", entity_name, key)


def entry_address(patient_id: str) -> str:
    """Return the address of the page from which visits and records are entered."""
    return _address("records:choose", patient_id)


def board_pack_address(patient_id: str) -> str:
    """Return the address of what a board is shown; nothing for a pseudonym it cannot hold."""
    try:
        return _address("board_pack", patient_id)
    except NoReverseMatch:
        return ""


def identity_address(patient_id: str) -> str:
    """Return the address of the page that says who a patient is."""
    return _address("records:identity", patient_id)


def _address(name: str, *words: str) -> str:
    return reverse(name, args=words)
