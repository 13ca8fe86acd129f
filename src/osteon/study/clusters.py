"""CLUSTER-01: units of one patient are alike; what that does to intervals and tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from osteon.cohort import Cohort, count_clusters
from osteon.estimate import (
    ClusterCounts,
    Estimate,
    estimate_clustered_proportion,
    estimate_proportion,
)
from osteon.protocol import StudyProtocol
from osteon.study.results import Cell, GuardFinding
from osteon.study.summaries import PERCENT_METHOD

IntArray = NDArray[np.int64]

BETWEEN_PATIENTS = "interval from the variance between patients (logit scale)"
OF_PATIENTS = "exact interval (Clopper-Pearson) as if each patient had one unit"
ALL_UNITS = "Percent of all units"
CLUSTERED_PERCENT_RULE = (
    f"{ALL_UNITS}; {BETWEEN_PATIENTS}, where none or all have it {OF_PATIENTS}."
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


def percent_rule(clustered: Sequence[GuardFinding]) -> str:
    """Return the sentence on percents and their intervals, which units of one patient change."""
    return CLUSTERED_PERCENT_RULE if clustered else f"{PERCENT_METHOD}."


def widen_intervals(
    cells: list[Cell], cohort: Cohort, population: str, variable: str, group: str | None = None
) -> list[Cell]:
    """Return cells whose percents carry the interval between patients instead of Wilson's.

    Where no or every unit has the level, nothing varies between patients: there it is the exact
    interval of the patients, taken as one unit each, which is safe however alike their units are.
    A limit is not estimable where one patient has all units, and not all have the level.
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
    share, interval = estimate_between_patients(events, units, cell.conf_level)
    return replace(
        cell,
        conf_low=100 * share.conf_low,
        conf_high=100 * share.conf_high,
        method=f"{ALL_UNITS}; {interval}",
    )


def estimate_between_patients(
    events: IntArray, units: IntArray, conf_level: float
) -> tuple[Estimate, str]:
    """Return a share of units with an interval that knows their patients, and what that is."""
    n_events, n_patients = int(events.sum()), len(units)
    if n_patients and n_events in {0, int(units.sum())}:
        n_with = n_patients if n_events else 0
        exact = estimate_proportion(
            n_with, n_patients, conf_level=conf_level, method="clopper-pearson"
        )
        return exact, OF_PATIENTS
    counts = ClusterCounts.from_clusters(events, units)
    (share,) = estimate_clustered_proportion(counts, conf_level=conf_level).values()
    return share, BETWEEN_PATIENTS
