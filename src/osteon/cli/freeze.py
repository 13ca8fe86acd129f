"""From checked records to a snapshot with every table of the dictionary."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from osteon.dictionary import ENTITIES, check_references, to_arrow
from osteon.errors import RecordError
from osteon.snapshot import Snapshot, build_snapshot

Rows = Sequence[dict[str, object]]
NOT_FROZEN = frozenset({"data_cut"})


def freeze(
    folder: Path,
    records: Mapping[str, Rows],
    *,
    data_cutoff: date,
    source: str,
) -> Snapshot:
    """Write records as a snapshot made now; a table without records is there and empty.

    Raises
    ------
    RecordError
        A record refers to one that does not exist.
    """
    problems = check_references(records)
    if problems:
        raise RecordError("Records refer to others that do not exist.", problems)
    tables = {
        name: to_arrow(name, records.get(name, ())) for name in ENTITIES if name not in NOT_FROZEN
    }
    created = datetime.now(UTC)
    return build_snapshot(folder, tables, data_cutoff=data_cutoff, source=source, created=created)
