"""Rows of simulated patients, some forty each: a chart, and the laboratory of each scan."""

from collections import Counter
from collections.abc import Iterator

from osteon.synthetic import SimulationTruth, simulate_records

Row = dict[str, object]
Tables = dict[str, list[Row]]
PATIENTS_IN_A_BATCH = 500
PREFIX = "sim-"


def batches(n_patients: int) -> Iterator[Tables]:
    """Yield the records of so many patients each; every batch starts from a seed of its own."""
    truth = SimulationTruth()
    for seed, start in enumerate(range(0, n_patients, PATIENTS_IN_A_BATCH)):
        n = min(PATIENTS_IN_A_BATCH, n_patients - start)
        tables = simulate_records(truth, n, seed=seed)
        tables["lab_result"] = list(_laboratory(tables))
        yield {
            name: [_renamed(row, f"b{seed:03d}-") for row in rows] for name, rows in tables.items()
        }


def _laboratory(tables: Tables) -> Iterator[Row]:
    """Yield chromogranin A and calcium at each scan, the alkaline phosphatase at the first."""
    scans_so_far: Counter[object] = Counter()
    for scan in tables["imaging_study"]:
        number = scans_so_far[scan["patient_id"]]
        scans_so_far[scan["patient_id"]] += 1
        yield _result(scan, "chromogranin_a", 80.0 + 7 * number, "ug/L")
        yield _result(scan, "calcium", 2.1 + number % 5 / 10, "mmol/L")
        if number == 0:
            yield _result(scan, "alkaline_phosphatase", 70.0 + number, "U/L")


def _result(scan: Row, analyte: str, value: float, unit: str) -> Row:
    shared = {name: scan[name] for name in ("patient_id", "centre_id", "source", "date")}
    key = f"{scan['id']}-{analyte}"
    return {"id": key, **shared, "analyte": analyte, "value": value, "unit": unit}


def _renamed(row: Row, prefix: str) -> Row:
    return {name: _in_batch(value, prefix) for name, value in row.items()}


def _in_batch(value: object, prefix: str) -> object:
    if isinstance(value, list):
        return [_in_batch(item, prefix) for item in value]
    if isinstance(value, str) and value.startswith(PREFIX):
        return prefix + value.removeprefix(PREFIX)
    return value
