"""A mapping of a small spreadsheet of synthetic patients, and ways to write both to disk."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from osteon.exchange import ImportResult, TableMapping, import_table, load_mapping

HEAD = """
title = "A spreadsheet"
patient_id = "X-{patient}"
centre_id = "C1"
"""


@pytest.fixture
def write_mapping(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a mapping: its source settings, then its records."""

    def write(*blocks: str, source: str = "", head: str = HEAD) -> Path:
        path = tmp_path / "mapping.toml"
        parts = [head, f"[source]\n{dedent(source)}", *map(dedent, blocks)]
        path.write_text("\n".join(parts), encoding="utf-8")
        return path

    return write


@pytest.fixture
def mapping_of(write_mapping: Callable[..., Path]) -> Callable[..., TableMapping]:
    """Return a function that loads a mapping of these records."""

    def build(*blocks: str, source: str = "") -> TableMapping:
        return load_mapping(write_mapping(*blocks, source=source))

    return build


@pytest.fixture
def import_text(
    mapping_of: Callable[..., TableMapping], tmp_path: Path
) -> Callable[..., ImportResult]:
    """Return a function that imports CSV text through a mapping of these records."""

    def run(text: str, *blocks: str, source: str = "", encoding: str = "utf-8") -> ImportResult:
        path = tmp_path / "source.csv"
        path.write_bytes(dedent(text).lstrip("\n").encode(encoding))
        return import_table(mapping_of(*blocks, source=source), path)

    return run


@pytest.fixture
def problems_of() -> Callable[[ImportResult], list[str]]:
    """Return the problems of all rejected rows, as a person reads them."""
    return lambda result: [str(problem) for row in result.rejected for problem in row.problems]
