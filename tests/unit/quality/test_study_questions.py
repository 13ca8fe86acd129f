"""Rules that need more than the records: a set of patients, a purpose, an update, a table."""

from datetime import date

import pytest

from osteon.errors import ProtocolError, RecordError
from osteon.quality import (
    check_completeness,
    check_consent,
    check_follow_up_update,
    check_imputed_dates,
    check_table_total,
    check_time_origins,
)

CUTOFF = date(2023, 5, 31)


def tumour(patient_id, **fields):
    return {"id": f"T-{patient_id}", "patient_id": patient_id, **fields}


def seen(patient_id, **fields):
    return {"id": f"F-{patient_id}", "patient_id": patient_id, "status": "alive", **fields}


def test_a_survival_analysis_needs_a_date_of_diagnosis():
    records = {
        "tumour": [
            tumour("P1", dx_date_null="UNK"),
            tumour("P2", dx_date="2020"),
            tumour("P3", dx_date_null="UNK"),
        ]
    }
    found = check_time_origins(records, patient_ids=["P4", "P2", "P1"])
    assert [(f.rule, f.patient_id, f.table, f.record_id, f.fields) for f in found] == [
        ("H-06", "P1", "tumour", "T-P1", ("dx_date",)),
        ("H-06", "P4", "tumour", "", ("dx_date",)),
    ]


def imputed(n_partial, n_exact, **switches):
    partial = [tumour(f"A{n}", dx_date="2020-05") for n in range(n_partial)]
    exact = [tumour(f"B{n}", dx_date="2020-05-17") for n in range(n_exact)]
    unknown = [tumour("C1", dx_date_null="UNK")]
    records = {"tumour": [*partial, *exact, *unknown]}
    patient_ids = [row["patient_id"] for row in (*partial, *exact)]
    uses = {"tumour": ["dx_date", "first_imaging_date"]}
    return check_imputed_dates(records, patient_ids=patient_ids, uses=uses, switches=switches)


def test_more_than_a_tenth_of_a_cohort_with_imputed_dates_is_much():
    (found,) = imputed(2, 9)
    assert (found.rule, found.patient_id, found.fields) == ("W-01", "", ("tumour.dx_date",))
    assert imputed(1, 9) == []
    assert imputed(0, 0) == []
    assert imputed(2, 9, share_percent=20) == []


def completeness(rows, **switches):
    patient_ids = {row["patient_id"] for row in rows} | {"P0"}
    records = {"follow_up": [*rows, seen("P0", last_alive_date="2023-05")]}
    return check_completeness(
        records, patient_ids=patient_ids, data_cutoff=CUTOFF, switches=switches
    )


@pytest.mark.parametrize(
    ("last", "fires"),
    [
        ({"last_alive_date": "2022-05-30"}, True),
        ({"last_alive_date": "2022-05-31"}, False),
        ({"last_alive_date": "2022"}, False),
        ({"last_alive_date_null": "UNK"}, False),
        ({"last_alive_date": "2010", "status": "lost"}, True),
        ({"last_alive_date": "2010", "status": "dead"}, False),
    ],
)
def test_follow_up_is_recent_at_the_cut_off(last, fires):
    found = completeness([seen("P1", **last)])
    assert [(f.rule, f.patient_id, f.table) for f in found] == (
        [("W-30", "", "follow_up")] if fires else []
    )


def test_the_last_of_several_contacts_counts():
    early, late = seen("P1", last_alive_date="2015"), seen("P1", last_alive_date="2023-01")
    assert completeness([early, late]) == []


def test_a_patient_without_follow_up_is_not_complete():
    records = {"follow_up": [seen("P1", last_alive_date="2023")]}
    found = check_completeness(records, patient_ids=["P1", "P2"], data_cutoff=CUTOFF)
    assert len(found) == 1


def test_a_tenth_may_be_late():
    recent = [seen(f"R{n}", last_alive_date="2023-01") for n in range(8)]
    late = seen("L1", last_alive_date="2015")
    assert completeness([*recent, late]) == []
    assert len(completeness([*recent, late], share_percent=5)) == 1
    assert completeness([*recent[:2], late], months=120) == []


def test_nobody_alive_is_complete():
    records = {"follow_up": [seen("P1", status="dead")]}
    assert check_completeness(records, patient_ids=["P1"], data_cutoff=CUTOFF) == []


USE = date(2023, 1, 1)
SIGNED = {"consent_type": "registry", "basis": "consent", "signed_date": date(2020, 1, 1)}
WITHDRAWN = {"status": "withdrawn", "withdrawn_date": date(2022, 1, 1)}


@pytest.mark.parametrize(
    ("consent", "permits"),
    [
        ({"status": "active"}, True),
        ({"status": "active", "signed_date": date(2023, 1, 1)}, True),
        ({"status": "active", "signed_date": date(2023, 1, 2)}, False),
        ({"status": "active", "signed_date": None}, False),
        ({"status": "active", "signed_date": None, "basis": "legal_basis"}, True),
        ({"status": "active", "signed_date": None, "basis": "waiver"}, True),
        ({"status": "active", "signed_date": None, "basis": None}, False),
        ({"status": "active", "valid_until_date": date(2023, 1, 1)}, True),
        ({"status": "active", "valid_until_date": date(2022, 12, 31)}, False),
        ({"status": "active", "consent_type": "biobank"}, False),
        ({"status": "expired"}, False),
        ({"status": "expired", "valid_until_date": date(2023, 2, 1)}, True),
        ({"status": None}, False),
        (WITHDRAWN, False),
        (WITHDRAWN | {"withdrawal_scope": "stop_new"}, False),
        (WITHDRAWN | {"withdrawn_date": date(2023, 1, 2)}, True),
        (WITHDRAWN | {"withdrawn_date": date(2023, 1, 1)}, False),
        (WITHDRAWN | {"withdrawn_date": None}, False),
    ],
)
def test_consent_for_the_purpose_on_the_day_of_use(consent, permits):
    row = {"id": "C1", "patient_id": "P1", **SIGNED, **consent}
    records = {"patient": [{"patient_id": "P1"}], "consent": [row]}
    found = check_consent(records, purpose="registry", use_date=USE)
    assert [(f.rule, f.patient_id) for f in found] == ([] if permits else [("H-34", "P1")])


def test_one_consent_of_several_is_enough():
    rows = [
        {"id": "C1", "patient_id": "P1", **SIGNED, **WITHDRAWN},
        {"id": "C2", "patient_id": "P1", **SIGNED, "status": "active"},
    ]
    assert (
        check_consent({"consent": rows}, purpose="registry", use_date=USE, patient_ids=["P1"]) == []
    )


def test_no_consent_at_all_is_found_for_every_patient_of_the_use():
    records = {"patient": [{"patient_id": "P1"}, {"patient_id": "P2"}]}
    found = check_consent(records, purpose="registry", use_date=USE)
    assert [(f.patient_id, f.record_id) for f in found] == [("P1", ""), ("P2", "")]
    assert len(check_consent(records, purpose="registry", use_date=USE, patient_ids=["P2"])) == 1


def test_a_centre_may_go_on_using_what_it_has_after_stop_new():
    row = {"id": "C1", "patient_id": "P1", **SIGNED, **WITHDRAWN, "withdrawal_scope": "stop_new"}
    found = check_consent(
        {"consent": [row]},
        purpose="registry",
        use_date=USE,
        patient_ids=["P1"],
        switches={"ending_scopes": ["block_all", "delete"]},
    )
    assert found == []


def test_an_unknown_purpose_or_scope_is_refused():
    with pytest.raises(RecordError, match="cannot be checked for this purpose"):
        check_consent({}, purpose="registrry", use_date=USE)
    with pytest.raises(ProtocolError, match=r"H-34\.ending_scopes"):
        check_consent(
            {}, purpose="registry", use_date=USE, switches={"ending_scopes": ["everything"]}
        )


@pytest.mark.parametrize(
    ("before", "after", "fires"),
    [
        ("2020-05-17", "2020-05-16", True),
        ("2020-05-17", "2020-04", True),
        ("2020-05-17", "2020-05-17", False),
        ("2020-05-17", "2021", False),
        ("2020-05-17", "2020-05", False),
        ("2020-05-17", None, False),
        (None, "2020", False),
    ],
)
def test_an_update_does_not_move_the_last_day_alive_backwards(before, after, fires):
    rows = [seen("P1", last_alive_date=text) for text in (before, after)]
    found = check_follow_up_update(*rows)
    assert [(f.rule, f.patient_id, f.record_id, f.fields) for f in found] == (
        [("H-35", "P1", "F-P1", ("last_alive_date",))] if fires else []
    )


@pytest.mark.parametrize(
    ("counts", "n", "percents", "n_findings"),
    [
        ([61, 5, 14, 25], 105, [58.1, 4.8, 13.3, 23.8], 0),
        ([61, 5, 14, 25], 106, None, 1),
        ([1, 1, 1], 3, [33.3, 33.3, 33.3], 0),
        ([1, 1, 1], 3, [33.3, 33.3, 33.1], 1),
        ([1, 1], 3, [33.3, 33.3], 2),
        ([1, 1], 2, None, 0),
    ],
)
def test_the_levels_of_a_printed_table_add_up(counts, n, percents, n_findings):
    levels = ["a", "b", "c", "d"]
    printed = None if percents is None else dict(zip(levels, percents, strict=False))
    table = dict(zip(levels, counts, strict=False))
    found = check_table_total("table_2", table, n=n, percents=printed)
    assert len(found) == n_findings
    assert {(f.rule, f.table) for f in found} <= {("W-34", "table_2")}


def test_whole_percentages_may_be_off_by_more():
    table = dict.fromkeys("abc", 1)
    assert check_table_total("t", table, n=3, percents=dict.fromkeys("abc", 33), decimals=0) == []
