"""The golden registry as a centre keeps it: one line a patient, and what such a line can carry."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from osteon.dictionary import check_rows, entity
from osteon.synthetic import golden_records

Row = dict[str, object]
NOT_CARRIED = ("antiresorptive_dose",)
"""Up to 221 doses a patient have no place in a line; agent, start and interval have."""
RENUMBERED = ("imaging_study", "skeletal_finding", "lesion_observation", "skeletal_event")
"""Tables whose keys name a number in a line, where the golden registry names an occasion."""
MOST_STUDIES, MOST_LESIONS, MOST_EVENTS = 4, 6, 3
ORGANS = ("LIVER", "PERITONEUM", "LUNG", "PANCREAS", "DISTANT_LN")


@dataclass
class Line:
    """One patient: the single records by table, the several in the order of a line."""

    number: str
    one: dict[str, Row]
    organs: set[str]
    stages: list[Row]
    studies: list[Row]
    findings: dict[object, Row]
    lesions: list[Row]
    observations: dict[tuple[object, object], Row]
    events: list[Row]
    keys: dict[object, str] = field(default_factory=dict)

    @property
    def bone(self) -> Row | None:
        """The site of bone metastasis."""
        return self.one.get("metastasis_site")


def golden_lines() -> list[Line]:
    """Return the lines in the order of the patients."""
    by_patient: dict[object, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for name, rows in golden_records().items():
        for row in rows:
            by_patient[row["patient_id"]][name].append(row)
    return [_line(str(key).removeprefix("sinet-"), tables) for key, tables in by_patient.items()]


def carried_records(lines: list[Line]) -> dict[str, list[Row]]:
    """Return the golden records as they come out of a line: typed, renumbered, without doses."""
    keys = {key: renamed for line in lines for key, renamed in line.keys.items()}
    kept = {f"sinet-{line.number}" for line in lines}
    return {
        name: [_carried(name, row, keys) for row in rows if row["patient_id"] in kept]
        for name, rows in golden_records().items()
        if name not in NOT_CARRIED
    }


def _carried(name: str, row: Row, keys: dict[object, str]) -> Row:
    pointing = {"id", *(spec.name for spec in entity(name).fields if spec.references)}
    renamed = {
        column: keys.get(value, value) if column in pointing and isinstance(value, str) else value
        for column, value in row.items()
    }
    (typed,) = check_rows(name, [renamed | {"source": "import_tabular"}]).accepted
    return typed


def _line(number: str, tables: dict[str, list[Row]]) -> Line:
    sites = tables.pop("metastasis_site", [])
    bone = [row for row in sites if row["organ"] == "BONE"]
    line = Line(
        number=number,
        one={name: rows[0] for name, rows in (tables | {"metastasis_site": bone}).items() if rows},
        organs={str(row["organ"]) for row in sites} - {"BONE"},
        stages=tables["stage_assessment"],
        studies=sorted(tables["imaging_study"], key=lambda row: str(row["date"])),
        findings={row["imaging_study_id"]: row for row in tables["skeletal_finding"]},
        lesions=tables["bone_lesion"],
        observations={
            (row["imaging_study_id"], row["bone_lesion_id"]): row
            for row in tables["lesion_observation"]
        },
        events=sorted(tables["skeletal_event"], key=lambda row: "linked_event_id" in row),
    )
    line.keys = dict(_renumber(line))
    return line


def _renumber(line: Line) -> Iterator[tuple[object, str]]:
    for n, study in enumerate(line.studies, start=1):
        key = f"sinet-{line.number}-pet-{n}"
        yield study["id"], key
        yield line.findings[study["id"]]["id"], f"{key}-bone"
        for m, lesion in enumerate(line.lesions, start=1):
            seen = line.observations.get((study["id"], lesion["id"]))
            if seen is not None:
                yield seen["id"], f"{key}-lesion-{m}"
    for n, event in enumerate(line.events, start=1):
        yield event["id"], f"sinet-{line.number}-event-{n}"
