"""What a person sent with a form, before anything is read of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.http import QueryDict

from osteon.dictionary import Entity
from osteon.web.records.form import input_names, typed_fields
from osteon.web.records.texts import GERMAN, Typed
from osteon.web.records.words import form_language

KEY, VERSION, LANGUAGE, NEXT, REASON = "_key", "_version", "_language", "_next", "_reason"
"""The hidden inputs of a form."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as it was sent.

    Parameters
    ----------
    table : Entity
        The table of the record.
    patient_id, centre_id, key : str
        Whose record, of which centre, and which.
    version : int or None
        The version the form began with; None for a new record.
    language : str
        The language it was filled in.
    typed : mapping of str to sequence of str
        What was typed, by the name of the input without its prefix.
    reason : str
        Why a record is changed, where somebody says so.
    """

    table: Entity
    patient_id: str
    centre_id: str
    key: str
    version: int | None
    language: str
    typed: Typed
    reason: str = ""

    def with_typed(self, typed: Typed, reason: str) -> "Submission":
        """Return the form with other texts, and why they are others."""
        return replace(self, typed=typed, reason=reason)


def read_submission(
    sent: QueryDict, table: Entity, *, patient_id: str, centre_id: str, key: str
) -> Submission:
    """Return the form of a record that was sent."""
    return Submission(
        table=table,
        patient_id=patient_id,
        centre_id=centre_id,
        key=key,
        version=sent_version(sent),
        language=sent_language(sent),
        typed=read_typed(sent, table),
        reason=sent.get(REASON, ""),
    )


def read_typed(sent: QueryDict, table: Entity, prefix: str = "") -> dict[str, list[str]]:
    """Return what was typed into the inputs of a table."""
    names = (name for field in typed_fields(table) for name in input_names(field))
    return pick(sent, names, prefix)


def pick(sent: QueryDict, names: Iterable[str], prefix: str = "") -> dict[str, list[str]]:
    """Return what was sent under some names, without their prefix."""
    found = {name: sent.getlist(prefix + name) for name in names}
    return {name: texts for name, texts in found.items() if any(texts)}


def sent_version(sent: Mapping[str, str]) -> int | None:
    """Return the version that a form began with; nothing where it says none."""
    given = sent.get(VERSION, "")
    return int(given) if given.isascii() and given.isdigit() else None


def sent_language(sent: Mapping[str, str]) -> str:
    """Return the language a form was filled in."""
    given = sent.get(LANGUAGE)
    return given if given in {GERMAN, "en"} else form_language()


def sent_key(sent: Mapping[str, str], prefix: str = "") -> str:
    """Return the key that a new form was given when it was opened; another where it has none."""
    try:
        return str(UUID(sent.get(prefix + KEY, "")))
    except ValueError:
        return str(uuid4())
