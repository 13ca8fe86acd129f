"""The check as a whole: what may be asked, what comes back, in which order."""

from datetime import date

import pytest

from osteon.errors import ProtocolError, RecordError
from osteon.quality import RULES, QualityFinding, Severity, check_quality, rules_for

CUTOFF = date(2023, 5, 31)
CLOSE_TO_X_01 = "Did you mean 'W-01' or 'H-01'?"
RECORDS = {
    "patient": [{"patient_id": "P2", "sex": "F"}, {"patient_id": "P1", "sex_null": "UNK"}],
    "hormone_assessment": [
        {"id": "H2", "patient_id": "P1", "functioning": "functioning", "date": "2020"},
        {"id": "H1", "patient_id": "P1", "functioning": "functioning", "date": "2024"},
        {"id": "H3", "patient_id": "P2", "functioning": "functioning", "date": "2020"},
    ],
}


def test_findings_name_rule_patient_table_record_and_fields_in_this_order():
    found = check_quality(RECORDS, data_cutoff=CUTOFF, rules=["H-33", "H-04", "H-07"])
    assert [(f.rule, f.patient_id, f.table, f.record_id, f.fields) for f in found] == [
        ("H-04", "P1", "hormone_assessment", "H1", ("date",)),
        ("H-07", "P1", "patient", "P1", ("sex",)),
        ("H-33", "P1", "hormone_assessment", "H1", ("functioning", "syndrome")),
        ("H-33", "P1", "hormone_assessment", "H2", ("functioning", "syndrome")),
        ("H-33", "P2", "hormone_assessment", "H3", ("functioning", "syndrome")),
    ]
    assert {f.severity for f in found} == {Severity.HARD}


def test_the_order_of_rows_does_not_matter():
    reversed_records = {name: rows[::-1] for name, rows in reversed(RECORDS.items())}
    expected = check_quality(RECORDS, data_cutoff=CUTOFF)
    assert check_quality(reversed_records, data_cutoff=CUTOFF) == expected


def test_by_default_all_rules_are_kept_to():
    found = {f.rule for f in check_quality(RECORDS, data_cutoff=CUTOFF)}
    assert {"H-02", "H-04", "H-07", "H-33"} <= found


def test_no_rules_find_nothing():
    assert check_quality(RECORDS, data_cutoff=CUTOFF, rules=[]) == []
    assert check_quality({}, data_cutoff=CUTOFF) == []


def test_a_rule_asked_by_a_function_of_its_own_finds_nothing_in_the_records():
    assert check_quality(RECORDS, data_cutoff=CUTOFF, rules=["H-34", "W-30", "W-34"]) == []


def test_a_warning_within_a_hard_rule_keeps_its_severity():
    row = {"id": "O1", "patient_id": "P1", "suvmean": 9, "suvpeak": 8, "volume_ml": 2}
    records = {"lesion_observation": [row | {"bone_lesion_id": "L1", "imaging_study_id": "S1"}]}
    (found,) = check_quality(records, data_cutoff=CUTOFF, rules=["H-20"])
    assert found.severity is Severity.WARNING
    assert RULES["H-20"].severity is Severity.HARD


def test_what_two_rows_share_is_reported_once():
    rows = [{"id": "T1", "patient_id": "P1"}, {"id": "T1", "patient_id": "P1"}]
    found = check_quality({"tumour": rows}, data_cutoff=CUTOFF, rules=["H-07"])
    assert len(found) == 1


def test_rows_of_no_patient_are_checked_as_well():
    cut = {"id": "C1", "cut_date": date(2024, 1, 1), "software_version": "1"}
    found = check_quality({"data_cut": [cut]}, data_cutoff=CUTOFF, rules=["H-04"])
    assert [(f.patient_id, f.record_id) for f in found] == [("", "C1")]


def test_a_switch_moves_a_threshold():
    records = {"prrt_cycle": [{"id": "C1", "patient_id": "P1", "activity_mbq": 400.0}]}
    asked = {"data_cutoff": CUTOFF, "rules": ["H-31"]}
    assert len(check_quality(records, **asked)) == 1
    assert check_quality(records, **asked, switches={"H-31": {"least_mbq": 300}}) == []


def test_unknown_rules_are_named_all_at_once():
    with pytest.raises(ProtocolError) as caught:
        check_quality({}, data_cutoff=CUTOFF, rules=["H-55", "H-15", "nonsense"])
    assert [(p.where, p.found, p.hint) for p in caught.value.problems] == [
        ("rules", "'H-55', no rule of this code", "Did you mean 'H-35' or 'H-25' or 'H-15'?"),
        ("rules", "'nonsense', no rule of this code", "The manual lists all rules."),
    ]


def test_all_that_is_wrong_with_switches_is_said_at_once():
    switches = {
        "H-31": {"leest_mbq": 300, "most_mbq": -1},
        "H-29": {"denosumab_mg": 120},
        "W-06": {"organs": ["LIVER", "BRAN"]},
        "H-15": {"loci": 1},
        "X-01": {},
    }
    with pytest.raises(ProtocolError) as caught:
        check_quality({}, data_cutoff=CUTOFF, switches=switches)
    assert [(p.where, p.found, p.permitted, p.hint) for p in caught.value.problems] == [
        ("switches", "'X-01', no rule of this code", "a code such as H-15", CLOSE_TO_X_01),
        ("H-15.loci", "no switch of this name", "nothing; the rule has no switches", ""),
        ("H-29.denosumab_mg", "120", "a list of numbers from 0", ""),
        (
            "H-31.leest_mbq",
            "no switch of this name",
            "least_mbq, most_mbq",
            "Did you mean 'least_mbq' or 'most_mbq'?",
        ),
        ("H-31.most_mbq", "-1", "a number from 0", ""),
        ("W-06.organs", "['LIVER', 'BRAN']", "a list of codes of the value set 'organ'", ""),
    ]


def test_an_unknown_table_is_refused():
    with pytest.raises(RecordError, match=r"Did you mean 'tumour'"):
        check_quality({"tumor": []}, data_cutoff=CUTOFF)


def test_a_finding_can_be_compared_and_sorted():
    first = QualityFinding("H-01", "P1", "tumour", "T1", ("id",), "A sentence.", Severity.HARD)
    assert sorted([first._replace(rule="W-01"), first]) == [first, first._replace(rule="W-01")]


@pytest.mark.parametrize(
    ("used", "codes"),
    [
        ({"spine_assessment": ["escc"]}, ["H-02", "H-23"]),
        ({"prrt_cycle": ["activity_mbq"]}, ["H-02", "H-31"]),
        ({"tumour": ["dx_date"]}, ["H-02", "H-03", "H-04", "H-06", "W-01", "W-02"]),
        ({"consent": ["status"]}, ["H-02", "H-34"]),
        ({"patient": ["patient_id"]}, []),
        ({}, []),
    ],
)
def test_rules_for_a_study_are_those_that_look_at_its_variables(used, codes):
    assert [rule.code for rule in rules_for(used)] == codes


def test_rules_for_what_is_not_recorded_are_refused_all_at_once():
    with pytest.raises(RecordError) as caught:
        rules_for({"tumor": ["dx_date"], "patient": ["sexx", "birth"]})
    assert [(p.where, p.hint) for p in caught.value.problems] == [
        ("tumor", "Did you mean 'tumour'?"),
        ("patient.sexx", "Did you mean 'sex'?"),
    ]
