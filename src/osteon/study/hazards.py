"""Hazard ratios between the groups of a survival analysis."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from osteon.errors import EstimationError
from osteon.estimate import CovariateCounts, fit_cox
from osteon.protocol import Survival
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell

METHOD = "Cox regression on the group alone, Efron ties, Wald interval"


def hazard_ratio_cells(
    keys: CellKeys, analysis: Survival, table: pa.Table, groups: Sequence[str], conf_level: float
) -> list[Cell]:
    """Return the hazard ratio of each group against the first, where it is asked for and exists.

    Parameters
    ----------
    keys : CellKeys
        Analysis and population.
    analysis : Survival
        Whether it asks for hazard ratios.
    table : Arrow table
        Follow-up as counts, with the column ``group`` and perhaps ``entry``.
    groups : sequence of str
        In the order to print.
    conf_level : float
        Of the intervals.
    """
    if not analysis.hazard_ratio or len(groups) < 2:
        return []
    reference = groups[0]
    late = {"entry": "entry"} if "entry" in table.column_names else {}
    counts = CovariateCounts.from_arrow(
        table, covariates=["group"], reference={"group": reference}, **late
    )
    try:
        ratios = fit_cox(counts).hazard_ratios(conf_level)
    except EstimationError:
        return []
    return [
        replace(keys, group=f"{group} vs {reference}").write_estimate(
            "hazard_ratio", ratios[f"group={group}"], METHOD
        )
        for group in groups[1:]
    ]
