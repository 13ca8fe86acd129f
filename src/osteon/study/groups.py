"""The groups of an analysis in order, and the one that the others are held against."""

from collections.abc import Collection, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort
from osteon.study.follow_up import order_groups

NO = "false"


def groups_of(table: pa.Table, group: str | None, cohort: Cohort) -> list[str]:
    """Return the groups of a count table in the print order of the variable."""
    return order_groups(group, pc.unique(table["group"]).to_pylist(), cohort)


def reference_first(groups: Collection[str]) -> list[str]:
    """Return the groups with the reference first: those without, or the first of the levels."""
    return sorted(groups, key=lambda group: group != NO)


def group_codes(table: pa.Table, groups: Sequence[str]) -> list[int]:
    """Return the place of each row's group among the groups."""
    places = {group: place for place, group in enumerate(groups)}
    return [places[group] for group in table["group"].to_pylist()]
