"""Scores of uptake, response of bone, kidney function and calcium: cases worked by hand."""

from datetime import date

import ibis
import pytest

from osteon.concepts import concept
from osteon.dictionary import arrow_schema, check_rows, to_arrow

KEYS = {"patient_id": "P1", "centre_id": "C1", "source": "manual"}


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def derive(name: str, records: dict[str, list[dict]], **switches: object):
    """What both ways say, which has to be the same."""
    item = concept(name)
    tables = {table: arrow_schema(table).empty_table() for table in item.tables}
    for table, rows in records.items():
        numbered = [{"id": f"{table}{n}", **KEYS, **row} for n, row in enumerate(rows)]
        if table == "patient":
            del numbered[0]["id"]
        checked = check_rows(table, numbered)
        assert not checked.rejected, [str(p) for r in checked.rejected for p in r.problems]
        tables[table] = to_arrow(table, checked.accepted)
    plain = {table: rows.to_pylist() for table, rows in tables.items()}
    known = item.derive_plainly(plain, switches)
    expression = item.derive({name: ibis.memtable(rows) for name, rows in tables.items()}, switches)
    found = [(row["value"], row["known_on"]) for row in expression.to_pyarrow().to_pylist()]
    assert found == ([] if known is None else [tuple(known)])
    return None if known is None else tuple(known)


REFERENCES = {"liver_suvmean": 6.0, "spleen_suvmean": 20.0, "bloodpool_suvmean": 1.0}


def study(key: str, on: str, **fields: object) -> dict:
    base = {"id": key, "date": on, "context": "surveillance", "modality": "SSTR_PETCT"}
    return {**base, "ct_quality": "diagnostic_contrast", **REFERENCES, **fields}


def seen(at: str, certainty: str = "definite", **uptake: object) -> dict:
    return {"imaging_study_id": at, "bone_lesion_id": "L", "tracer": "Y", "morph": "N",
            "certainty": certainty, **uptake}  # fmt: skip


def imaging(*observations: dict, final_class: str = "metastasis", **fields: object):
    return {
        "imaging_study": [study("A", "2020-03-01", **fields), study("B", "2020-09-01", **fields)],
        "bone_lesion": [{"id": "L", "lesion_no": 1, "region": "T5", "final_class": final_class}],
        "lesion_observation": list(observations),
    }


def test_the_highest_score_is_known_from_the_first_study_that_reached_it():
    scores = imaging(seen("B", krenning=3), seen("A", krenning=3), seen("A", krenning=2))
    assert derive("krenning_highest", scores) == ("3", day("2020-03-01"))


@pytest.mark.parametrize(
    "records",
    [
        imaging(seen("A", "equivocal", krenning=4)),
        imaging(seen("A", krenning=4), final_class="benign_paget"),
        imaging(seen("A", suvmax=30.0)),
    ],
    ids=["equivocal", "benign", "only measured"],
)
def test_no_score_of_a_metastasis_is_none(records):
    assert derive("krenning_highest", records) is None


@pytest.mark.parametrize(
    ("suvmax", "score"),
    [(0.8, "0"), (2.0, "1"), (3.0, "1"), (5.9, "2"), (6.0, "2"), (6.1, "3"), (20.0, "3"),
     (20.1, "4")],
)  # fmt: skip
def test_measured_uptake_scores_where_a_protocol_lets_it(suvmax, score):
    records = imaging(seen("A", suvmax=suvmax))
    found = derive("krenning_highest", records, krenning_from="measured_too")
    assert found == (score, day("2020-03-01"))


def test_the_share_of_the_liver_is_a_choice():
    records = imaging(seen("A", suvmax=2.0))
    found = derive(
        "krenning_highest", records, krenning_from="measured_too", liver_share_percent=30
    )
    assert found == ("2", day("2020-03-01"))


def test_a_recorded_score_goes_before_measured_uptake():
    records = imaging(seen("A", krenning=2, suvmax=30.0))
    assert derive("krenning_highest", records, krenning_from="measured_too")[0] == "2"


@pytest.mark.parametrize("fields", [{"bloodpool_suvmean": None}, {"modality": "FDG_PETCT"}])
def test_uptake_without_all_references_or_of_another_tracer_gives_no_score(fields):
    records = imaging(seen("A", suvmax=30.0), **fields)
    assert derive("krenning_highest", records, krenning_from="measured_too") is None


def responses(*recorded: tuple[str, str]) -> dict[str, list[dict]]:
    findings = [
        {"imaging_study_id": at, "coverage": "whole_body", "bone_result": "positive",
         "response_bone": response}
        for at, response in recorded
    ]  # fmt: skip
    return {**imaging(), "skeletal_finding": findings}


def response_of(*recorded: tuple[str, str], choice: str):
    records = responses(*recorded)
    tables = {table: records[table] for table in ("imaging_study", "skeletal_finding")}
    return derive("bone_response", tables, response_choice=choice)


@pytest.mark.parametrize(
    ("recorded", "best", "latest"),
    [
        ([("A", "PR"), ("B", "PD")], ("PR", "2020-03-01"), ("PD", "2020-09-01")),
        ([("A", "SD"), ("B", "SD")], ("SD", "2020-03-01"), ("SD", "2020-09-01")),
        ([("A", "PD"), ("B", "NE")], ("PD", "2020-03-01"), ("PD", "2020-03-01")),
        ([("A", "NE"), ("B", "NE")], ("NE", "2020-03-01"), ("NE", "2020-09-01")),
    ],
)
def test_the_response_of_bone_is_the_best_or_the_latest(recorded, best, latest):
    assert response_of(*recorded, choice="best") == (best[0], day(best[1]))
    assert response_of(*recorded, choice="latest") == (latest[0], day(latest[1]))


def laboratory(analyte: str, on: str, value: float, unit: str) -> dict:
    return {"analyte": analyte, "date": on, "value": value, "unit": unit}


def kidneys(*, sex: str = "M", weighed: str = "2020-01-10", kg: float = 70.0, **tables: list[dict]):
    """A patient who turns 60 on 15 January 2020, to within a day."""
    return {
        "patient": [{"birth": "1960-01-15", "sex": sex}],
        "patient_observation": [{"date": weighed, "weight_kg": kg}],
        "lab_result": [
            laboratory("creatinine", "2020-01-15", 1.0, "mg/dL"),
            laboratory("creatinine", "2020-03-15", 2.0, "mg/dL"),
        ],
        "antiresorptive_dose": [{"date": "2020-02-01", "agent": "zoledronic_acid", "dose_mg": 4.0}],
        **tables,
    }


@pytest.mark.parametrize(("sex", "clearance"), [("M", 77.78), ("F", 66.11)])
def test_clearance_is_that_of_the_last_creatinine_before_the_first_dose(sex, clearance):
    value, known_on = derive("creatinine_clearance", kidneys(sex=sex))
    assert value == pytest.approx(clearance, abs=0.01)
    assert known_on == day("2020-01-15")


def test_the_latest_creatinine_counts_where_a_protocol_says_so():
    value, known_on = derive("creatinine_clearance", kidneys(), creatinine_at="latest")
    assert value == pytest.approx(77.78 / 2, abs=0.1)
    assert known_on == day("2020-03-15")


@pytest.mark.parametrize(
    "records",
    [
        kidneys(sex="D"),
        kidneys(weighed="2019-10-01"),
        kidneys(weighed="2020-01-16"),
        kidneys(antiresorptive_dose=[]),
        kidneys(lab_result=[]),
    ],
    ids=["sex", "weight too old", "weight afterwards", "no drug", "no creatinine"],
)
def test_clearance_is_missing_where_a_part_of_it_is(records):
    assert derive("creatinine_clearance", records) is None


def test_an_older_weight_counts_where_a_protocol_says_so():
    records = kidneys(weighed="2019-10-01")
    assert derive("creatinine_clearance", records, weight_days=120) is not None


def test_the_lowest_calcium_is_corrected_for_the_albumin_of_its_day():
    results = [
        laboratory("calcium", "2020-01-15", 8.0, "mg/dL"),
        laboratory("albumin", "2020-01-15", 2.5, "g/dL"),
        laboratory("calcium", "2020-02-15", 11.2, "mg/dL"),
        laboratory("albumin", "2020-02-15", 30.0, "g/L"),
        laboratory("calcium", "2020-03-15", 6.0, "mg/dL"),
    ]
    value, known_on = derive("corrected_calcium", {"lab_result": results})
    assert value == pytest.approx(9.2)
    assert known_on == day("2020-01-15")


def test_calcium_without_albumin_of_its_day_does_not_count():
    results = [
        laboratory("calcium", "2020-01-15", 8.0, "mg/dL"),
        laboratory("albumin", "2020-01-16", 2.5, "g/dL"),
    ]
    assert derive("corrected_calcium", {"lab_result": results}) is None
