"""Tables in an engine, with as much of a snapshot as a cohort is built from."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date

import ibis


@dataclass(frozen=True)
class LoadedTables:
    """Stands in for a snapshot, which lies in files and is read by DuckDB only."""

    views: Mapping[str, ibis.Table]
    data_cutoff: date
    derived: dict[Hashable, ibis.Table] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(self.views)

    def table(self, name: str) -> ibis.Table:
        """Return a table as an Ibis expression."""
        return self.views[name]
