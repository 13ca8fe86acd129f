"""Rows as rules see them: by patient, by key, and by the record they refer to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = Mapping[str, Any]
Records = Mapping[str, Sequence[Row]]


@dataclass(slots=True)
class Chart:
    """All rows of one patient.

    Parameters
    ----------
    patient_id : str or None
        The pseudonym; none for rows that belong to no patient.
    tables : mapping of str to sequence of Row
        The patient's rows by table.
    data_cutoff : date
        The last day of the data.
    """

    patient_id: str | None
    tables: Records
    data_cutoff: date
    _by_key: dict[str, dict[str, Row]] = field(default_factory=dict, repr=False)
    _referring: dict[tuple[str, str], dict[str | None, list[Row]]] = field(
        default_factory=dict, repr=False
    )

    def rows(self, table: str) -> Sequence[Row]:
        """Return the rows of a table, none where it is absent."""
        return self.tables.get(table, ())

    @property
    def patient(self) -> Row | None:
        """The patient's own row."""
        return next(iter(self.rows("patient")), None)

    def record(self, table: str, key: str | None) -> Row | None:
        """Return the row that a reference points to, nothing where there is none."""
        if key is None:
            return None
        if table not in self._by_key:
            self._by_key[table] = {row["id"]: row for row in self.rows(table)}
        return self._by_key[table].get(key)

    def referring(self, table: str, reference: str, key: str) -> Sequence[Row]:
        """Return the rows of a table whose reference points to a key."""
        found = self._referring.get((table, reference))
        if found is None:
            found = defaultdict(list)
            for row in self.rows(table):
                found[row.get(reference)].append(row)
            self._referring[table, reference] = found
        return found.get(key, ())


@dataclass(frozen=True, slots=True)
class Registry:
    """The records of all patients, indexed once.

    Parameters
    ----------
    records : mapping of str to sequence of Row
        All rows by table.
    charts : mapping of str to Chart
        The rows of each patient.
    """

    records: Records
    charts: Mapping[str | None, Chart]


def index_registry(records: Records, data_cutoff: date) -> Registry:
    """Return the records with the rows of each patient together."""
    tables: dict[str | None, dict[str, list[Row]]] = {}
    for table, rows in records.items():
        for row in rows:
            patient_id = row.get("patient_id")
            if patient_id not in tables:
                tables[patient_id] = {}
            tables[patient_id].setdefault(table, []).append(row)
    charts = {key: Chart(key, rows, data_cutoff) for key, rows in tables.items()}
    return Registry(records, charts)
