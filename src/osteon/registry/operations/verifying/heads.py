"""The file of heads outside the database: which entries there must be, and with which digests."""

import json
from collections.abc import Mapping
from pathlib import Path

from osteon.registry.chain import line_mac
from osteon.registry.operations.verifying.findings import Findings

RESTORED = "restore"
KIND = "line of the file of heads"
WRITTEN = "the line as it was written"


def read_heads(file: Path, key: bytes, findings: Findings) -> dict[int, str]:
    """Return the digest that each published entry must have, by its number.

    A line that tells of a restored backup takes back the lines before it that the backup did not
    know of: they were lost with the database that was replaced, and are said to be when it happens.
    """
    if not file.is_file():
        findings.add("file of heads", "", "nothing", f"a file {file.name} beside the database")
        return {}
    heads: dict[int, str] = {}
    for place, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        line = _read_line(text, key)
        if line is None:
            findings.add(KIND, place, "a line that its seal does not cover", WRITTEN)
            continue
        number = int(str(line["number"]))
        if line["occasion"] == RESTORED:
            heads = {earlier: digest for earlier, digest in heads.items() if earlier < number}
        heads[number] = str(line["digest"])
    return heads


def _read_line(text: str, key: bytes) -> Mapping[str, object] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    if not isinstance(line, dict) or line.get("mac") != line_mac(key, line):
        return None
    return line
