"""Courses of single patients, numbered anew, for the centre that has them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from osteon.cohort import Cohort, list_courses
from osteon.protocol import DAYS_PER_UNIT, StudyProtocol, Swimmer
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell

COURSE_METHOD = "Time from the origin, one patient"
NOT_FOR_RELEASE = "Not for release: each row is one patient."
CENSORED = "censored"


def answer_swimmer(name: str, analysis: Swimmer, protocol: StudyProtocol, cohort: Cohort) -> Answer:
    """Answer an analysis of kind ``swimmer``."""
    endpoint = protocol.endpoint[analysis.endpoint]
    table = list_courses(cohort, analysis, endpoint)
    event = endpoint.events[0] if len(endpoint.events) == 1 else analysis.endpoint
    endings = (CENSORED, event, *endpoint.competing)
    courses = [row for row in table.to_pylist() for _ in range(row["n"])][: analysis.most]
    unit = protocol.settings.time_unit
    keys = CellKeys(name, analysis.population)
    cells = [keys.write("n", sum(table["n"].to_pylist()))]
    for number, course in enumerate(courses, 1):
        own = replace(keys, group=str(number), n=1)
        ending = endings[course["status"]]
        cells += _course_cells(own, course, ending, analysis.marks, unit)
    return Answer(
        result=replace(
            open_result(name, analysis),
            note=" ".join(part for part in (NOT_FOR_RELEASE, analysis.note) if part),
            columns=tuple(str(number) for number in range(1, len(courses) + 1)),
            rows=(*endings, *analysis.marks),
            methods=("Bars from the origin to the event or the censoring, the longest first.",),
            settings={
                "population": analysis.population,
                "endpoint": analysis.endpoint,
                "endings": list(endings),
                "marks": list(analysis.marks),
                "figure": analysis.figure.as_settings(),
            },
            counts=(name,),
        ),
        cells=tuple(cells),
        counts={name: table},
    )


def _course_cells(
    keys: CellKeys, course: Mapping[str, Any], ending: str, marks: tuple[str, ...], unit: Any
) -> Iterator[Cell]:
    days = DAYS_PER_UNIT[unit]
    end = replace(keys, variable=ending)
    yield end.write("course_time", course["time"] / days, COURSE_METHOD, unit)
    for index, mark in enumerate(marks):
        day = course[f"mark_{index}"]
        if day is not None:
            own = replace(keys, variable=mark)
            yield own.write("mark_time", day / days, COURSE_METHOD, unit)
