"""How fast rows are checked."""

from time import perf_counter

import pytest

from osteon.dictionary import check_rows

N_ROWS = 40_000
ROWS_PER_SECOND = 20_000  # a registry of 5,000 patients has some 100,000 rows
PATHOLOGY = {
    "patient_id": "P1",
    "centre_id": "C1",
    "source": "import_tabular",
    "tumour_id": "T1",
    "specimen_date": "2020-05-17",
    "specimen_site": "liver",
    "is_reference": True,
    "morphology": "8240/3",
    "differentiation": "well",
    "ki67_percent": "2.5",
    "mitoses_per_2mm2": "1",
    "grade_reported": "G1",
    "grade_edition": "WHO2019",
}


@pytest.mark.deep
def test_a_typical_table_is_checked_at_the_promised_rate():
    rows = [PATHOLOGY | {"id": str(number)} for number in range(N_ROWS)]
    seconds = []
    for _ in range(3):
        start = perf_counter()
        assert len(check_rows("pathology", rows).accepted) == N_ROWS
        seconds.append(perf_counter() - start)
    assert N_ROWS / min(seconds) >= ROWS_PER_SECOND
