"""The care gaps of patients on a day."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from osteon.dictionary import entity
from osteon.errors import Problem, ProtocolError, suggest
from osteon.quality import Reads, Records, Switches, add_days, merge_reads
from osteon.worklist.gap import CareGap, GapState, RowReference, sort_gaps
from osteon.worklist.history import HAPPENS_ON, History, index_histories
from osteon.worklist.rule import CareGapRule, Opening
from osteon.worklist.rules import RULES
from osteon.worklist.thresholds import CentreThresholds, Thresholds

AHEAD_DAYS = 14
"""Design decision: days before it is due from which a gap is listed."""
AHEAD_THRESHOLD = "ahead_days"
"""The threshold of a rule that has days of its own."""
CLOSED_SCOPES = frozenset({"block_all", "delete"})
"""Scopes of a withdrawal after which only the consent itself may be looked into."""
_ALWAYS_READ: Reads = {
    "patient": ("centre_id",),
    "consent": ("consent_type", "status", "withdrawn_date", "withdrawal_scope"),
    "follow_up": ("status", "death_date"),
}


def find_gaps(
    records: Records,
    *,
    as_of: date,
    thresholds: Thresholds | None = None,
    rules: Collection[str] | None = None,
    ahead_days: int = AHEAD_DAYS,
) -> list[CareGap]:
    """Find what is due for patients on a day and not on record.

    Parameters
    ----------
    records : mapping of str to sequence of Row
        Flat rows by table, as the dictionary accepts them. A table that is not given has no rows.
    as_of : date
        The day. Rows that certainly happened later are not looked at.
    thresholds : Thresholds, optional
        Thresholds by centre; by default those of the rules, not signed off by anybody.
    rules : collection of str, optional
        Codes of the rules to keep to; by default all.
    ahead_days : int
        Days before it is due from which a gap is listed.

    Returns
    -------
    list of CareGap
        By urgency: overdue, possibly due, due; in each what bears on safety, care, record; of these
        what waits longest first. The same for rows in any order. Patients who have died, and those
        who withdrew from the registry for all use, have gaps of consent only.

    Raises
    ------
    RecordError
        There is no such table.
    ProtocolError
        A rule is not known; all such at once.

    Notes
    -----
    A partial date is any of the days that it permits, up to `as_of`; one that is not known is any
    day up to then. Where some of these days make a gap and others do not, it is possibly due.

    Examples
    --------
    >>> chart = {
    ...     "patient": [{"patient_id": "P1", "centre_id": "C1", "birth": "1950", "sex": "F"}],
    ...     "follow_up": [
    ...         {"id": "F1", "patient_id": "P1", "last_alive_date": "2020-05", "status": "alive"}
    ...     ],
    ... }
    >>> for day in (date(2021, 4, 1), date(2021, 5, 15), date(2021, 6, 1)):
    ...     [gap.state.value for gap in find_gaps(chart, as_of=day, rules=["CG-32"], ahead_days=30)]
    ['due']
    ['possibly due']
    ['overdue']
    """
    for table in records:
        entity(table)
    chosen = choose_rules(rules)
    given = thresholds or Thresholds()
    centres: dict[str, _CentreRules] = {}
    gaps: list[CareGap] = []
    for history in index_histories(records, as_of):
        centre_id = str((history.chart.patient or {}).get("centre_id") or "")
        if centre_id not in centres:
            centres[centre_id] = _CentreRules.settle(centre_id, chosen, given.at(centre_id))
        gaps.extend(centres[centre_id].find(history, ahead_days))
    return sort_gaps(gaps)


@dataclass(frozen=True, slots=True)
class _CentreRules:
    """The rules that a centre uses, each with its thresholds."""

    centre_id: str
    is_signed_off: bool
    rules: tuple[tuple[CareGapRule, Switches], ...]

    @classmethod
    def settle(cls, centre_id: str, rules: list[CareGapRule], given: CentreThresholds) -> Self:
        """Return the rules with what the centre says of them."""
        used = (rule for rule in rules if rule.code not in given.rules_off)
        settled = tuple((rule, given.of(rule.code)) for rule in used)
        return cls(centre_id, given.sign_off is not None, settled)

    def find(self, history: History, ahead_days: float) -> Iterator[CareGap]:
        """Yield the gaps of one patient that may be due so many days ahead, or its rule's."""
        is_closed = history.is_dead or _has_left(history)
        for rule, limits in self.rules:
            if is_closed and not rule.is_about_consent:
                continue
            until = add_days(history.as_of, limits.get(AHEAD_THRESHOLD, ahead_days))
            for opening in rule.find(history, limits):
                if opening.due.first <= until:
                    yield self._line(history, rule, opening)

    def _line(self, history: History, rule: CareGapRule, opening: Opening) -> CareGap:
        due = opening.due
        rows = {RowReference(table, str(row["id"])) for table, row in opening.rows}
        return CareGap(
            rule=rule.code,
            patient_id=str(history.chart.patient_id),
            centre_id=self.centre_id,
            concern=rule.concern,
            state=_state_of(opening, history.as_of),
            due_from=due.first if due.is_known else None,
            due_to=due.last,
            reason=opening.reason,
            rows=tuple(sorted(rows)),
            is_audit=rule.is_audit,
            is_signed_off=self.is_signed_off,
        )


def choose_rules(codes: Collection[str] | None) -> list[CareGapRule]:
    """Return the rules of the given codes, or all.

    Raises
    ------
    ProtocolError
        A code is not known; all such at once.
    """
    if codes is None:
        return list(RULES.values())
    problems = [
        Problem("rules", f"'{code}', no rule of this code", "a code such as CG-01",
                suggest(code, list(RULES)) or "The manual lists all rules.")
        for code in codes
        if code not in RULES
    ]  # fmt: skip
    if problems:
        raise ProtocolError("A rule of the worklist is not known.", problems)
    return [RULES[code] for code in sorted(set(codes))]


def fields_read(rules: Collection[CareGapRule]) -> dict[str, tuple[str, ...]]:
    """Return the fields that rules look at, by table, with those that every list needs."""
    read = merge_reads(_ALWAYS_READ, *(rule.reads for rule in rules))
    return merge_reads(read, {table: (HAPPENS_ON[table],) for table in read if table in HAPPENS_ON})


def _has_left(history: History) -> bool:
    """Return whether the patient withdrew from the registry for all use."""
    return any(
        row.get("withdrawal_scope") in CLOSED_SCOPES
        and history.days(row, "withdrawn_date").first <= history.as_of
        for row in history.rows("consent", consent_type="registry", status="withdrawn")
    )


def _state_of(opening: Opening, as_of: date) -> GapState:
    if not opening.is_certain or opening.due.first < as_of <= opening.due.last:
        return GapState.POSSIBLY_DUE
    return GapState.OVERDUE if opening.due.last < as_of else GapState.DUE
