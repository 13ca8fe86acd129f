"""Where the documents of a result folder lie, said to whoever asked for them."""

from collections.abc import Collection
from pathlib import Path

from osteon.cli.console import OUT
from osteon.report import Format, document_paths


def name_documents(folder: Path, formats: Collection[Format]) -> None:
    """Say where the documents of a result folder lie."""
    for path in document_paths(folder, formats):
        OUT.print(f"Report: {path}", markup=False)
