"""The manifest of a snapshot: what it holds, and the two digests that give a change away."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from pydantic import AwareDatetime, ConfigDict, TypeAdapter, ValidationError

from osteon.dictionary import DICTIONARY_VERSION
from osteon.errors import Problem

FORMAT_VERSION = 1
MANIFEST_NAME = "manifest.json"


@dataclass(frozen=True)
class TableFile:
    """One Parquet file: its path inside the snapshot, its rows and the SHA-256 of its bytes."""

    name: str
    rows: int
    sha256: str

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class TableManifest:
    """One table: its columns with their types in order, its rows, and the files that hold them."""

    columns: dict[str, str]
    rows: int
    files: tuple[TableFile, ...]

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Manifest:
    """What a snapshot says of itself.

    Parameters
    ----------
    format_version : int
        Version of the folder's layout.
    dictionary_version : str
        Version of the dictionary whose columns the tables have.
    data_cutoff : date
        Last day of the data.
    created : datetime
        When it was built, with its offset from UTC; outside the digest.
    source : str
        Where the records come from, in words.
    tables : dict of TableManifest
        By table name.
    digest : str
        SHA-256 of all of the above but `created`: names the content.
    checksum : str
        SHA-256 of all of the above: guards the file itself.
    """

    format_version: int
    dictionary_version: str
    data_cutoff: date
    created: AwareDatetime
    source: str
    tables: dict[str, TableManifest]
    digest: str = ""
    checksum: str = ""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


_ADAPTER = TypeAdapter(Manifest)


def seal_manifest(
    tables: Mapping[str, TableManifest], *, data_cutoff: date, source: str, created: datetime
) -> Manifest:
    """Return the manifest of these tables with its digest and checksum."""
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        dictionary_version=DICTIONARY_VERSION,
        data_cutoff=data_cutoff,
        created=created,
        source=source,
        tables={name: tables[name] for name in sorted(tables)},
    )
    manifest = replace(manifest, digest=compute_digest(manifest))
    return replace(manifest, checksum=compute_checksum(manifest))


def compute_digest(manifest: Manifest) -> str:
    """Return the SHA-256 of a manifest without its `created`, digest and checksum."""
    return _hash_without(manifest, "created", "digest", "checksum")


def compute_checksum(manifest: Manifest) -> str:
    """Return the SHA-256 of a manifest without its checksum."""
    return _hash_without(manifest, "checksum")


def dump_manifest(manifest: Manifest) -> str:
    """Return a manifest as the only text that is accepted for it."""
    return _render(_plain(manifest))


def parse_manifest(text: str, *, where: str) -> tuple[Manifest | None, list[Problem]]:
    """Return the manifest that a text holds, and all that is wrong with it.

    Parameters
    ----------
    text : str
        Content of a ``manifest.json``.
    where : str
        Its file name, for the problems.

    Returns
    -------
    manifest : Manifest or None
        None where the text cannot be understood at all.
    problems : list of Problem
        Empty where the manifest is as it was written.
    """
    try:
        manifest = _ADAPTER.validate_json(text)
    except ValidationError as error:
        return None, [_problem(where, dict(fault)) for fault in error.errors()]
    if manifest.format_version != FORMAT_VERSION:
        found = f"format version {manifest.format_version}"
        hint = "Build the snapshot anew with this version of Osteon."
        return None, [Problem(where, found, f"format version {FORMAT_VERSION}", hint)]
    if compute_digest(manifest) != manifest.digest:
        found = "a content that does not have the digest written beside it"
    elif compute_checksum(manifest) != manifest.checksum or dump_manifest(manifest) != text:
        found = "a text that was changed after it was written"
    else:
        return manifest, []
    return manifest, [Problem(where, found, "the file as it was written", "Build it anew.")]


def is_manifest(text: str) -> bool:
    """Return whether a text was meant as a manifest, be it whole or changed since."""
    try:
        plain = json.loads(text)
    except ValueError:
        return False
    return isinstance(plain, dict) and {"format_version", "data_cutoff", "tables"} <= plain.keys()


def _plain(manifest: Manifest) -> dict[str, Any]:
    plain: dict[str, Any] = _ADAPTER.dump_python(manifest, mode="json")
    return plain


def _render(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def _hash_without(manifest: Manifest, *keys: str) -> str:
    plain = {key: value for key, value in _plain(manifest).items() if key not in keys}
    return hashlib.sha256(_render(plain).encode()).hexdigest()


def _problem(where: str, fault: Mapping[str, Any]) -> Problem:
    permitted = "a manifest as Osteon writes it"
    if fault["type"] == "json_invalid":
        return Problem(where, "a text that is not JSON", permitted)
    place = ".".join(str(part) for part in fault["loc"])
    return Problem(f"{where}: {place}", f"a key or value at fault ({fault['msg']})", permitted)
