"""The audit trail read once through: each digest, each link, and the head."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from osteon.registry.chain import COVERED, GENESIS, entry_digest, head_mac
from osteon.registry.models import AuditEntry, AuditHead
from osteon.registry.operations.verifying.findings import Findings

CHUNK = 5_000
KIND = "audit entry"
WRITTEN = "the entry as it was written"


def check_trail(key: bytes, heads: Mapping[int, str], findings: Findings) -> None:
    """Note every entry that was changed, removed or inserted, and an end that was cut off."""
    last, digest = 0, GENESIS
    try:
        for *covered, previous, stored in _entries():
            number = covered[0]
            _check_gap(last, number, findings)
            if entry_digest(key, covered, previous) != stored:
                findings.add(KIND, number, "a content that its digest does not cover", WRITTEN)
            elif number == last + 1 and previous != digest:
                findings.add(KIND, number, "a link to another entry before it", WRITTEN)
            if heads.get(number, stored) != stored:
                permitted = "the digest in the file of heads"
                findings.add(KIND, number, "another digest than was published", permitted)
            last, digest = number, stored
    except (TypeError, ValueError):
        findings.add(KIND, f"after {last}", "a value that cannot be read", WRITTEN)
    _check_head(key, last, digest, findings)
    for number in sorted(heads):
        if number > last:
            findings.add(KIND, number, "nothing", "the entry that the file of heads names")


def _entries() -> Iterator[tuple[Any, ...]]:
    ordered = AuditEntry.objects.order_by("number")
    found = ordered.values_list(*COVERED, "previous", "digest")
    with closing(found.iterator(chunk_size=CHUNK)) as streamed:
        yield from streamed


def _check_gap(last: int, number: int, findings: Findings) -> None:
    if number == last + 1:
        return
    missing = f"{last + 1} to {number - 1}" if number > last + 2 else str(last + 1)
    if number <= last:
        findings.add(KIND, number, "a number that is no number of an entry", "numbers from 1")
    else:
        findings.add(KIND, missing, "nothing", "an entry of each number")


def _check_head(key: bytes, last: int, digest: str, findings: Findings) -> None:
    head = AuditHead.objects.filter(id=1).first()
    if head is None:
        findings.add("head of the audit trail", "", "nothing", "one row")
        return
    if head.mac != head_mac(key, head.number, head.digest):
        permitted = "the head as it was written, under this key"
        findings.add("head of the audit trail", "", "a row that its seal does not cover", permitted)
    if head.number > last:
        missing = f"{last + 1} to {head.number}" if head.number > last + 1 else str(head.number)
        findings.add(KIND, missing, "nothing", "the entries up to the head of the trail")
    elif (head.number, head.digest) != (last, digest):
        permitted = f"entry {head.number} as the last, with its digest"
        findings.add("head of the audit trail", "", f"entry {last} as the last", permitted)
