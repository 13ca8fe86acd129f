"""Read a Parquet file."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from osteon.errors import Problem, SourceFileError
from osteon.exchange.tabular.cells import SourceRow, SourceTable, cell_of


def read_parquet(path: Path) -> SourceTable:
    """Return the rows of a Parquet file, numbered from 1."""
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        problem = Problem(str(path), "bytes that are not Parquet", "a whole Parquet file")
        raise SourceFileError("The source cannot be read.", [problem]) from error
    rows = [
        SourceRow(number, {name: cell_of(value) for name, value in row.items()})
        for number, row in enumerate(table.to_pylist(), start=1)
    ]
    return SourceTable(tuple(table.column_names), tuple(rows))
