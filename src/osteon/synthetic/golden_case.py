"""The 458 lines of the golden cohort as typed values, read from the table in the package."""

import csv
from dataclasses import dataclass
from importlib.resources import files

GOLDEN_TABLE = "sinet_cohort.csv"


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One line of the table; months count from diagnosis, None where nothing happened.

    Words are those of the table: `site` ileum, jejunum, duodenum, undet; `grade` G1, G2, G3, NA;
    `function` sero, gastrin, NF; `first_evidence` both, only; `morphology` blastic, lytic, mixed,
    tracer; `other_metastases` liver_only, liver_plus, other_no_liver, bone_only, bone_ln; `extent`
    multi4, spine23, skel23, s_spine, s_pelvis, s_sternum, s_rib, s_scapula; `event_components`
    fracture, pain, radiation, scc.
    """

    number: int
    age_years: int
    sex: str
    site: str
    grade: str
    function: str
    is_stage_iv: bool
    onset_month: int | None
    first_evidence: str
    conversion_month: int | None
    morphology: str
    other_metastases: str
    extent: str
    antiresorptive_month: int | None
    event_month: int | None
    event_components: tuple[str, ...]
    entry_month: int
    last_month: int
    is_dead: bool


def load_golden_cases() -> tuple[GoldenCase, ...]:
    """Return the lines of the golden cohort, in the order of the table."""
    with files("osteon.synthetic").joinpath(GOLDEN_TABLE).open(encoding="utf-8") as lines:
        return tuple(_parse_case(row) for row in csv.DictReader(lines))


def _parse_case(row: dict[str, str]) -> GoldenCase:
    return GoldenCase(
        number=int(row["id"]),
        age_years=int(row["age"]),
        sex=row["sex"],
        site=row["loc"],
        grade=row["grade"],
        function=row["func"],
        is_stage_iv=row["stage4"] == "1",
        onset_month=_parse_month(row["onset"]),
        first_evidence=row["init"],
        conversion_month=_parse_month(row["conv_t"]),
        morphology=row["morph"],
        other_metastases=row["visc"],
        extent=row["skel"],
        antiresorptive_month=_parse_month(row["art_start"]),
        event_month=_parse_month(row["sre_t"]),
        event_components=tuple(part for part in row["sre_type"].split("+") if part),
        entry_month=int(row["entry"]),
        last_month=int(row["T"]),
        is_dead=row["d"] == "1",
    )


def _parse_month(text: str) -> int | None:
    return int(text) if text else None
