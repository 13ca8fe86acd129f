"""Who entered a study's populations, who left, and whose values changed, between two cohorts.

Patients are named here, as nowhere else: it is for those who hold both snapshots, and what it
returns belongs into no result folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from osteon.cohort.build import Cohort

Rows = Mapping[str, Mapping[str, Any]]
"""Rows of a cohort by the id of the unit of analysis."""


@dataclass(frozen=True, slots=True)
class MembershipChange:
    """What changed between two cohorts.

    Parameters
    ----------
    entered, left : mapping of tuple of str
        Patients by population; with other units of analysis, those whose units did.
    changed : mapping of tuple of str
        Patients of both cohorts whose value of a variable is another, by variable.
    """

    entered: Mapping[str, tuple[str, ...]]
    left: Mapping[str, tuple[str, ...]]
    changed: Mapping[str, tuple[str, ...]]

    @property
    def patients(self) -> tuple[str, ...]:
        """Return everybody who entered or left a population or changed, in order."""
        kinds = (self.entered, self.left, self.changed)
        return tuple(sorted({p for kind in kinds for patients in kind.values() for p in patients}))


def compare_members(old: Cohort, new: Cohort) -> MembershipChange:
    """Return who entered, left and changed between two cohorts.

    A population or variable that only one of them has is compared with nothing: everybody in it
    entered or left, and no value changed.
    """
    before, after = _rows(old), _rows(new)
    populations = sorted(_populations(old) | _populations(new))
    variables = sorted(old.variables.keys() & new.variables.keys())
    entered = {name: _only_in(after, before, f"in_{name}") for name in populations}
    left = {name: _only_in(before, after, f"in_{name}") for name in populations}
    changed = {name: _changed(before, after, name) for name in variables}
    return MembershipChange(*(_present(found) for found in (entered, left, changed)))


def _rows(cohort: Cohort) -> Rows:
    return {row["unit_id"]: row for row in cohort.table.to_pyarrow().to_pylist()}


def _populations(cohort: Cohort) -> set[str]:
    names = (name for name in cohort.table.columns if name.startswith("in_"))
    return {name.removeprefix("in_") for name in names if not name.endswith("__known")}


def _only_in(rows: Rows, others: Rows, column: str) -> tuple[str, ...]:
    found = {
        row["patient_id"]
        for unit, row in rows.items()
        if row.get(column) and not others.get(unit, {}).get(column)
    }
    return tuple(sorted(found))


def _changed(before: Rows, after: Rows, name: str) -> tuple[str, ...]:
    found = {
        row["patient_id"]
        for unit, row in after.items()
        if unit in before and before[unit].get(name) != row.get(name)
    }
    return tuple(sorted(found))


def _present(found: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {name: patients for name, patients in found.items() if patients}
