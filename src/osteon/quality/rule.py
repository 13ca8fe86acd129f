"""What a rule of data quality is: its declaration, and how it is asked."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from osteon.errors import Problem, ProtocolError, suggest
from osteon.quality.chart import Chart, Registry
from osteon.quality.finding import Flaw, QualityFinding, Severity
from osteon.quality.switch import Switch, Switches, SwitchValue

Reads = Mapping[str, Collection[str]]
"""Fields by table."""


class Scope(StrEnum):
    """How much has to be seen to judge."""

    RECORD = "record"
    """One row."""
    PATIENT = "patient"
    """All rows of one patient."""
    REGISTRY = "registry"
    """All patients."""
    STUDY = "study"
    """More than the records: a purpose, a set of patients, an update or a printed table."""


@dataclass(frozen=True)
class QualityRule:
    """A rule that records must keep.

    Parameters
    ----------
    code : str
        Its stable name: ``H-`` for hard errors, ``W-`` for warnings.
    severity : Severity
        What a finding means.
    scope : Scope
        How much has to be seen to judge.
    title : str
        The rule in a line.
    help : str
        What is compared with what, when it stays silent, and what to do.
    reads : mapping of str to collection of str
        The fields it looks at, by table; keys of records are not listed.
    declared_switches : tuple of Switch
        Its thresholds.
    find : callable, optional
        Yields the flaws in the rows of one patient.
    find_across : callable, optional
        Yields the flaws that only show among all patients.
    interface : str
        The function of this package to call, where the rule needs more than the records.
    """

    code: str
    severity: Severity
    scope: Scope
    title: str
    help: str
    reads: Reads = field(repr=False)
    declared_switches: tuple[Switch, ...] = ()
    find: Callable[[Chart, Switches], Iterator[Flaw]] | None = None
    find_across: Callable[[Registry, Switches], Iterator[Flaw]] | None = None
    interface: str = ""

    @property
    def switches(self) -> Mapping[str, SwitchValue]:
        """Defaults of the switches by name."""
        return MappingProxyType({switch.name: switch.default for switch in self.declared_switches})

    def settle(self, given: Switches = MappingProxyType({})) -> dict[str, Any]:
        """Return the value of every switch: as given, else its default.

        Raises
        ------
        ProtocolError
            A switch is unknown, or its value not permitted; all such problems at once.
        """
        problems = self.switch_problems(given)
        if problems:
            raise ProtocolError(f"The rule {self.code} cannot be set so.", problems)
        return {**self.switches, **given}

    def switch_problems(self, given: Switches) -> list[Problem]:
        """Return what is wrong with switches: unknown names, values that are not permitted."""
        known = {switch.name: switch for switch in self.declared_switches}
        problems = []
        for name, value in given.items():
            where = f"{self.code}.{name}"
            if name not in known:
                permitted = ", ".join(known) or "nothing; the rule has no switches"
                hint = suggest(name, list(known))
                problems.append(Problem(where, "no switch of this name", permitted, hint))
            elif not known[name].accepts(value):
                problems.append(Problem(where, repr(value), known[name].words))
        return problems

    def report(self, flaw: Flaw, record_id: str) -> QualityFinding:
        """Return a flaw as a finding of this rule."""
        return QualityFinding(
            rule=self.code,
            patient_id=str(flaw.row.get("patient_id") or ""),
            table=flaw.table,
            record_id=record_id,
            fields=flaw.fields,
            message=flaw.message,
            severity=flaw.severity or self.severity,
        )


def merge_reads(*parts: Reads) -> dict[str, tuple[str, ...]]:
    """Return the fields that several parts of a rule read, by table."""
    merged: dict[str, dict[str, None]] = {}
    for part in parts:
        for table, fields in part.items():
            merged.setdefault(table, {}).update(dict.fromkeys(fields))
    return {table: tuple(fields) for table, fields in merged.items()}
