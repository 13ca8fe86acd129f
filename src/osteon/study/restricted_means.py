"""Restricted mean survival time: what groups live within a horizon, and how it differs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from osteon.estimate import (
    SurvivalCounts,
    estimate_restricted_mean,
    estimate_restricted_mean_difference,
)
from osteon.protocol import DAYS_PER_UNIT, Settings
from osteon.study.cell_keys import CellKeys
from osteon.study.follow_up import time_label, whole_days
from osteon.study.hazard_ratios import ABSENT
from osteon.study.results import Cell

METHOD = "Restricted mean survival time to {}, the area below the curve; Wald interval"
RULE = (
    "The restricted mean survival time is what patients live on average within the horizon; it "
    "assumes nothing on hazards, and needs groups followed as long as that."
)


def restricted_mean_cells(
    keys: CellKeys,
    counts: SurvivalCounts,
    groups: Sequence[str],
    horizon: float,
    settings: Settings,
) -> Iterator[Cell]:
    """Yield the mean of each group within a horizon, and how others differ from the first.

    Parameters
    ----------
    keys : CellKeys
        Of the cells; groups are added.
    counts : SurvivalCounts
        Follow-up by group.
    groups : sequence of str
        In print order; the others are held against `false`, or else the first.
    horizon : float
        In the study's unit of time.
    settings : Settings
        Its unit, and the level of the intervals.
    """
    unit, level = settings.time_unit, settings.conf_level
    days = DAYS_PER_UNIT[unit]
    until = float(whole_days([horizon], days)[0])
    method = METHOD.format(f"{time_label(horizon)} {unit}")
    means = estimate_restricted_mean(counts, horizon=until, conf_level=level)
    for group in groups:
        own = replace(keys, group=group).at(time_label(horizon))
        yield own.write_estimate("restricted_mean", means[group], method, unit=unit, per_unit=days)
    if len(groups) < 2:
        return
    reference = ABSENT if ABSENT in groups else groups[0]
    contrasts = estimate_restricted_mean_difference(
        counts, horizon=until, reference=reference, conf_level=level
    )
    for group in (group for group in groups if group != reference):
        own, contrast = replace(keys, group=f"{group} vs {reference}"), contrasts[group]
        yield own.write_estimate(
            "restricted_mean_difference", contrast.difference, method, unit=unit, per_unit=days
        )
        yield own.write("p_value_restricted_mean_difference", contrast.difference_p_value, method)
        yield own.write_estimate("restricted_mean_ratio", contrast.ratio, method)
        yield own.write("p_value_restricted_mean_ratio", contrast.ratio_p_value, method)
