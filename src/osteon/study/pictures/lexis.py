"""Person-years and events by calendar year and by time since a date."""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from osteon.cohort import Cohort, count_lexis
from osteon.protocol import DAYS_PER_UNIT, Lexis, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell

TIME_METHOD = "Sum of the time under observation"


def answer_lexis(name: str, analysis: Lexis, protocol: StudyProtocol, cohort: Cohort) -> Answer:
    """Answer an analysis of kind ``lexis``."""
    table = count_lexis(cohort, analysis, protocol.endpoint[analysis.endpoint])
    keys = CellKeys(name, analysis.population)
    bands = sorted(set(table["band"].to_pylist()))
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=(analysis.population,),
            methods=("Person-years are days under observation divided by 365.25.",),
            settings={
                "population": analysis.population,
                "endpoint": analysis.endpoint,
                "since": analysis.since,
                "step": analysis.step,
                "bands": bands,
                "years": sorted(set(table["year"].to_pylist())),
                "figure": analysis.figure.as_settings(),
            },
            counts=(name,),
        ),
        cells=tuple(_cells(keys, table)),
        counts={name: table},
    )


def _cells(keys: CellKeys, table: pa.Table) -> Iterator[Cell]:
    """Yield person-years and events; the year is the cell's group, the band its level."""
    rows = table.to_pylist()
    total = sum(row["person_days"] for row in rows) / DAYS_PER_UNIT["years"]
    yield keys.write("person_years", total, TIME_METHOD, "years")
    yield keys.write("n_event", sum(row["events"] for row in rows))
    for row in rows:
        own = replace(keys, group=str(row["year"])).at(str(row["band"]))
        years = row["person_days"] / DAYS_PER_UNIT["years"]
        yield own.write("person_years", years, TIME_METHOD, "years")
        if row["events"]:
            yield own.write("n_event", row["events"])
