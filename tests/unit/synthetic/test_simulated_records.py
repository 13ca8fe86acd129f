"""Simulated records are as if they had been typed in, and say what happened."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import ibis
import numpy as np
import pyarrow as pa
import pytest

from osteon.concepts import CONCEPTS
from osteon.dictionary import ENTITIES, arrow_schema, check_references, check_rows, to_arrow
from osteon.quality import Severity, check_quality
from osteon.synthetic import (
    Centre,
    Precision,
    Recording,
    SimulationTruth,
    simulate_records,
    simulate_registry,
)
from osteon.synthetic.simulation.columns import build_table

TRUTH = replace(
    SimulationTruth(),
    events=replace(SimulationTruth().events, rate_metastatic=0.02, rate_bone=0.4),
    recording=Recording(
        diagnosis=Precision(0.1, 0.2, 0.5),
        before_referral=Precision(0.2, 0.3, 0.5),
        events=Precision(0.1, 0.2, 0.5),
        death=Precision(0.1, 0.2, 0.5),
    ),
)
"""With more events, and more dates known to the month or the year, than the default has."""
EXACT = replace(
    SimulationTruth(),
    recording=Recording(
        diagnosis=Precision(),
        before_referral=Precision(),
        events=Precision(),
        death=Precision(),
    ),
)
N_PATIENTS, SEED = 400, 4
WITHOUT_RECORDS = set(ENTITIES) - {"data_cut"}


@pytest.fixture(scope="module")
def registry():
    return simulate_registry(TRUTH, N_PATIENTS, seed=SEED)


@pytest.fixture(scope="module")
def accepted():
    records = simulate_records(TRUTH, N_PATIENTS, seed=SEED)
    checked = {name: check_rows(name, rows) for name, rows in records.items()}
    problems = [str(problem) for part in checked.values() for problem in part.problems]
    assert not problems, problems[:5]
    return {name: part.accepted for name, part in checked.items()}


def test_columns_are_exactly_what_the_dictionary_makes_of_rows(registry, accepted):
    """Built column by column, every table equals the one built from its rows, metadata included."""
    assert len(accepted) == 19
    for name, rows in accepted.items():
        table = to_arrow(name, rows)
        differing = [
            column
            for column in table.column_names
            if not table[column].equals(registry.tables[name][column])
        ]
        assert not differing, (name, differing)
        assert table.equals(registry.tables[name], check_metadata=True)


def test_there_are_dates_of_every_precision(accepted):
    texts = [row["dx_date"] for row in accepted["tumour"]]
    assert set(map(len, texts)) == {4, 7, 10}
    marked = Counter((len(row["dx_date"]), row["dx_date_estimated"]) for row in accepted["tumour"])
    assert marked[10, True] == 0
    assert marked[7, True] > 10
    assert {len(row["death_date"]) for row in accepted["follow_up"] if "death_date" in row} == {
        4, 7, 10,
    }  # fmt: skip


def test_every_reference_has_its_record(accepted):
    assert check_references(accepted) == []


def test_no_hard_rule_of_data_quality_is_broken(accepted):
    findings = check_quality(accepted, data_cutoff=TRUTH.observation.data_cutoff)
    hard = [finding for finding in findings if finding.severity is Severity.HARD]
    assert not hard, hard[:3]


def test_the_check_of_data_quality_would_notice(accepted):
    rows = [{**row, "status": "alive"} for row in accepted["follow_up"]]
    broken = {**accepted, "follow_up": rows}
    findings = check_quality(broken, data_cutoff=TRUTH.observation.data_cutoff)
    assert any(finding.rule == "H-05" for finding in findings)


def test_tables_without_records_are_there_and_empty(registry):
    assert set(registry.tables) == WITHOUT_RECORDS
    assert registry.tables["prrt_cycle"].num_rows == 0
    assert registry.tables["prrt_cycle"].schema.equals(arrow_schema("prrt_cycle"))


def test_ids_derive_from_the_number_of_the_patient(accepted):
    patients = [row["patient_id"] for row in accepted["patient"]]
    assert patients == [f"sim-{number:08d}" for number in range(1, N_PATIENTS + 1)]
    for rows in accepted.values():
        assert all(
            str(row.get("id", row["patient_id"])).startswith(row["patient_id"]) for row in rows
        )


def test_what_happened_before_the_first_visit_is_external(registry, accepted):
    late = registry.histories.watch.entry > 0
    sources = [row["source"] for row in accepted["tumour"]]
    assert sources == ["external" if is_late else "import_tabular" for is_late in late]


def test_histories_and_tables_are_of_the_same_patients(registry):
    watch, tables = registry.histories.watch, registry.tables
    days = (watch.diagnosis + watch.entry).astype("int32")
    entry = pa.array(days).cast(pa.date32())
    assert tables["patient"]["first_referral_date_lo"].combine_chunks().equals(entry)
    assert registry.data_cutoff == TRUTH.observation.data_cutoff


def test_several_blocks_are_one_registry(monkeypatch):
    monkeypatch.setattr("osteon.synthetic.simulation.histories.PATIENTS_PER_BLOCK", 40)
    registry = simulate_registry(TRUTH, 100, seed=2)
    records = simulate_records(TRUTH, 100, seed=2)
    for name, rows in records.items():
        checked = check_rows(name, rows)
        assert not checked.rejected
        assert to_arrow(name, checked.accepted).equals(registry.tables[name])


def test_missing_values_have_the_share_of_the_truth_and_of_the_centre():
    centres = (Centre("careful", 0.5, missing_odds_ratio=0.25), Centre("busy", 0.5))
    truth = replace(
        SimulationTruth(),
        patients=replace(SimulationTruth().patients, centres=centres),
        recording=Recording(grade_missing=0.2, ki67_missing=0.0, functioning_missing=1.0),
    )
    tables = simulate_registry(truth, 4_000, seed=1).tables
    pathology, hormones = tables["pathology"].to_pylist(), tables["hormone_assessment"]
    for centre, share in (("careful", 0.05 / 0.85), ("busy", 0.2)):
        missing = [row["grade_reported"] is None for row in pathology if row["centre_id"] == centre]
        assert np.mean(missing) == pytest.approx(share, abs=4 * np.sqrt(share / len(missing)))
        assert all((row["grade_reported"] is None) == (row["grade_reported_null"] == "UNK")
                   for row in pathology)  # fmt: skip
    assert tables["pathology"]["ki67_percent"].null_count == 0
    assert hormones["functioning"].null_count == hormones.num_rows
    assert hormones["syndrome"].null_count == hormones.num_rows


def test_doses_keep_their_interval(accepted):
    doses = {}
    for row in accepted["antiresorptive_dose"]:
        doses.setdefault((row["antiresorptive_course_id"], row["agent"]), []).append(row["date"])
    gaps = {
        agent: {
            (np.datetime64(later) - np.datetime64(day)).astype(int) for day, later in pairwise(days)
        }
        for (_, agent), days in doses.items()
        if len(days) > 1
    }
    assert gaps == {"denosumab": {28}, "zoledronic_acid": {84}}


@pytest.mark.parametrize(
    ("concept", "array"),
    [
        ("bone_index_date", "found"),
        ("antiresorptive_start", "treated"),
    ],
)
def test_concepts_find_the_days_of_the_histories(concept, array):
    """From records by way of the clinical definition back to what was drawn."""
    registry = simulate_registry(EXACT, N_PATIENTS, seed=SEED)
    found = CONCEPTS[concept]
    tables = {name: ibis.memtable(registry.tables[name]) for name in found.tables}
    derived = found.derive(tables, dict(found.switches)).to_pyarrow().to_pylist()
    watch, day = registry.histories.watch, getattr(registry.histories.findings, array)
    expected = {
        f"sim-{place + 1:08d}": int(watch.diagnosis[place] + day[place])
        for place in np.flatnonzero(np.isfinite(day))
    }
    assert len(expected) > 10
    assert {row["patient_id"]: row["value"] for row in derived} == expected


def test_a_column_that_does_not_exist_is_no_column():
    with pytest.raises(KeyError, match="patient has no column name"):
        build_table("patient", 1, {"name": "x"})
