"""The files of a snapshot: where a table lies, what a file holds, and how its bytes are fixed."""

import hashlib
import re
from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from osteon.dictionary import arrow_schema
from osteon.errors import Problem
from osteon.snapshot.manifest import (
    MANIFEST_NAME,
    Manifest,
    TableFile,
    TableManifest,
    dump_manifest,
)
from osteon.snapshot.replace import flush_file
from osteon.snapshot.tables import name_columns

FILE_NAMES = "<table>.parquet or <table>/part-*.parquet"
_FILE_NAME = re.compile(r"(?P<table>[a-z][a-z0-9_]*)(\.parquet|/part-[A-Za-z0-9_.-]+\.parquet)")
_ROWS_PER_GROUP = 122_880  # one unit of work of a DuckDB thread; fixed, since it shapes the bytes


def table_of(name: str) -> str | None:
    """Return the table that a file belongs to by its path inside the snapshot, or None."""
    match = _FILE_NAME.fullmatch(name)
    return match["table"] if match else None


def list_files(folder: Path) -> list[str]:
    """Return the paths of all files inside a folder, the manifest apart, in order."""
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    names = (path.relative_to(folder).as_posix() for path in paths)
    return sorted(name for name in names if name != MANIFEST_NAME)


def describe_folder(folder: Path) -> tuple[dict[str, TableManifest], list[Problem]]:
    """Return what a manifest says of the tables in a folder, and the files it cannot take."""
    columns: dict[str, dict[str, str]] = {}
    files: dict[str, list[TableFile]] = defaultdict(list)
    problems: list[Problem] = []
    for name in list_files(folder):
        path, table = folder / name, table_of(name)
        if table is None:
            problems.append(Problem(str(path), "a file of no table", FILE_NAMES))
            continue
        try:
            rows, found = read_footer(path)
        except (pa.ArrowException, OSError):
            problems.append(Problem(str(path), "bytes that are not Parquet", "a Parquet file"))
            continue
        if columns.setdefault(table, found) != found:
            permitted = "the columns and types of the table's first file"
            problems.append(Problem(str(path), "other columns or types", permitted))
        files[table].append(TableFile(name, rows, hash_file(path)))
    tables = {
        table: TableManifest(columns[table], sum(file.rows for file in parts), tuple(parts))
        for table, parts in files.items()
    }
    return tables, problems


def write_table(table: pa.Table, name: str, folder: Path) -> None:
    """Write a table to ``<name>.parquet``: the dictionary's columns, rows in order of their keys.

    Metadata of the schema, order of columns and division into chunks depend on where a table comes
    from, not on what it says; they are left behind.
    """
    schema = pa.schema([column.remove_metadata() for column in arrow_schema(name)])
    keys = [column for column in ("patient_id", "id") if column in schema.names]
    order = [(column, "ascending") for column in keys]
    plain = table.select(schema.names).cast(schema).sort_by(order)
    path = folder / f"{name}.parquet"
    pq.write_table(
        plain.combine_chunks(),
        path,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        row_group_size=_ROWS_PER_GROUP,
    )
    flush_file(path)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write a manifest into its folder."""
    path = folder / MANIFEST_NAME
    path.write_text(dump_manifest(manifest), encoding="utf-8", newline="\n")
    flush_file(path)


def read_footer(path: Path) -> tuple[int, dict[str, str]]:
    """Return the number of rows of a Parquet file, and its columns with their types."""
    with pq.ParquetFile(path) as file:
        return file.metadata.num_rows, name_columns(file.schema_arrow)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
