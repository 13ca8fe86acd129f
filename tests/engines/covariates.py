"""What an engine and plain Python must agree on where follow-up is counted by covariates."""

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from interpreter import Interpretation, covariate_rows, outcome_rows
from osteon.cohort import Cohort, count_covariates, count_outcome
from osteon.protocol import Endpoint


def check_covariates(
    cohort: Cohort,
    found: Interpretation,
    endpoint: Endpoint,
    population: str,
    steady: Sequence[str],
    switching: Sequence[str],
) -> None:
    """Pass if follow-up has the same rows by covariates, and as many lack each."""
    counted = count_covariates(cohort, population, endpoint, steady, switching=switching)
    expected = covariate_rows(
        found, population, endpoint, steady, switching, data_cutoff=cohort.data_cutoff
    )
    names = [f"x_{name}" for name in (*steady, *switching)]
    table = counted.counted.table
    if "entry" not in table.column_names:
        table = table.append_column("entry", pa.array([0] * len(table), pa.int64()))
    if "is_first" not in table.column_names:
        table = table.append_column("is_first", pa.array([True] * len(table)))
    columns = (*names, "entry", "time", "status", "is_first")
    rows = Counter((*row.covariates, *row[1:]) for row in expected.rows)
    assert _counter(table, columns) == rows
    assert counted.n_missing == expected.n_missing
    assert counted.n_incomplete == expected.n_incomplete


def check_outcome(
    cohort: Cohort, found: Interpretation, population: str, outcome: str, names: Sequence[str]
) -> None:
    """Pass if an outcome has the same counts by covariates, and as many lack each."""
    counted = count_outcome(cohort, population, outcome, names)
    expected = outcome_rows(found, population, outcome, names)
    columns = ("event", *(f"x_{name}" for name in names))
    assert _counter(counted.counted.table, columns) == Counter(expected.rows)
    assert counted.n_missing == expected.n_missing
    assert counted.n_incomplete == expected.n_incomplete


def _counter(table: pa.Table, columns: Sequence[str]) -> Counter[tuple[object, ...]]:
    rows = table.to_pylist()
    keys = [tuple(row[column] for column in columns) for row in rows]
    assert len(set(keys)) == len(keys), "one row a combination"
    return Counter(dict(zip(keys, (row["n"] for row in rows), strict=True)))
