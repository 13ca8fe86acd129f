"""Measurements in time: number, median and quartiles of every step."""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from osteon.cohort import Cohort, count_trajectory
from osteon.estimate import ValueCounts, estimate_value_summary
from osteon.protocol import StudyProtocol, Trajectory
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell
from osteon.study.summaries import NUMBER_METHOD

STATISTICS = {"median": "median", "lower_quartile": "q1", "upper_quartile": "q3"}
RULE = "The last value of each step counts; who has none in a step is not among its number."


def answer_trajectory(
    name: str, analysis: Trajectory, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``trajectory``."""
    rule = protocol.settings.partial_dates
    keys = CellKeys(name, analysis.population)
    counts = {
        f"{name}.{each}": count_trajectory(cohort, analysis, measurement, rule)
        for each, measurement in analysis.values.items()
    }
    cells: list[Cell] = []
    for each, measurement in analysis.values.items():
        own = replace(keys, variable=each)
        cells += _step_cells(own, counts[f"{name}.{each}"], measurement.unit)
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=(analysis.population,),
            rows=tuple(analysis.values),
            methods=(f"{NUMBER_METHOD}.", RULE),
            settings={
                "population": analysis.population,
                "origin": analysis.origin,
                "step": analysis.step,
                "first": analysis.first,
                "last": analysis.last,
                "labels": {each: m.label for each, m in analysis.values.items()},
                "units": {each: m.unit for each, m in analysis.values.items()},
                "figure": analysis.figure.as_settings(),
            },
            counts=tuple(counts),
        ),
        cells=tuple(cells),
        counts=counts,
    )


def _step_cells(keys: CellKeys, table: pa.Table, unit: str) -> Iterator[Cell]:
    if not table.num_rows:
        return
    values = ValueCounts.from_arrow(table, value="value", group=("step",))
    for step, summary in sorted(
        estimate_value_summary(values).items(), key=lambda pair: int(pair[0])
    ):
        own = replace(keys.at(str(step)), n=summary.n)
        yield own.write("n", own.n or 0)
        for attribute, statistic in STATISTICS.items():
            value = float(getattr(summary, attribute))
            yield own.write(statistic, value, NUMBER_METHOD, unit)
