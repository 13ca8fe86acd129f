"""Every rule of data quality on records a clinician can read: where it fires and where not.

A table stands in ``cases/*.txt``. Under the code of a rule each case says what has to happen:

- ``fires``: the rule finds the rows with a star, and no others;
- ``silent``: the records keep the rule;
- ``unsure``: a partial date or a missing value leaves it open, so the rule stays silent.

A row is a table with its fields; lists are joined by ``+``. All rows belong to patient P1 of whom
the data end on 2023-05-31, unless they say otherwise. Rows have the id ``<table>-<number>`` and
refer to the first row of the table above them, where they do not say so themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from osteon.dictionary import entity
from osteon.quality import (
    RULES,
    Scope,
    check_completeness,
    check_consent,
    check_follow_up_update,
    check_quality,
    check_table_total,
    check_time_origins,
)
from written_rows import WrittenRow, less_certain, read_row, watch

CASES = Path(__file__).parent / "cases"
CUTOFF = date(2023, 5, 31)
VERDICTS = ("fires", "silent", "unsure")
KEYS = {"id", "patient_id", "centre_id", "source"}
READS_EVERYTHING = {"H-01", "H-02", "H-03", "H-04"}
ASK_FOR_THE_DATE = {"H-05", "W-01"}
MAY_BREAK_CODE_LISTS = {"H-09"}
A_PARTIAL_DATE_IS_A_VALUE = {"H-02"}
A_PARTIAL_DATE_IS_WHAT_IT_FINDS = {"W-01"}


@dataclass
class Case:
    rule: str
    verdict: str
    why: str
    rows: list[WrittenRow] = field(default_factory=list)
    at_fault: set[tuple[str, str]] = field(default_factory=set)
    switches: dict[str, object] = field(default_factory=dict)

    def findings(self, seen=None):
        switches = {self.rule: self.switches} if self.switches else None
        records = watch(self.rows, set() if seen is None else seen)
        return check_quality(records, data_cutoff=CUTOFF, rules=[self.rule], switches=switches)


def read_cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.txt")):
        yield from parse_cases(path.read_text(encoding="utf-8"))


def parse_cases(text: str) -> Iterator[Case]:
    rule, case, numbers = "", None, {}
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        if re.fullmatch(r"[HW]-\d\d", words[0]):
            rule = words[0]
        elif words[0].rstrip(":") in VERDICTS:
            if case is not None:
                yield case
            case, numbers = Case(rule, words[0].rstrip(":"), " ".join(words[1:])), {}
        elif words[0] == "switch":
            case.switches.update(parse_switch(word) for word in words[1:])
        else:
            add_row(case, words, numbers)
    if case is not None:
        yield case


def parse_switch(word):
    name, _, text = word.partition("=")
    values = [int(part) if part.isdigit() else part for part in text.split("+")]
    return name, values if len(values) > 1 else values[0]


def add_row(case, words, numbers):
    is_at_fault = words[0] == "*"
    any_code = case.rule in MAY_BREAK_CODE_LISTS
    table, fields = read_row(words[is_at_fault:], numbers, any_code=any_code)
    case.rows.append((table, fields))
    if is_at_fault:
        case.at_fault.add((table, str(fields[entity(table).key])))


ALL = list(read_cases())
TABULATED = [rule for rule in RULES.values() if rule.find or rule.find_across]
COMPARING_DATES = [rule for rule in TABULATED if rule.code not in ASK_FOR_THE_DATE]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.rule}-{case.verdict}: {case.why}")
def test_a_rule_fires_where_the_table_says_so(case):
    findings = case.findings()
    assert {(found.table, found.record_id) for found in findings} == case.at_fault
    assert bool(case.at_fault) is (case.verdict == "fires")
    assert {found.rule for found in findings} <= {case.rule}


@pytest.mark.parametrize("rule", TABULATED, ids=lambda rule: rule.code)
def test_every_rule_is_shown_firing_silent_and_unsure(rule):
    assert {case.verdict for case in ALL if case.rule == rule.code} == set(VERDICTS)


@pytest.mark.parametrize("rule", TABULATED, ids=lambda rule: rule.code)
def test_a_rule_reads_what_it_declares_and_nothing_else(rule):
    seen: set[tuple[str, str]] = set()
    for case in ALL:
        if case.rule == rule.code:
            case.findings(seen)
    read = {(table, name) for table, name in seen if name not in KEYS}
    declared = {(table, name) for table, names in rule.reads.items() for name in names}
    assert read <= declared
    assert rule.code in READS_EVERYTHING or declared <= read


def test_fields_at_fault_are_fields_that_the_rule_reads():
    for case in ALL:
        for found in case.findings():
            declared = set(RULES[found.rule].reads.get(found.table, ())) | KEYS
            assert set(found.fields) <= declared, found


def test_rules_of_one_record_judge_each_row_by_itself():
    for case in ALL:
        if RULES[case.rule].scope is Scope.RECORD:
            alone = [
                found
                for row in case.rows
                for found in Case(
                    case.rule, case.verdict, case.why, [row], switches=case.switches
                ).findings()
            ]
            assert sorted(alone) == case.findings()


@pytest.mark.parametrize("rule", COMPARING_DATES, ids=lambda rule: rule.code)
def test_knowing_a_date_less_well_never_adds_a_finding(rule):
    for case in (case for case in ALL if case.rule == rule.code):
        found = set(case.findings())
        for rows in less_certain(case.rows):
            vaguer = Case(case.rule, case.verdict, case.why, rows, switches=case.switches)
            assert set(vaguer.findings()) <= found, (case.why, rows)


def diagnosed(**dated):
    tumour = {"id": "T1", "patient_id": "P1", **dated}
    return check_time_origins({"tumour": [tumour]}, patient_ids=["P1"])


def moved(after):
    rows = [
        {"id": "F1", "patient_id": "P1", "status": "alive", "last_alive_date": day}
        for day in ("2020-05-17", after)
    ]
    return check_follow_up_update(*rows)


def followed(last):
    seen = {"id": "F1", "patient_id": "P1", "status": "alive", "last_alive_date": last}
    return check_completeness({"follow_up": [seen]}, patient_ids=["P1"], data_cutoff=CUTOFF)


def used(on):
    consent = {
        "id": "C1", "patient_id": "P1", "consent_type": "registry", "basis": "consent",
        "status": "active", "signed_date": date(2020, 1, 1), "valid_until_date": date(2022, 1, 1),
    }  # fmt: skip
    records = {"patient": [{"patient_id": "P1", "birth": "1950"}], "consent": [consent]}
    return check_consent(records, purpose="registry", use_date=on)


ASKED_BY_A_STUDY = {
    "H-06": (lambda: diagnosed(dx_date_null="UNK"), lambda: diagnosed(dx_date="2020-05-17"),
             lambda: diagnosed(dx_date="2020")),
    "H-34": (lambda: used(date(2023, 1, 1)), lambda: used(date(2021, 1, 1)), None),
    "H-35": (lambda: moved("2020-05-16"), lambda: moved("2020-05-18"), lambda: moved("2020-05")),
    "W-30": (lambda: followed("2021-05-31"), lambda: followed("2023-01-01"),
             lambda: followed("2022")),
    "W-34": (lambda: check_table_total("t", {"a": 1}, n=2),
             lambda: check_table_total("t", {"a": 2}, n=2), None),
}  # fmt: skip
"""Rules that need more than the records: what fires, what is silent, what a partial date leaves."""


def dates_read(rule):
    """Return the fields that a rule reads and that hold partial dates, with their tables."""
    return {
        (table, name)
        for table, names in rule.reads.items()
        for name in names
        if entity(table).field(name).kind == "partial_date"
    }


def has_a_partial_date(case, fields):
    return any(
        (table, name) in fields and isinstance(value, str) and len(value) < len("2020-05-17")
        for table, row in case.rows
        for name, value in row.items()
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_rule_is_shown_triggered_cleared_and_with_a_partial_date(rule):
    """All 69 of them; a rule that reads no date has to be indifferent to dates, see below."""
    fields = dates_read(rule)
    if rule.code in ASKED_BY_A_STUDY:
        fires, silent, partial = ASKED_BY_A_STUDY[rule.code]
        assert {found.rule for found in fires()} == {rule.code}
        assert silent() == []
        assert (partial is None) is (not fields)
        assert partial is None or partial() == []
        return
    cases = [case for case in ALL if case.rule == rule.code]
    assert {case.verdict for case in cases} == set(VERDICTS)
    expected = "fires" if rule.code in A_PARTIAL_DATE_IS_WHAT_IT_FINDS else "unsure"
    expected = "silent" if rule.code in A_PARTIAL_DATE_IS_A_VALUE else expected
    chosen = [case for case in cases if case.verdict == expected]
    assert not fields or any(has_a_partial_date(case, fields) for case in chosen)


@pytest.mark.parametrize(
    "rule", [rule for rule in TABULATED if not dates_read(rule)], ids=lambda rule: rule.code
)
def test_a_rule_that_reads_no_date_is_indifferent_to_them(rule):
    """Each row gets every partial date that it may have, known to its year only."""
    for case in (case for case in ALL if case.rule == rule.code):
        dated = [
            (table, {
                spec.name: "2023" for spec in entity(table).fields if spec.kind == "partial_date"
            } | row)
            for table, row in case.rows
        ]  # fmt: skip
        vaguer = Case(case.rule, case.verdict, case.why, dated, switches=case.switches)
        assert vaguer.findings() == case.findings(), case.why


def test_rules_asked_by_a_study_are_those_without_a_table():
    assert set(ASKED_BY_A_STUDY) == set(RULES) - {rule.code for rule in TABULATED}
    assert len(RULES) == 69
