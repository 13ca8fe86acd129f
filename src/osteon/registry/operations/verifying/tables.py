"""The tables whose rows the audit trail covers, and what of a row its digest covers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import models

from osteon.dictionary import PartialDate
from osteon.registry.actions.accounts import ACCOUNT_COLUMNS, CENTRE_COLUMNS, MEMBERSHIP_COLUMNS
from osteon.registry.actions.identities import IDENTITY_COLUMNS
from osteon.registry.actions.queries import COLUMNS as QUERY_COLUMNS
from osteon.registry.actions.second_entry import COLUMNS as SECOND_ENTRY_COLUMNS
from osteon.registry.actions.second_entry import SECOND_ENTRY
from osteon.registry.models import (
    RECORD_MODELS,
    Account,
    Centre,
    CentreThresholds,
    Identity,
    Membership,
    Query,
    Record,
    SecondEntry,
)

Values = Mapping[str, object]


@dataclass(frozen=True)
class AuditedTable:
    """A table that the audit trail covers.

    Parameters
    ----------
    entity : str
        What its entries call it.
    model : type
        Its model.
    covered : tuple of str
        The columns that the digest of a row covers; one without a value counts as absent.
    derived : tuple of str
        Columns that follow from those that are covered.
    derive : callable, optional
        From the covered columns to what the derived ones must hold.
    text_key : bool
        Whether the key is text, not a number.
    key : str
        The column by which entries name a row.
    """

    entity: str
    model: type[models.Model]
    covered: tuple[str, ...]
    derived: tuple[str, ...] = ()
    derive: Callable[[Values], Sequence[object]] | None = None
    text_key: bool = True
    key: str = "pk"


def _of_records(name: str, model: type[Record]) -> AuditedTable:
    dates = tuple(field.name for field in model.entity.fields if field.kind == "partial_date")
    ends = tuple(f"{date}_{end}" for date in dates for end in ("lo", "hi"))
    return AuditedTable(
        name, model, (*model.stored, "record_state"), ends, lambda row: _days(row, dates)
    )


def _days(row: Values, dates: Sequence[str]) -> list[object]:
    days: list[object] = []
    for name in dates:
        text = row.get(name)
        known = PartialDate.parse(text) if isinstance(text, str) else None
        days += [known.lo, known.hi] if known else [None, None]
    return days


AUDITED: tuple[AuditedTable, ...] = (
    *(_of_records(name, model) for name, model in RECORD_MODELS.items()),
    AuditedTable("identity", Identity, IDENTITY_COLUMNS),
    AuditedTable("centre", Centre, CENTRE_COLUMNS),
    AuditedTable("account", Account, ACCOUNT_COLUMNS, key="username"),
    AuditedTable("membership", Membership, MEMBERSHIP_COLUMNS, text_key=False),
    AuditedTable("query", Query, QUERY_COLUMNS, text_key=False),
    AuditedTable(SECOND_ENTRY, SecondEntry, SECOND_ENTRY_COLUMNS, text_key=False),
    AuditedTable("thresholds", CentreThresholds, ("toml", "signed_by", "signed_at")),
)
