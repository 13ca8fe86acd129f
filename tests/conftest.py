"""Small registries for tests: synthetic rows, checked and frozen as any others are."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from osteon.dictionary import check_rows, to_arrow
from osteon.snapshot import Snapshot, build_snapshot

CREATED = datetime(2024, 1, 1, tzinfo=UTC)
Row = Mapping[str, object]

settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("deep", max_examples=2_000, deadline=None)
settings.load_profile("ci")


@pytest.fixture
def freeze_rows(tmp_path: Path) -> Callable[..., Snapshot]:
    """Return a function that freezes rows by table; ids, centre and source are filled in."""
    numbers = count(1)

    def freeze(
        tables: Mapping[str, Sequence[Row]], *, cutoff: date = date(2023, 5, 31)
    ) -> Snapshot:
        arrow = {}
        for name, given in tables.items():
            key = () if name == "patient" else ("id",)
            rows = [
                {**{k: f"{name}-{next(numbers)}" for k in key}, "centre_id": "C1",
                 "source": "manual", **row}
                for row in given
            ]  # fmt: skip
            checked = check_rows(name, rows)
            problems = [str(p) for rejected in checked.rejected for p in rejected.problems]
            assert not problems, problems
            arrow[name] = to_arrow(name, checked.accepted)
        return build_snapshot(
            tmp_path / f"snapshot-{next(numbers)}",
            arrow,
            data_cutoff=cutoff,
            source="test",
            created=CREATED,
        )

    return freeze
