"""The care gaps of a snapshot, read some thousand patients at a time."""

from collections.abc import Collection, Iterator
from datetime import date

from osteon.dictionary import entity
from osteon.errors import Problem, RecordError
from osteon.quality import Reads, Row
from osteon.snapshot import Snapshot
from osteon.worklist.find import AHEAD_DAYS, choose_rules, fields_read, find_gaps
from osteon.worklist.gap import CareGap, sort_gaps
from osteon.worklist.listing import Worklist
from osteon.worklist.thresholds import Thresholds

NOT_OF_PATIENTS = "data_cut"
PATIENTS_AT_ONCE = 5_000
"""Design decision: patients whose rows are held in memory together."""


def build_worklist(
    snapshot: Snapshot,
    *,
    as_of: date,
    thresholds: Thresholds | None = None,
    rules: Collection[str] | None = None,
    ahead_days: int = AHEAD_DAYS,
) -> Worklist:
    """Return the worklist of all patients of a snapshot on a day.

    Parameters
    ----------
    snapshot : Snapshot
        The records; only the fields that the rules look at are read.
    as_of, thresholds, rules, ahead_days
        As for `find_gaps`.

    Returns
    -------
    Worklist
        The gaps in the order of `find_gaps`.
    """
    given = thresholds or Thresholds()
    reads = fields_read(choose_rules(rules))
    gaps: list[CareGap] = []
    for records in read_patients(snapshot, reads):
        gaps += find_gaps(
            records, as_of=as_of, thresholds=given, rules=rules, ahead_days=ahead_days
        )
    return Worklist(as_of, tuple(sort_gaps(gaps)), given, snapshot.data_cutoff)


def read_patients(snapshot: Snapshot, reads: Reads) -> Iterator[dict[str, list[Row]]]:
    """Yield the rows of some thousand patients after the other, by table."""
    keys = snapshot.table("patient").patient_id.to_pyarrow().to_pylist()
    ordered = sorted(keys)
    for start in range(0, len(ordered), PATIENTS_AT_ONCE):
        chunk = ordered[start : start + PATIENTS_AT_ONCE]
        yield {
            table: _read_rows(snapshot, table, fields, (chunk[0], chunk[-1]))
            for table, fields in reads.items()
            if table in snapshot.tables
        }


def read_patient(snapshot: Snapshot, patient_id: str) -> dict[str, list[Row]]:
    """Return all rows of one patient of a snapshot, by table.

    Raises
    ------
    RecordError
        The snapshot has no patient of this pseudonym.
    """
    records = {
        table: _read_rows(snapshot, table, entity(table).by_name, (patient_id, patient_id))
        for table in snapshot.tables
        if table != NOT_OF_PATIENTS
    }
    if not records["patient"]:
        problem = Problem("patient", "no patient of this pseudonym", "a patient of the snapshot")
        raise RecordError("There is nothing to print.", [problem])
    return records


def _read_rows(
    snapshot: Snapshot, table: str, fields: Collection[str], between: tuple[str, str]
) -> list[Row]:
    """Return the rows of a range of patients: keys, fields and the reasons for their absence."""
    rows = snapshot.table(table)
    wanted = {"patient_id", entity(table).key, *fields, *(f"{field}_null" for field in fields)}
    columns = [column for column in rows.columns if column in wanted]
    chosen = rows.filter(rows.patient_id.between(*between)).select(columns)
    found: list[Row] = chosen.to_pyarrow().to_pylist()
    return found
