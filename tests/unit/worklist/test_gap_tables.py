"""Every rule of the worklist on records a clinician can read: where a gap is open and where not.

A table stands in ``cases/*.txt``. Under the code of a rule each case says what the list of
2023-05-31 has to show:

- ``overdue``: the rows with a star are listed, and their day has passed;
- ``due``: they are listed, and their day comes;
- ``possibly``: partial dates or missing values leave it open;
- ``closed``: nothing is listed.

Behind the word stands the day it was due, or the first and the last one possible. A line
``threshold`` sets one. How a row is written is said in `written_rows`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from osteon.dictionary import PartialDate
from osteon.worklist import RULES, CareGap, CentreThresholds, SignOff, Thresholds, find_gaps
from osteon.worklist.find import fields_read
from written_rows import WrittenRow, less_certain, read_row, watch

CASES = Path(__file__).parent / "cases"
AS_OF = date(2023, 5, 31)
STATES = {"overdue": "overdue", "due": "due", "possibly": "possibly due", "closed": None}
KEYS = {"id", "patient_id", "centre_id", "source"}
ASKS_EVERY_TABLE = {"CG-33"}
SILENT_WITHOUT_A_DAY = {"CG-07": {"birth"}, "CG-09": {"birth", "date"}, "CG-33": {"date"}}


@dataclass
class Case:
    rule: str
    verdict: str
    due: str
    why: str
    rows: list[WrittenRow] = field(default_factory=list)
    listed: set[tuple[str, str]] = field(default_factory=set)
    thresholds: dict[str, float] = field(default_factory=dict)

    def gaps(self, rows=None, seen=None) -> list[CareGap]:
        centre = CentreThresholds(SignOff("board", AS_OF), values={self.rule: self.thresholds})
        records = watch(self.rows if rows is None else rows, set() if seen is None else seen)
        return find_gaps(
            records, as_of=AS_OF, rules=[self.rule], thresholds=Thresholds({"": centre})
        )


def read_cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.txt")):
        yield from parse_cases(path.read_text(encoding="utf-8"))


def parse_cases(text: str) -> Iterator[Case]:
    rule, cases, numbers = "", [], {}
    for line in filter(str.strip, text.splitlines()):
        words = line.split()
        head = line.partition(":")[0].split()
        if words[0] in RULES:
            rule = words[0]
        elif head[0] in STATES and ":" in line:
            why = line.partition(":")[2].strip()
            cases.append(Case(rule, head[0], "".join(head[1:]), why))
            numbers = {}
        elif words[0] == "threshold":
            name, _, number = words[1].partition("=")
            cases[-1].thresholds[name] = int(number)
        else:
            is_listed = words[0] == "*"
            row = read_row(words[is_listed:], numbers)
            cases[-1].rows.append(row)
            if is_listed:
                cases[-1].listed.add((row[0], str(row[1]["id"])))
    yield from cases


ALL = list(read_cases())


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.rule}-{case.verdict}: {case.why}")
def test_a_gap_is_open_where_the_table_says_so(case):
    gaps = case.gaps()
    assert {row for gap in gaps for row in gap.rows} == case.listed
    assert {gap.state.value for gap in gaps} == ({STATES[case.verdict]} - {None})
    if case.due:
        first, _, last = case.due.partition("..")
        days = (PartialDate.parse(first).lo, PartialDate.parse(last or first).hi)
        days = (days[0], min(days[1], AS_OF)) if first in {"2022", "2023"} else days
        assert {(gap.due_from, gap.due_to) for gap in gaps} == {days}


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_shown_overdue_closed_and_with_a_partial_date(code):
    cases = [case for case in ALL if case.rule == code]
    assert {case.verdict for case in cases} >= {"overdue", "closed", "possibly"}
    assert any(is_partial(case.rows) for case in cases if case.verdict == "possibly")


def is_partial(rows):
    texts = [(name, text) for _, row in rows for name, text in row.items() if isinstance(text, str)]
    return any(
        (name.endswith("date") or name == "birth") and len(text) < 10 for name, text in texts
    )


@pytest.mark.parametrize("code", RULES)
def test_a_rule_reads_what_it_declares_and_nothing_else(code):
    seen: set[tuple[str, str]] = set()
    for case in ALL:
        if case.rule == code:
            case.gaps(seen=seen)
    read = {(table, name) for table, name in seen if name not in KEYS}
    rule = RULES[code]
    given = {
        (table, name)
        for table, names in fields_read([rule]).items()
        for name in names
        if name not in KEYS
    }
    declared = {(table, name) for table, names in rule.reads.items() for name in names}
    tables = {table for case in ALL if case.rule == code for table, _ in case.rows}
    assert read <= given
    assert tables <= set(fields_read([rule]))
    assert code in ASKS_EVERY_TABLE or declared <= read


@pytest.mark.parametrize("code", RULES)
def test_knowing_a_date_less_well_makes_no_gap_certain_and_closes_none(code):
    for case in (case for case in ALL if case.rule == code):
        before = case.gaps()
        for rows in less_certain(case.rows):
            after = case.gaps(rows)
            overdue = {gap.reason for gap in before if gap.state.value == "overdue"}
            assert {gap.reason for gap in after if gap.state.value == "overdue"} <= overdue, (
                case.why, rows)  # fmt: skip
            unknown = {name for _, row in rows for name, value in row.items() if value is None}
            if not unknown & SILENT_WITHOUT_A_DAY.get(code, set()):
                assert {gap.reason for gap in before} <= {gap.reason for gap in after}, (
                    case.why, rows)  # fmt: skip


def test_a_line_says_why_without_a_value():
    reasons = {gap.reason for case in ALL for gap in case.gaps()}
    assert len(reasons) > len(RULES)
    for reason in reasons:
        assert re.fullmatch(r"[A-Z].*\.", reason)
        without_names = re.sub(r"NT-proBNP|(4|8|12) weeks", "", reason)
        assert not re.search(r"\d|!|invalid", without_names), reason
