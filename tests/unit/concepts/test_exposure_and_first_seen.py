"""Under a drug and since when visible: cases a clinician can read, told both ways."""

from datetime import date

import ibis
import pytest

from osteon.concepts import concept
from osteon.dictionary import check_rows, to_arrow

PATIENT = {"birth": "1950", "sex": "F"}
KEYS = {"patient_id": "P1", "centre_id": "C1", "source": "manual"}


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def load(tables: dict[str, list[dict]], name: str):
    rows = tables.get(name, [])
    numbered = [{"id": f"{name}{n}", **KEYS, **row} for n, row in enumerate(rows)]
    if name == "patient":
        numbered = [{**KEYS, **PATIENT}]
    checked = check_rows(name, numbered)
    assert not checked.rejected, [str(p) for r in checked.rejected for p in r.problems]
    return to_arrow(name, checked.accepted)


def derive(name: str, tables: dict[str, list[dict]], **switches: object):
    """The value and the day it is known, on which DuckDB and the plain reference agree."""
    item = concept(name)
    arrow = {table: load(tables, table) for table in item.tables}
    records = {table: rows.to_pylist() for table, rows in arrow.items()}
    known = item.derive_plainly(records, switches)
    connection = ibis.duckdb.connect()
    lazy = {table: connection.create_table(table, rows) for table, rows in arrow.items()}
    answers = [(row["value"], row["known_on"])
               for row in item.derive(lazy, switches).to_pyarrow().to_pylist()]  # fmt: skip
    connection.disconnect()
    assert answers == ([] if known is None else [tuple(known)])
    return None if known is None else tuple(known)


def doses(*given: tuple[str | None, str]) -> list[dict]:
    dated = [({"date": on} if on else {"date_null": "UNK"}, agent) for on, agent in given]
    return [{**on, "agent": agent, "dose_mg": 4.0} for on, agent in dated]


def under(*given: tuple[str | None, str], alive: str | None = None) -> dict[str, list[dict]]:
    contact = [{"last_alive_date": alive, "status": "alive"}] if alive else []
    return {"antiresorptive_dose": doses(*given), "follow_up": contact}


COURSE = {"antiresorptive_course": [{"agent": "denosumab", "start_date": "2020-01-01"}]}


@pytest.mark.parametrize(
    ("given", "days", "end"),
    [
        ([("2020-01-01", "denosumab")], 56, "2020-02-26"),
        ([("2020-01-01", "denosumab"), ("2020-01-29", "denosumab")], 84, "2020-03-25"),
        ([("2020-01-01", "denosumab"), ("2020-02-26", "denosumab")], 112, "2020-04-22"),
        ([("2020-01-01", "denosumab"), ("2020-07-01", "denosumab")], 112, "2020-08-26"),
        ([("2020-01-01", "zoledronic_acid"), ("2020-01-15", "denosumab")], 112, "2020-04-22"),
        ([("2020-01-01", "zoledronic_acid"), ("2020-01-15", "denosumab"),
          ("2020-04-01", "pamidronate")], 147, "2020-05-27"),
        ([("2020-01-01", "ibandronate"), (None, "denosumab")], 56, "2020-02-26"),
        ([("2020-01-01", "denosumab"), ("2021-01-01", "denosumab_60mg")], 56, "2020-02-26"),
    ],
)  # fmt: skip
def test_days_under_several_doses_count_once(given, days, end):
    assert derive("antiresorptive_exposed_days", under(*given)) == (float(days), day(end))
    assert derive("antiresorptive_exposure_end", under(*given)) == (day(end), day(end))


def test_the_days_that_a_dose_works_are_the_protocol_s_to_set():
    given = under(("2020-01-01", "zoledronic_acid"), ("2020-01-15", "denosumab"))
    found = derive(
        "antiresorptive_exposed_days", given, zoledronic_acid_tail_days=10, denosumab_tail_days=28
    )
    assert found == (38.0, day("2020-02-12"))


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({}, (0.0, None)),
        (under(("2020-01-01", "denosumab_60mg")), (0.0, None)),
        (COURSE, None),
        (under((None, "denosumab")), None),
        (under(("2020-01-01", "clodronate")), None),
    ],
)
def test_no_drug_is_zero_days_and_a_drug_without_known_doses_is_missing(tables, expected):
    assert derive("antiresorptive_exposed_days", tables) == expected
    assert derive("antiresorptive_exposure_end", tables) is None


STOPPED = ("2020-01-01", "denosumab")
"""Works up to 2020-02-26; a year of 365 days later is 2021-02-25."""


@pytest.mark.parametrize(
    ("given", "alive", "expected"),
    [
        ([STOPPED], "2021-02-25", (True, day("2021-02-25"))),
        ([STOPPED], "2021-02-24", None),
        ([STOPPED], None, None),
        ([STOPPED, ("2021-02-25", "zoledronic_acid")], "2022-01-01", (False, None)),
        ([STOPPED, ("2021-02-26", "zoledronic_acid")], "2022-01-01", (True, day("2021-02-25"))),
        ([STOPPED, ("2020-01-02", "zoledronic_acid")], "2022-01-01", (False, None)),
        ([("2019-12-31", "zoledronic_acid"), STOPPED], "2022-01-01", (True, day("2021-02-25"))),
        ([STOPPED, ("2020-06-01", "denosumab")], "2021-03-01", None),
        ([STOPPED, ("2020-06-01", "denosumab")], "2022-01-01", (True, day("2021-07-27"))),
        ([("2020-01-01", "zoledronic_acid")], "2022-01-01", (False, None)),
        ([(None, "denosumab")], "2022-01-01", None),
        ([], None, (False, None)),
    ],
)
def test_denosumab_that_nothing_follows(given, alive, expected):
    assert derive("denosumab_rebound", under(*given, alive=alive)) == expected


def test_the_time_after_denosumab_is_the_protocol_s_to_set():
    found = derive("denosumab_rebound", under(STOPPED, alive="2021-01-01"), rebound_days=30)
    assert found == (True, day("2020-03-27"))


def study(key: str, on: str) -> dict:
    return {"id": key, "date": on, "modality": "SSTR_PETCT",
            "ct_quality": "diagnostic_contrast", "context": "surveillance"}  # fmt: skip


def lesion(key: str, final_class: str = "metastasis") -> dict:
    return {"id": key, "lesion_no": 1, "region": "T5", "final_class": final_class}


def seen(at: str, what: str, certainty: str, tracer: str = "Y") -> dict:
    return {"imaging_study_id": at, "bone_lesion_id": what, "tracer": tracer, "morph": "N",
            "morph_type": "none", "certainty": certainty}  # fmt: skip


STUDIES = [study("A", "2020-03-01"), study("B", "2020-09-01"), study("C", "2021-03-01")]


@pytest.mark.parametrize(
    ("observations", "shown", "known"),
    [
        ([seen("A", "L1", "definite")], "2020-03-01", "2020-03-01"),
        ([seen("A", "L1", "equivocal"), seen("B", "L1", "probable")], "2020-03-01", "2020-09-01"),
        ([seen("A", "L1", "benign"), seen("B", "L1", "definite")], "2020-09-01", "2020-09-01"),
        ([seen("A", "L1", "equivocal", "N"), seen("B", "L1", "definite")],
         "2020-09-01", "2020-09-01"),
        ([seen("A", "L1", "definite"), seen("B", "L1", "equivocal")], "2020-03-01", "2020-03-01"),
        ([seen("A", "L1", "equivocal"), seen("B", "L2", "definite"), seen("C", "L1", "definite")],
         "2020-03-01", "2021-03-01"),
        ([seen("A", "L1", "equivocal"), seen("B", "L2", "definite")], "2020-09-01", "2020-09-01"),
    ],
)  # fmt: skip
def test_what_was_seen_before_it_was_confirmed_is_known_when_that_was(observations, shown, known):
    records = {"imaging_study": STUDIES, "bone_lesion": [lesion("L1"), lesion("L2")],
               "lesion_observation": observations}  # fmt: skip
    assert derive("bone_first_seen", records) == (day(shown), day(known))


def test_a_lesion_never_confirmed_or_benign_was_never_a_metastasis_in_view():
    records = {"imaging_study": STUDIES, "bone_lesion": [lesion("L1")],
               "lesion_observation": [seen("A", "L1", "equivocal")]}  # fmt: skip
    assert derive("bone_first_seen", records) is None
    benign = {"bone_lesion": [lesion("L1", "benign_paget")],
              "lesion_observation": [seen("A", "L1", "definite")]}  # fmt: skip
    assert derive("bone_first_seen", {**records, **benign}) is None


def test_a_positive_study_without_listed_lesions_shows_and_confirms():
    finding = {"imaging_study_id": "B", "coverage": "whole_body", "bone_result": "positive"}
    records = {"imaging_study": STUDIES, "skeletal_finding": [finding]}
    assert derive("bone_first_seen", records) == (day("2020-09-01"), day("2020-09-01"))
