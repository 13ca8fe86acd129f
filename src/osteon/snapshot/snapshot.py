"""An open snapshot: its tables as Ibis expressions over verified Parquet files."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import ibis

from osteon.dictionary import entity
from osteon.errors import Problem, SnapshotError, suggest
from osteon.snapshot.engine import connect
from osteon.snapshot.manifest import Manifest
from osteon.snapshot.verify import read_snapshot


@dataclass(frozen=True)
class TableDescription:
    """What a table of a snapshot holds, in numbers.

    Parameters
    ----------
    name : str
        The table.
    rows : int
        How many.
    first_date, last_date : date or None
        The earliest and the latest day that any of its dates may mean; None where it has none.
    missing : mapping of int
        By field that may be absent: in how many rows it has no value.
    """

    name: str
    rows: int
    first_date: date | None
    last_date: date | None
    missing: Mapping[str, int]


@dataclass(frozen=True)
class Snapshot:
    """Frozen tables that can be queried.

    Parameters
    ----------
    folder : Path
        Where the files lie.
    manifest : Manifest
        What the snapshot says of itself.
    connection : ibis.BaseBackend
        In-memory DuckDB with one view a table.
    views : mapping of ibis.Table
        The view of each table.
    derived : dict of ibis.Table
        What was derived from the tables and is held by the engine, by what it is.
    """

    folder: Path
    manifest: Manifest
    connection: ibis.BaseBackend = field(repr=False)
    views: Mapping[str, ibis.Table] = field(repr=False)
    derived: dict[Hashable, ibis.Table] = field(default_factory=dict, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """SHA-256 over all that the snapshot holds, but for when it was made."""
        return self.manifest.digest

    @property
    def data_cutoff(self) -> date:
        """Last day of the data."""
        return self.manifest.data_cutoff

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, in alphabetical order."""
        return tuple(self.manifest.tables)

    def table(self, name: str) -> ibis.Table:
        """Return a table as an Ibis expression.

        Raises
        ------
        SnapshotError
            The snapshot has no table of that name.
        """
        if name not in self.views:
            permitted = ", ".join(self.tables)
            problem = Problem(
                str(self.folder), f"no table '{name}'", permitted, suggest(name, self.tables)
            )
            raise SnapshotError("The snapshot lacks a table.", [problem])
        return self.views[name]

    def describe(self) -> tuple[TableDescription, ...]:
        """Return rows, range of dates and missing values of every table."""
        return tuple(self._describe(name) for name in self.tables)

    def _describe(self, name: str) -> TableDescription:
        table = self.table(name)
        columns = table.schema()
        fields = [spec.name for spec in entity(name).fields if spec.may_be_absent]
        dates = [column for column in columns if columns[column].is_date()]
        numbers = table.aggregate(
            n=table.count(),
            **{f"missing {column}": table[column].isnull().sum() for column in fields},
            **{f"first {column}": table[column].min() for column in dates},
            **{f"last {column}": table[column].max() for column in dates},
        )
        row = numbers.to_pyarrow().to_pylist()[0]
        return TableDescription(
            name,
            rows=row["n"],
            first_date=min(filter(None, (row[f"first {c}"] for c in dates)), default=None),
            last_date=max(filter(None, (row[f"last {c}"] for c in dates)), default=None),
            missing={column: row[f"missing {column}"] or 0 for column in fields},
        )


def open_snapshot(folder: Path) -> Snapshot:
    """Open a snapshot whose every byte is as it was written.

    Raises
    ------
    SnapshotError
        The folder is not a snapshot, or not as it was written; lists every file at fault.
    """
    manifest, problems = read_snapshot(folder)
    if manifest is None or problems:
        raise SnapshotError(f"{folder} is not a snapshot that can be trusted.", problems)
    connection = connect(max((table.rows for table in manifest.tables.values()), default=0))
    views = {
        name: connection.read_parquet(
            [(folder / file.name).resolve() for file in table.files], table_name=name
        )
        for name, table in manifest.tables.items()
    }
    return Snapshot(folder, manifest, connection, views)
