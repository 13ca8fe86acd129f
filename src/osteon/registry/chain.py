"""The chain of the audit trail: what is digested, and with which key."""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

GENESIS = "0" * 64
"""What the first entry follows."""

COVERED = (
    "number",
    "at",
    "actor",
    "action",
    "entity",
    "record_id",
    "patient_id",
    "centre_id",
    "changes",
    "row_digest",
    "reason",
)
"""The columns of an entry that its digest covers, in this order."""


def keyed_digest(key: bytes, text: str) -> str:
    """Return the HMAC-SHA-256 of a text, in hexadecimal."""
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()


def canonical(value: object) -> str:
    """Return the one JSON text of a value: keys sorted, no blanks, dates in ISO form."""
    return _ENCODER.encode(value)


def entry_digest(key: bytes, values: Sequence[object], previous: str) -> str:
    """Return the digest of an entry, whose covered values come in order, after another."""
    return keyed_digest(key, canonical([previous, *values]))


def row_digest(key: bytes, entity: str, row: Mapping[str, object]) -> str:
    """Return the digest of a row; a column without a value counts as one that is not there."""
    there = {name: value for name, value in row.items() if value is not None}
    return keyed_digest(key, canonical([entity, there]))


def head_mac(key: bytes, number: int, digest: str) -> str:
    """Return the seal of the head of the chain."""
    return keyed_digest(key, canonical(["head", number, digest]))


def line_mac(key: bytes, line: Mapping[str, object]) -> str:
    """Return the seal of a line of the file of heads: of all it says but the seal."""
    told = {name: value for name, value in line.items() if name != "mac"}
    return keyed_digest(key, canonical(["line", told]))


@lru_cache(maxsize=1_024)
def _plain(value: object) -> str:
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    message = f"{type(value).__name__} has no canonical form"
    raise TypeError(message)


_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
)
