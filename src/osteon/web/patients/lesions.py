"""The lesions of a patient over time: a line a lesion, a column a study."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from osteon.concepts import classify_lesion, examined_morphology
from osteon.quality import Chart, Row, date_of, is_counted
from osteon.web.patients.links import record_address
from osteon.web.words import render_code, render_day, render_number, render_value

NOT_EXAMINED = "NE"
SIGNS = {"Y": "+", "N": "\u2212", NOT_EXAMINED: "?"}
"""Of tracer and morphology in a cell."""
KNOWN_CLASSES = frozenset("CBA")
HALF_EXAMINED = "U"
"""How classes of lesions are shown of which one half was not examined."""


@dataclass(frozen=True, slots=True)
class StudyColumn:
    """A study with its day and its address."""

    day: str
    modality: str
    address: str


@dataclass(frozen=True, slots=True)
class LesionCell:
    """A lesion at a study.

    Parameters
    ----------
    kind : str
        How it is shaded: the class of evidence, or ``equivocal``, ``benign``, ``unseen``.
    signs : str
        Tracer and morphology in signs.
    words : str
        The same in words.
    suvmax : str
        Highest uptake; empty where it was not measured.
    address : str
        Where the record lies.
    """

    kind: str
    signs: str
    words: str
    suvmax: str
    address: str


@dataclass(frozen=True, slots=True)
class LesionLine:
    """A lesion with what each study showed of it."""

    number: str
    region: str
    side: str
    what: str
    address: str
    cells: tuple[LesionCell | None, ...]


@dataclass(frozen=True, slots=True)
class LesionTable:
    """Lesions by studies."""

    studies: tuple[StudyColumn, ...]
    lines: tuple[LesionLine, ...]


def lesion_table(chart: Chart) -> LesionTable:
    """Return the lesions of a patient by the studies that list lesions, in the order of days."""
    studies = listing_studies(chart)
    lesions = sorted(chart.rows("bone_lesion"), key=_order)
    return LesionTable(
        studies=tuple(
            StudyColumn(
                day=render_day(str(study.get("date") or "")),
                modality=render_value("imaging_study", "modality", study),
                address=record_address("imaging_study", str(study["id"])),
            )
            for study in studies
        ),
        lines=tuple(
            LesionLine(
                number=str(lesion.get("lesion_no") or ""),
                region=render_value("bone_lesion", "region", lesion).split(" (")[0],
                side=render_value("bone_lesion", "side", lesion) if lesion.get("side") else "",
                what=render_value("bone_lesion", "final_class", lesion),
                address=record_address("bone_lesion", str(lesion["id"])),
                cells=tuple(_cell(chart, lesion, study) for study in studies),
            )
            for lesion in lesions
        ),
    )


def listing_studies(chart: Chart) -> list[Row]:
    """Return the studies that list lesions, in the order of days; those without a day first."""
    keys = {row["imaging_study_id"] for row in chart.rows("lesion_observation")}
    studies = [study for study in chart.rows("imaging_study") if study["id"] in keys]
    return sorted(studies, key=study_order)


def study_order(study: Row) -> tuple[date, date, str]:
    """Return by what studies are put in the order of days."""
    found = date_of(study, "date")
    lo, hi = (date.min, date.min) if found is None else (found.lo, found.hi)
    return lo, hi, str(study["id"])


def observation_kind(chart: Chart, observation: Row, study: Row) -> str:
    """Return how a lesion at a study is shaded; see `LesionCell`."""
    lesion = chart.record("bone_lesion", observation.get("bone_lesion_id")) or {}
    is_benign = str(lesion.get("final_class") or "").startswith("benign")
    if is_benign or observation.get("certainty") == "benign":
        return "benign"
    if "Y" not in {observation.get("tracer"), observation.get("morph")}:
        return "unseen"
    return _lesion_class(observation, study) if is_counted(chart, observation) else "equivocal"


def _lesion_class(observation: Row, study: Row) -> str:
    """Return the class of evidence (D03) of a lesion that was seen at a study."""
    morph = str(observation.get("morph") or NOT_EXAMINED)
    examined = examined_morphology(morph, study.get("ct_quality"), lowdose_counts=False)
    found = classify_lesion(str(observation.get("tracer") or NOT_EXAMINED), examined)
    return found if found in KNOWN_CLASSES else HALF_EXAMINED


def _cell(chart: Chart, lesion: Row, study: Row) -> LesionCell | None:
    seen = [
        row
        for row in chart.referring("lesion_observation", "bone_lesion_id", lesion["id"])
        if row.get("imaging_study_id") == study["id"]
    ]
    if not seen:
        return None
    row = min(seen, key=lambda one: str(one["id"]))
    suvmax = row.get("suvmax")
    return LesionCell(
        kind=observation_kind(chart, row, study),
        signs=" ".join(_signs(row)),
        words=_words(row),
        suvmax="" if suvmax is None else render_number(suvmax, digits=1),
        address=record_address("lesion_observation", str(row["id"])),
    )


def _signs(row: Row) -> Sequence[str]:
    """Return what tracer and morphology show: T for tracer, M for morphology."""
    pairs = (("T", row.get("tracer")), ("M", row.get("morph")))
    return [f"{letter}{SIGNS.get(str(found), '?')}" for letter, found in pairs]


def _words(row: Row) -> str:
    type_code, certainty = row.get("morph_type"), row.get("certainty")
    parts = (
        render_code("bone_morphology", type_code) if type_code not in {None, "none", "NE"} else "",
        render_code("lesion_certainty", certainty) if certainty else "",
    )
    return ", ".join(part for part in parts if part)


def _order(lesion: Row) -> tuple[float, str]:
    number = lesion.get("lesion_no")
    return (float("inf") if number is None else float(number), str(lesion["id"]))
