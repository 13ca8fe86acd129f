"""By how much hazards differ between groups: the ratios beside a test of curves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.errors import EstimationError
from osteon.estimate import CovariateCounts, Estimate, estimate_profile_intervals, fit_cox
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell

METHOD = "Cox regression, Efron ties, Wald interval"
FIRTH_METHOD = (
    "Cox regression with Firth's penalty, as a group has no event; profile-likelihood interval"
)
RULE = (
    "Beside the test stand hazard ratios of a Cox model of the groups; with Firth's penalty where "
    "a group has no event."
)
ABSENT = "false"


def compare_hazards(
    keys: CellKeys, table: pa.Table, groups: Sequence[str], conf_level: float
) -> list[Cell]:
    """Return the hazard ratio of each group against the first, or against `false`.

    Parameters
    ----------
    keys : CellKeys
        Of the cells; the groups compared are added.
    table : Arrow table
        Columns ``group``, ``time``, ``status``, ``n``, and ``entry`` where there is late entry.
    groups : sequence of str
        In print order.
    conf_level : float
        Of the intervals.

    Returns
    -------
    list of Cell
        None where nobody had the event, or one group only was at risk.
    """
    if len(groups) < 2:
        return []
    reference = ABSENT if ABSENT in groups else groups[0]
    others = [group for group in groups if group != reference]
    try:
        ratios, method = _fit(table, others, [reference, *others], conf_level)
    except EstimationError:
        return []
    return [
        replace(keys, group=f"{group} vs {reference}").write_estimate(
            "hazard_ratio", ratios[group], method
        )
        for group in others
    ]


def _fit(
    table: pa.Table, others: Sequence[str], groups: Sequence[str], conf_level: float
) -> tuple[Mapping[str, Estimate], str]:
    names = {f"group {number}": group for number, group in enumerate(others)}
    coded = table
    for name, group in names.items():
        coded = coded.append_column(name, pc.cast(pc.equal(table["group"], group), pa.int64()))
    if "entry" in table.column_names:
        counts = CovariateCounts.from_arrow(coded, covariates=list(names), entry="entry")
    else:
        counts = CovariateCounts.from_arrow(coded, covariates=list(names))
    if not _lacks_events(table, groups):
        ratios = fit_cox(counts).hazard_ratios(conf_level)
        return {names[name]: ratio for name, ratio in ratios.items()}, METHOD
    model = fit_cox(counts, penalty="firth")
    ratios = estimate_profile_intervals(model, counts, conf_level=conf_level)
    return {names[name]: ratio for name, ratio in ratios.items()}, FIRTH_METHOD


def _lacks_events(table: pa.Table, groups: Sequence[str]) -> bool:
    with_event = pc.unique(table.filter(pc.greater(table["status"], 0))["group"]).to_pylist()
    return not set(groups) <= set(with_event)
