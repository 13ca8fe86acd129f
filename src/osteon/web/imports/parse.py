"""Parses an uploaded file in a process of its own: ``python -m osteon.web.imports.parse FOLDER``.

It knows neither Django nor the secrets of the registry. What it makes of the file, or why it makes
nothing of it, is written beside the file.
"""

import json
import os
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from osteon.errors import Problem, SourceFileError, UserError
from osteon.exchange import ImportResult, import_table, load_mapping
from osteon.web.imports.confine import CPU_SECONDS, confine
from osteon.web.imports.workbook import check_workbook

MAPPING, PARSED = "mapping.toml", "parsed.json"
READ_FORMATS = frozenset({None, "csv", "xlsx", "sav"})


def main(folder: Path, cpu_seconds: int = CPU_SECONDS) -> None:
    """Parse the file in a folder and write what came of it."""
    os.chdir(folder)
    confine(folder, cpu_seconds=cpu_seconds)
    try:
        parsed = parse(next(Path().glob("source.*")), Path(MAPPING))
    except UserError as error:
        parsed = {"summary": error.summary, "problems": [str(one) for one in error.problems]}
    except MemoryError:
        parsed = {"summary": "The file needs more memory than an import may use.", "problems": []}
    partial = Path(f"{PARSED}.partial")
    partial.write_text(json.dumps(parsed, default=_plain), encoding="utf-8")
    partial.replace(PARSED)


def parse(source: Path, mapping_file: Path) -> dict[str, object]:
    """Return the records that a mapping makes of a file, and the rows that it rejects.

    Raises
    ------
    UserError
        The mapping or the file cannot be used.
    """
    mapping = load_mapping(mapping_file)
    if mapping.source.format not in READ_FORMATS:
        problem = Problem(f"{MAPPING}: source.format", "another format", "csv, xlsx or sav")
        raise SourceFileError("The format is not read here.", [problem])
    if zipfile.is_zipfile(source):
        check_workbook(source)
    result = import_table(mapping, source)
    return {
        "title": mapping.title,
        "n_in": result.counts.n_in,
        "unused_columns": list(result.unused_columns),
        "records": result.records,
        "origins": {name: list(_origins(result, name)) for name in result.records},
        "rejected": [
            {"row": row.row_number, "problems": [str(one) for one in row.problems]}
            for row in result.rejected
        ],
    }


def _origins(result: ImportResult, name: str) -> Iterator[int]:
    """Yield for every record of a table the number of the row that it comes from."""
    for row in result.accepted:
        yield from [row.row_number] * row.n_records.get(name, 0)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    message = f"{type(value).__name__} is no plain value"
    raise TypeError(message)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), *map(int, sys.argv[2:]))
