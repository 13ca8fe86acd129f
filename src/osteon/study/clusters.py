"""CLUSTER-01: units of one patient are alike; what that does to intervals and tests."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, count_clusters
from osteon.estimate import ClusterCounts, estimate_clustered_proportion
from osteon.protocol import StudyProtocol
from osteon.study.results import Cell, GuardFinding

CLUSTERED_PERCENT_METHOD = (
    "Percent of all units; interval from the variance between patients (logit scale)"
)
UNIT_WORDS: Mapping[str, str] = {
    "tumour": "tumours",
    "lesion": "lesions",
    "radiotherapy_target": "treated sites",
    "study": "studies",
}


def guard_clusters(
    name: str, protocol: StudyProtocol, cohort: Cohort, population: str
) -> tuple[GuardFinding, ...]:
    """Return CLUSTER-01 where a patient has several units in the population."""
    if protocol.unit == "patient":
        return ()
    rows = cohort.table.filter(cohort.table[f"in_{population}"])
    counted = rows.aggregate(n=rows.count(), patients=rows.patient_id.nunique()).to_pyarrow()
    n_units, n_patients = (int(counted[word][0].as_py()) for word in ("n", "patients"))
    if n_units == n_patients:
        return ()
    return (
        GuardFinding(
            code="CLUSTER-01",
            analysis=name,
            message=f"{n_units} {UNIT_WORDS[protocol.unit]} belong to {n_patients} patients; "
            "intervals and tests that take them as independent are too sure.",
            hint="Intervals of percents rest on the variance between patients; where a clustered "
            "test stands beside a naive one, read that.",
        ),
    )


def widen_intervals(
    cells: list[Cell], cohort: Cohort, population: str, variable: str, group: str | None = None
) -> list[Cell]:
    """Return cells whose percents carry the interval between patients instead of Wilson's.

    A limit is not estimable where no or every unit has the level, or one patient has all units.
    """
    counts = count_clusters(cohort, population, variable, group)
    return [_widen(cell, counts) if cell.statistic == "percent" else cell for cell in cells]


def _widen(cell: Cell, counts: pa.Table) -> Cell:
    inside = counts.filter(pc.equal(counts["group"], cell.group))
    clusters, codes = np.unique(inside["cluster"].to_numpy(), return_inverse=True)
    n = inside["n"].to_numpy()
    has_level = pc.equal(inside["level"], cell.level).to_numpy(zero_copy_only=False)
    units = np.bincount(codes, weights=n, minlength=len(clusters)).astype(np.int64)
    events = np.bincount(codes, weights=n * has_level, minlength=len(clusters)).astype(np.int64)
    share = estimate_clustered_proportion(
        ClusterCounts.from_clusters(events, units), conf_level=cell.conf_level
    )[""]
    return replace(
        cell,
        conf_low=100 * share.conf_low,
        conf_high=100 * share.conf_high,
        method=CLUSTERED_PERCENT_METHOD,
    )
