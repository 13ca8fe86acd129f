"""The golden registry of radiotherapy as typed values: 28 patients and 61 sites from two tables."""

import csv
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

PATIENT_TABLE = "radiotherapy_patients.csv"
SITE_TABLE = "radiotherapy_sites.csv"
UNRECORDED_COURSE_DAYS = 11
"""From a Monday to the Friday of the next week."""


@dataclass(frozen=True, slots=True)
class Pain:
    """Worst pain from 0 to 10 and opioids in mg of oral morphine a day, None where not recorded."""

    nrs: int
    omed_mg: int | None


@dataclass(frozen=True, slots=True)
class Site:
    """One irradiated site; days count from diagnosis to the start, then from the last fraction.

    `back_day` is the day on which pain had come back or got worse, `last_day` the last on which it
    was asked for and had not; one of the two, or neither where pain was worse at week 4 already.
    `again_of` is the number of the patient's site that was irradiated before.
    """

    number: int
    region: str
    start_day: int
    dose_cgy: int | None
    fractions: int | None
    before: Pain
    after: Pain
    back_day: int | None
    back: Pain | None
    last_day: int | None
    again_of: int | None

    @property
    def duration_days(self) -> int:
        """Days from the first fraction, on a Monday, to the last; none at weekends."""
        if self.fractions is None:
            return UNRECORDED_COURSE_DAYS
        return self.fractions - 1 + 2 * ((self.fractions - 1) // 5)


@dataclass(frozen=True, slots=True)
class Case:
    """One patient of the 600.

    `histology` is typical, atypical, large_cell or small_cell in the lung, low, intermediate or
    high elsewhere; `age_years` holds in the year of the first radiotherapy, or of diagnosis where
    there was none; `bone_day` counts from diagnosis, None without bone metastasis; `fracture` is
    pathological, impending or empty.
    """

    number: int
    sex: str
    age_years: int
    topography: str
    histology: str
    diagnosis_date: date
    last_day: int
    is_dead: bool
    bone_day: int | None = None
    is_examined: bool = True
    n_lines: int = 0
    has_neurological_compromise: bool = False
    fracture: str = ""
    sites: tuple[Site, ...] = ()


def load_irradiated_cases() -> tuple[Case, ...]:
    """Return the patients with radiotherapy, in the order of their table."""
    sites: dict[str, list[Site]] = {}
    for row in _read(SITE_TABLE):
        sites.setdefault(row["patient"], []).append(_parse_site(row))
    return tuple(_parse_case(row, tuple(sites[row["number"]])) for row in _read(PATIENT_TABLE))


def _read(table: str) -> list[dict[str, str]]:
    with files("osteon.synthetic").joinpath(table).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _parse_case(row: dict[str, str], sites: tuple[Site, ...]) -> Case:
    return Case(
        number=int(row["number"]),
        sex=row["sex"],
        age_years=int(row["age"]),
        topography=row["topography"],
        histology=row["histology"],
        diagnosis_date=date.fromisoformat(row["diagnosed"]),
        last_day=int(row["last_day"]),
        is_dead=row["dead"] == "1",
        bone_day=int(row["bone_day"]),
        n_lines=int(row["lines"]),
        has_neurological_compromise=row["neuro"] == "1",
        fracture=row["fracture"],
        sites=sites,
    )


def _parse_site(row: dict[str, str]) -> Site:
    back_pain = _parse_number(row["back_pain"])
    return Site(
        number=int(row["site"]),
        region=row["region"],
        start_day=int(row["start_day"]),
        dose_cgy=_parse_number(row["dose_cgy"]),
        fractions=_parse_number(row["fractions"]),
        before=Pain(int(row["pain_before"]), _parse_number(row["omed_before"])),
        after=Pain(int(row["pain_after"]), _parse_number(row["omed_after"])),
        back_day=_parse_number(row["back_day"]),
        back=None if back_pain is None else Pain(back_pain, _parse_number(row["back_omed"])),
        last_day=_parse_number(row["last_day"]),
        again_of=_parse_number(row["again_of"]),
    )


def _parse_number(text: str) -> int | None:
    return int(text) if text else None
