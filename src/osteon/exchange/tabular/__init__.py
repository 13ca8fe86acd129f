"""Spreadsheets and data files of statistics programs, brought in through a mapping file."""

from osteon.exchange.tabular.cells import SourceRow, SourceTable
from osteon.exchange.tabular.import_table import import_table
from osteon.exchange.tabular.load import load_mapping, packaged_mapping
from osteon.exchange.tabular.mapping import TableMapping
from osteon.exchange.tabular.result import (
    AcceptedSourceRow,
    ImportCounts,
    ImportResult,
    RejectedSourceRow,
)
from osteon.exchange.tabular.source import read_source

__all__ = [
    "AcceptedSourceRow",
    "ImportCounts",
    "ImportResult",
    "RejectedSourceRow",
    "SourceRow",
    "SourceTable",
    "TableMapping",
    "import_table",
    "load_mapping",
    "packaged_mapping",
    "read_source",
]
