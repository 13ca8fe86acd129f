"""Whose gaps are listed, in which order, and with whose thresholds."""

from datetime import date, timedelta

import pytest

from osteon.errors import ProtocolError, RecordError
from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records
from osteon.worklist import GapState, RowReference, find_gaps, parse_thresholds, sort_gaps

AS_OF = date(2023, 5, 31)
SITE = {"organ": "BONE", "status": "Y", "certainty": "definite"}
SIGNED = 'signed_off_by = "board"\nsigned_off_on = 2023-01-01\n'


def chart(patient_id="P1", centre_id="C1", day="2023-01-01", **tables):
    own = {"patient_id": patient_id}
    records = {
        "patient": [own | {"centre_id": centre_id, "birth": "1950", "sex": "F"}],
        "metastasis_site": [own | SITE | {"id": f"{patient_id}-bone", "first_date": day}],
    }
    for table, rows in tables.items():
        records[table] = [own | {"id": f"{table}-{n}"} | row for n, row in enumerate(rows)]
    return records


def together(*charts):
    tables = {table for one in charts for table in one}
    return {table: [row for one in charts for row in one.get(table, ())] for table in tables}


def find(records, **options):
    return find_gaps(records, as_of=AS_OF, **({"rules": ["CG-01"]} | options))


def test_a_line_names_its_rule_patient_centre_days_and_rows():
    (gap,) = find(chart())
    assert (gap.rule, gap.patient_id, gap.centre_id) == ("CG-01", "P1", "C1")
    assert gap.state is GapState.OVERDUE
    assert gap.due_from == gap.due_to == date(2023, 3, 2)
    assert gap.rows == (RowReference("metastasis_site", "P1-bone"),)
    assert not gap.is_signed_off


def test_a_day_that_is_not_known_leaves_the_first_day_open():
    (gap,) = find(chart(day=None))
    assert gap.state is GapState.POSSIBLY_DUE
    assert gap.due_from is None
    assert gap.due_to == AS_OF + timedelta(60)


@pytest.mark.parametrize("death", ["2023-04-01", "2023", None])
def test_who_has_died_has_no_gaps(death):
    follow_up = {"last_alive_date": "2023-02-01", "status": "dead", "death_date": death}
    assert find(chart(follow_up=[follow_up])) == []


def test_who_died_later_had_them():
    follow_up = {"last_alive_date": "2023-02-01", "status": "dead", "death_date": "2023-06-01"}
    assert len(find(chart(follow_up=[follow_up]))) == 1


@pytest.mark.parametrize(
    ("scope", "rules"), [("block_all", {"CG-33"}), ("stop_new", {"CG-01", "CG-33"})]
)
def test_who_withdrew_for_all_use_has_gaps_of_consent_only(scope, rules):
    consent = {"consent_type": "registry", "status": "withdrawn", "withdrawal_scope": scope,
               "withdrawn_date": date(2022, 12, 1)}  # fmt: skip
    gaps = find(chart(consent=[consent]), rules=["CG-01", "CG-33"])
    assert {gap.rule for gap in gaps} == rules


def test_what_certainly_happened_later_is_not_looked_at():
    decision = {"date": "2023-06", "decision": "not_indicated"}
    records = chart(antiresorptive_decision=[decision])
    assert len(find(records)) == 1
    assert find_gaps(records, as_of=date(2023, 6, 15), rules=["CG-01"]) == []
    assert find_gaps(records, as_of=date(2022, 12, 31), rules=["CG-01"]) == []


def test_a_consultation_of_next_month_is_none_yet():
    scored = {"date": "2023-01-01", "sins_total": 9, "spine_consult_date": "2023-06-20"}
    records = chart(spine_assessment=[scored])
    assert [gap.state for gap in find(records, rules=["CG-19"])] == [GapState.OVERDUE]
    assert find_gaps(records, as_of=date(2023, 6, 20), rules=["CG-19"]) == []


def test_a_gap_is_listed_from_some_days_before_it_is_due():
    records = chart(day="2023-05-01")
    assert find(records) == []
    (gap,) = find(records, ahead_days=30)
    assert gap.state is GapState.DUE


def test_due_today_is_not_overdue():
    (gap,) = find(chart(day="2023-04-01"))
    assert (gap.due_to, gap.state) == (AS_OF, GapState.DUE)


def test_the_order_is_by_urgency_whatever_the_order_of_rows():
    records = together(
        chart("P1", day="2022"),
        chart("P2", day="2023-01-01"),
        chart("P3", day="2023-04-01", follow_up=[{"last_alive_date": "2020", "status": "alive"}]),
        chart("P4", day="2022-01-01", spine_assessment=[{"date": "2023-01-01", "escc": "3"}]),
        chart("P5", day="2023", spine_assessment=[{"date": "2023-05-01", "sins_total": 9}]),
    )
    rules = ["CG-01", "CG-19", "CG-21", "CG-32"]
    gaps = find(records, rules=rules)
    assert [(gap.rule, gap.patient_id) for gap in gaps] == [
        ("CG-19", "P5"), ("CG-01", "P4"), ("CG-01", "P1"), ("CG-01", "P2"), ("CG-32", "P3"),
        ("CG-01", "P5"), ("CG-01", "P3"), ("CG-21", "P4"),
    ]  # fmt: skip
    backwards = {table: rows[::-1] for table, rows in records.items()}
    assert find(backwards, rules=rules) == gaps
    assert sort_gaps(reversed(gaps)) == gaps


def test_each_centre_has_its_own_thresholds_and_its_own_mark():
    records = together(chart("P1", "C1"), chart("P2", "C2"), chart("P3", "C3"))
    thresholds = parse_thresholds(
        f"[centre.C1]\n{SIGNED}\n[centre.C1.rule.CG-01]\ndue_days = 365\n"
        f'[centre.C2]\n{SIGNED}\nrules_off = ["CG-02"]\n'
    )
    gaps = find(records, thresholds=thresholds)
    assert [(gap.patient_id, gap.is_signed_off) for gap in gaps] == [("P2", True), ("P3", False)]


def test_a_centre_may_leave_a_rule_out():
    thresholds = parse_thresholds(f'[centre.C1]\n{SIGNED}\nrules_off = ["CG-01"]\n')
    assert find(chart(), thresholds=thresholds) == []


def test_unknown_rules_and_tables_are_refused_at_once():
    with pytest.raises(ProtocolError) as refused:
        find(chart(), rules=["CG-1", "CG-99", "CG-01"])
    assert len(refused.value.problems) == 2
    assert "Did you mean" in str(refused.value)
    with pytest.raises(RecordError):
        find({"patients": []})


def test_the_golden_registry_has_known_gaps():
    """Of 105 patients with bone metastasis the living without a decision are listed."""
    records = golden_records()
    gaps = find_gaps(records, as_of=GOLDEN_DATA_CUTOFF)
    dead = {row["patient_id"] for row in records["follow_up"] if row["status"] == "dead"}
    decided = {row["patient_id"] for row in records["antiresorptive_decision"]}
    affected = {row["patient_id"] for row in records["bone_lesion"]}
    undecided = {gap.patient_id for gap in gaps if gap.rule == "CG-01"}
    assert undecided == affected - decided - dead
    assert not dead & {gap.patient_id for gap in gaps}
