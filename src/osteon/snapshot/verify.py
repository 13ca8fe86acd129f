"""Verify a snapshot: every byte as it was written, nothing missing, nothing added."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from osteon.dictionary import DICTIONARY_VERSION
from osteon.errors import Problem
from osteon.snapshot.layout import FILE_NAMES, hash_file, list_files, read_footer, table_of
from osteon.snapshot.manifest import (
    MANIFEST_NAME,
    Manifest,
    TableFile,
    TableManifest,
    parse_manifest,
)
from osteon.snapshot.replace import restore_folder
from osteon.snapshot.tables import check_columns

_AS_WRITTEN = "the file as it was written"
_HINT = "Copy the snapshot again, or build it anew."


def check_snapshot(folder: Path) -> tuple[Problem, ...]:
    """Return all that is wrong with a snapshot, by file name; empty where it can be trusted.

    A snapshot whose replacement was interrupted between two moves is first brought back.
    """
    return tuple(read_snapshot(folder)[1])


def read_snapshot(folder: Path) -> tuple[Manifest | None, list[Problem]]:
    """Return the manifest of a snapshot and all that is wrong with the folder.

    Returns
    -------
    manifest : Manifest or None
        None where there is none, or none that can be understood.
    problems : list of Problem
        Empty where every byte is as it was written.
    """
    restore_folder(folder)
    path = folder / MANIFEST_NAME
    if not path.is_file():
        found = "no such file" if folder.is_dir() else "no such folder"
        return None, [Problem(str(path), found, "the manifest of a snapshot")]
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return None, [Problem(str(path), "a text that is not UTF-8", _AS_WRITTEN, _HINT)]
    manifest, problems = parse_manifest(text, where=str(path))
    if manifest is not None:
        problems += _check_dictionary(manifest, path)
        problems += _check_files(manifest, folder)
    return manifest, problems


def _check_dictionary(manifest: Manifest, path: Path) -> list[Problem]:
    problems = check_columns({name: table.columns for name, table in manifest.tables.items()})
    if problems and manifest.dictionary_version != DICTIONARY_VERSION:
        found = f"dictionary version {manifest.dictionary_version}"
        permitted = f"dictionary version {DICTIONARY_VERSION}, or the same columns"
        problems.append(Problem(str(path), found, permitted, "Build the snapshot anew."))
    return problems


def _check_files(manifest: Manifest, folder: Path) -> Iterator[Problem]:
    listed: set[str] = set()
    for name, table in manifest.tables.items():
        if sum(file.rows for file in table.files) != table.rows:
            where = f"{folder / MANIFEST_NAME}: tables.{name}.rows"
            yield Problem(where, "another number than its files have", "the sum over its files")
        for file in table.files:
            listed.add(file.name)
            if table_of(file.name) == name:
                yield from _check_file(folder / file.name, file, table)
            else:
                where = f"{folder / MANIFEST_NAME}: tables.{name}.files"
                yield Problem(where, f"'{file.name}'", FILE_NAMES)
    for extra in sorted(set(list_files(folder)) - listed):
        hint = "Move it elsewhere."
        yield Problem(str(folder / extra), "a file", "only files that the manifest lists", hint)


def _check_file(path: Path, file: TableFile, table: TableManifest) -> list[Problem]:
    where = str(path)
    if not path.is_file():
        return [Problem(where, "no such file", "a file that the manifest lists", _HINT)]
    if hash_file(path) != file.sha256:
        return [Problem(where, "bytes that were changed", _AS_WRITTEN, _HINT)]
    try:
        rows, columns = read_footer(path)
    except (pa.ArrowException, OSError):
        return [Problem(where, "bytes that are not Parquet", "a whole Parquet file", _HINT)]
    problems: list[Problem] = []
    if rows != file.rows:
        problems.append(Problem(where, f"{rows} rows", f"{file.rows} rows, by the manifest"))
    if list(columns.items()) != list(table.columns.items()):
        permitted = "the columns and types in the manifest, in its order"
        problems.append(Problem(where, "other columns", permitted))
    return problems
