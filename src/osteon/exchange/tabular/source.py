"""Read a source file of any format that a mapping can name."""

from collections.abc import Callable, Mapping
from pathlib import Path

from osteon.errors import Problem, SourceFileError
from osteon.exchange.tabular.cells import SourceTable
from osteon.exchange.tabular.mapping import SourceFormat, SourceSettings, TableMapping
from osteon.exchange.tabular.read_csv import read_csv
from osteon.exchange.tabular.read_parquet import read_parquet
from osteon.exchange.tabular.read_statistics import read_dta, read_sav
from osteon.exchange.tabular.read_xlsx import read_xlsx

_READERS: Mapping[SourceFormat, Callable[[Path, SourceSettings], SourceTable]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "sav": read_sav,
    "dta": read_dta,
    "parquet": lambda path, _: read_parquet(path),
}
_SUFFIXES: Mapping[str, SourceFormat] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".sav": "sav",
    ".zsav": "sav", ".dta": "dta", ".parquet": "parquet",
}  # fmt: skip


def read_source(path: Path, mapping: TableMapping) -> SourceTable:
    """Return the columns and rows of a source file.

    Parameters
    ----------
    path : Path
        The file; nothing is written to it.
    mapping : TableMapping
        Its ``[source]`` says how the file is to be read.

    Raises
    ------
    SourceFileError
        The file is not there, or is not what the mapping says.
    """
    if not path.is_file():
        problem = Problem(str(path), "no such file", "a file to import")
        raise SourceFileError("The source cannot be read.", [problem])
    chosen = mapping.source.format or _SUFFIXES.get(path.suffix.lower())
    if chosen is None:
        permitted = ", ".join(_SUFFIXES)
        hint = 'Name the format in the mapping, as in `format = "csv"` under [source].'
        problem = Problem(str(path), f"the suffix '{path.suffix}'", permitted, hint)
        raise SourceFileError("The format of the source is not known.", [problem])
    return _READERS[chosen](path, mapping.source)
