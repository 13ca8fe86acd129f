"""The skeletal map: patients and lesions by region and by group of regions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from osteon.codes import load_value_set
from osteon.cohort import Cohort, RegionCounts, count_regions
from osteon.estimate import estimate_proportion
from osteon.protocol import SkeletalMap, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell

REGION, GROUP = "skeletal_region", "skeletal_region_group"
MISSING = "missing"
PERCENT_METHOD = "Percent of the patients of the population, Wilson interval"
RULE = "A patient counts once in each region, and once in each group of regions."
VERTEBRA = re.compile(r"[CTLS]\d+")


def answer_skeletal_map(
    name: str, analysis: SkeletalMap, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``skeletal_map``."""
    settings = protocol.settings
    counted = count_regions(cohort, analysis, settings.partial_dates)
    keys = CellKeys(name, analysis.population)
    cells = [*_totals(keys, counted)]
    places = replace(keys, n=counted.n_patients)
    for variable, column, table, order in (
        (GROUP, "group", counted.groups, _codes("region_group")),
        (REGION, "region", counted.regions, _codes("bone_region")),
    ):
        own = replace(places, variable=variable)
        cells += _place_cells(own, column, table, order, settings.conf_level)
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=(analysis.population,),
            rows=(GROUP, REGION),
            methods=(f"{PERCENT_METHOD}.", RULE),
            settings={
                "population": analysis.population,
                "table": analysis.table,
                "where": analysis.where or "",
                "figure": analysis.figure.as_settings(),
            },
            counts=(f"{name}.regions", f"{name}.groups"),
        ),
        cells=tuple(cells),
        counts={f"{name}.regions": counted.regions, f"{name}.groups": counted.groups},
    )


def region_labels() -> Mapping[str, Mapping[str, str]]:
    """Return printed words for regions and their groups; a vertebra is printed as its code."""
    regions = {
        code.code: _word(code.code, code.display) for code in load_value_set("bone_region").codes
    }
    groups = {code.code: _word("", code.display) for code in load_value_set("region_group").codes}
    missing = {MISSING: "Region not recorded"}
    return {
        "variable": {REGION: "Region", GROUP: "Group of regions"},
        f"level:{REGION}": {**regions, **missing},
        f"level:{GROUP}": {**groups, **missing},
    }


def _word(code: str, display: str) -> str:
    if VERTEBRA.fullmatch(code):
        return code
    words = display.split(" (", maxsplit=1)[0]
    return words[:1].upper() + words[1:]


def _codes(value_set: str) -> list[str]:
    return [code.code for code in load_value_set(value_set).codes]


def _totals(keys: CellKeys, counted: RegionCounts) -> Iterator[Cell]:
    yield keys.write("n", counted.n_patients)
    yield keys.write("n_with_lesion", counted.n_with_any)
    yield keys.write("n_lesion", counted.n_rows)


def _place_cells(
    keys: CellKeys, column: str, table: pa.Table, order: list[str], conf_level: float
) -> Iterator[Cell]:
    """Yield patients, their percent and lesions of each place that has any, in order."""
    codes = pc.fill_null(table[column], MISSING).to_pylist()
    found = dict(zip(codes, table.select(["n", "n_rows"]).to_pylist(), strict=True))
    for code in (*order, MISSING):
        if code not in found:
            continue
        row, own = found[code], keys.at(code)
        share = estimate_proportion(row["n"], keys.n or 0, conf_level=conf_level)
        yield own.write("n", row["n"])
        yield own.write_estimate("percent", share, PERCENT_METHOD, unit="%", per_unit=1 / 100)
        yield own.write("n_lesion", row["n_rows"])
