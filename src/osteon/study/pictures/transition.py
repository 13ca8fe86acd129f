"""Moves from the levels of one variable to those of another."""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, count_pairs
from osteon.estimate import estimate_proportion
from osteon.protocol import StudyProtocol, Transition
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell
from osteon.study.summaries import MISSING, PERCENT_METHOD, printed_levels

MOVE_METHOD = "Percent of those who began at the same level"


def answer_transition(
    name: str, analysis: Transition, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``transition``."""
    table = count_pairs(cohort, analysis.population, analysis.start, analysis.end)
    filled = table.set_column(0, "group", pc.fill_null(table["group"], MISSING))
    filled = filled.set_column(1, "level", pc.fill_null(filled["level"], MISSING))
    starts = printed_levels(cohort.variables[analysis.start], table, "group")
    ends = printed_levels(cohort.variables[analysis.end], table, "level")
    total = pc.sum(table["n"]).as_py() or 0
    keys = CellKeys(name, analysis.population, n=total)
    conf_level = protocol.settings.conf_level
    cells = [keys.write("n", total)]
    for variable, column, levels in (
        (analysis.start, "group", starts),
        (analysis.end, "level", ends),
    ):
        own = replace(keys, variable=variable)
        cells += _level_cells(own, _sums(filled, column), levels, conf_level)
    cells += _move_cells(keys, analysis, filled, starts, ends)
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=(analysis.population,),
            rows=(analysis.start, analysis.end),
            methods=(f"{PERCENT_METHOD}.", f"Moves: {MOVE_METHOD.lower()}."),
            settings={
                "population": analysis.population,
                "from": analysis.start,
                "to": analysis.end,
                "from_levels": starts,
                "to_levels": ends,
                "figure": analysis.figure.as_settings(),
            },
            counts=(name,),
        ),
        cells=tuple(cells),
        counts={name: table},
    )


def _sums(table: pa.Table, column: str) -> dict[str, int]:
    summed = table.group_by(column).aggregate([("n", "sum")])
    return dict(zip(summed[column].to_pylist(), summed["n_sum"].to_pylist(), strict=True))


def _level_cells(
    keys: CellKeys, found: dict[str, int], levels: list[str], conf_level: float
) -> Iterator[Cell]:
    for level in levels:
        count, own = found.get(level, 0), keys.at(level)
        share = estimate_proportion(count, keys.n or 0, conf_level=conf_level)
        yield own.write("n", count)
        yield own.write_estimate("percent", share, PERCENT_METHOD, unit="%", per_unit=1 / 100)


def _move_cells(
    keys: CellKeys, analysis: Transition, table: pa.Table, starts: list[str], ends: list[str]
) -> Iterator[Cell]:
    """Yield how many moved from each level, in the cell's group, to each other, its level."""
    pairs = zip(table["group"].to_pylist(), table["level"].to_pylist(), strict=True)
    found = dict(zip(pairs, table["n"].to_pylist(), strict=True))
    for start in starts:
        n_start = sum(n for (level, _), n in found.items() if level == start)
        own = replace(keys, group=start, variable=analysis.end, n=n_start)
        for end in ends:
            count = found.get((start, end), 0)
            yield own.at(end).write("n", count)
            share = 100 * count / n_start if n_start else float("nan")
            yield own.at(end).write("percent", share, MOVE_METHOD, "%")
