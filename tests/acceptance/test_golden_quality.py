"""The golden registry keeps the rules of data quality."""

from collections import Counter

import pytest

from osteon.quality import Severity, check_quality, check_time_origins
from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records

DUODENAL_SEROTONIN_OR_ILEAL_GASTRIN = 9
SEROTONIN_WITHOUT_METASTASIS = 11
"""The cohort was dealt to meet the margins of its source; site and syndrome were dealt apart."""


@pytest.fixture(scope="module")
def findings():
    return check_quality(golden_records(), data_cutoff=GOLDEN_DATA_CUTOFF)


def test_no_finding_is_hard(findings):
    assert [found for found in findings if found.severity is Severity.HARD] == []


def test_warnings_are_those_of_what_was_not_dealt(findings):
    counts = Counter(found.rule for found in findings)
    assert counts.keys() == {"W-05", "W-06", "W-07", "W-18", "W-29"}
    assert counts["W-05"] == DUODENAL_SEROTONIN_OR_ILEAL_GASTRIN
    assert counts["W-06"] == SEROTONIN_WITHOUT_METASTASIS


def test_every_patient_can_enter_a_survival_analysis():
    records = golden_records()
    patient_ids = [row["patient_id"] for row in records["patient"]]
    assert check_time_origins(records, patient_ids=patient_ids) == []


def test_the_check_can_fail():
    """One positive skeleton without its loci is found."""
    records = golden_records()
    row = next(row for row in records["skeletal_finding"] if row["bone_result"] == "positive")
    broken = [row | {"n_loci": 0, "countless": False} if r is row else r
              for r in records["skeletal_finding"]]  # fmt: skip
    found = check_quality(
        {**records, "skeletal_finding": broken},
        data_cutoff=GOLDEN_DATA_CUTOFF,
        rules=["H-15", "H-16"],
    )
    assert {f.rule for f in found} == {"H-15", "H-16"}
    assert {f.record_id for f in found} == {row["id"]}
