"""Read delimited text, with its own delimiter and encoding."""

import codecs
import csv
import io
from pathlib import Path

from osteon.errors import Problem, SourceFileError
from osteon.exchange.tabular.cells import SourceTable
from osteon.exchange.tabular.header import arrange_rows
from osteon.exchange.tabular.mapping import SourceSettings


def read_csv(path: Path, settings: SourceSettings) -> SourceTable:
    """Return the rows of a delimited text file; every cell is text.

    Raises
    ------
    SourceFileError
        A byte does not fit the encoding, a quote is not closed, or the header cannot be used.
    """
    text = _decode(path, settings.encoding)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=settings.delimiter, strict=True)
        numbered = enumerate(lines, start=1)
        return arrange_rows(numbered, path, settings, exact=True)
    except csv.Error as error:
        found = f"text that cannot be divided into cells ({error})"
        hint = "Check the quotes, and `delimiter` in the mapping."
        problem = Problem(str(path), found, "delimited text", hint)
        raise SourceFileError("The source cannot be read.", [problem]) from error


def _decode(path: Path, encoding: str) -> str:
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8 if encoding == "utf-8" else b"")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = 'Name the encoding in the mapping, as in `encoding = "cp1252"` under [source].'
        found = f"a byte that is not {encoding}"
        problem = Problem(f"{path}, line {line}", found, f"text in {encoding}", hint)
        raise SourceFileError("The source cannot be read.", [problem]) from error
