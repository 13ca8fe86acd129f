"""Visits: which tables are filled in together, in which order, and what refers to what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class VisitPart:
    """One table of a visit.

    Parameters
    ----------
    table : str
        Its name.
    times : int
        How many empty forms stand ready; a person asks for more.
    most : int
        How many can be asked for.
    refers : mapping of str to str
        References that the visit fills in: field to the table of the visit it points to.
    preset : tuple of mapping
        What the forms begin with, one after another: which line is meant, never a finding.
    for_each : str
        A table of which every record of the patient gets a form, by the reference of this name.
    beside : bool
        Whether each form belongs to the form of the part before: a new lesion, as it is seen.
    date : str
        The field that takes the date of the visit where it is left empty.
    sooner : tuple of str
        Optional fields that are asked for at this visit all the same.
    """

    table: str
    times: int = 1
    most: int = 1
    refers: Mapping[str, str] = field(default_factory=dict)
    preset: tuple[Mapping[str, str], ...] = ()
    for_each: str = ""
    beside: bool = False
    date: str = "date"
    sooner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """What is entered together.

    Parameters
    ----------
    name : str
        Its name in addresses.
    title : str
        What people call it.
    parts : tuple of VisitPart
        In the order in which they are entered; a part comes after those it refers to.
    """

    name: str
    title: Promise
    parts: tuple[VisitPart, ...]


_STUDY = {"imaging_study_id": "imaging_study"}
_ANALYTES = ("creatinine", "calcium", "albumin", "chromogranin_a")

VISITS: Mapping[str, Visit] = MappingProxyType(
    {
        visit.name: visit
        for visit in (
            Visit(
                "diagnosis",
                _("Diagnosis"),
                (
                    VisitPart("tumour", date="dx_date"),
                    VisitPart(
                        "pathology", refers={"tumour_id": "tumour"}, most=3, date="specimen_date"
                    ),
                    VisitPart("stage_assessment", refers={"tumour_id": "tumour"}),
                    VisitPart("hormone_assessment"),
                    VisitPart(
                        "metastasis_site",
                        times=2,
                        most=8,
                        preset=({"organ": "LIVER"}, {"organ": "BONE"}),
                        date="",
                    ),
                ),
            ),
            Visit(
                "imaging",
                _("Imaging"),
                (
                    VisitPart("imaging_study"),
                    VisitPart("skeletal_finding", refers=_STUDY, date=""),
                    VisitPart(
                        "lesion_observation", refers=_STUDY, for_each="bone_lesion_id", date=""
                    ),
                    VisitPart("bone_lesion", most=20, date=""),
                    VisitPart(
                        "lesion_observation",
                        refers={**_STUDY, "bone_lesion_id": "bone_lesion"},
                        beside=True,
                        date="",
                    ),
                ),
            ),
            Visit(
                "clinic",
                _("Clinic"),
                (
                    VisitPart("patient_observation", sooner=("ecog", "weight_kg")),
                    VisitPart("pain_assessment", most=4),
                    VisitPart("analgesic_use", most=5),
                    VisitPart(
                        "lab_result",
                        times=4,
                        most=12,
                        preset=tuple({"analyte": analyte} for analyte in _ANALYTES),
                    ),
                    VisitPart("antiresorptive_dose"),
                    VisitPart("follow_up", date="last_alive_date", sooner=("disease_status",)),
                ),
            ),
            Visit(
                "board",
                _("Tumour board"),
                (
                    VisitPart("tumour_board"),
                    VisitPart(
                        "tumour_board_decision",
                        refers={"tumour_board_id": "tumour_board"},
                        times=2,
                        most=8,
                        date="",
                    ),
                    VisitPart("antiresorptive_decision"),
                ),
            ),
            Visit(
                "radiotherapy",
                _("Radiotherapy"),
                (
                    VisitPart("radiotherapy_course", date="start_date"),
                    VisitPart(
                        "radiotherapy_target",
                        refers={"radiotherapy_course_id": "radiotherapy_course"},
                        most=6,
                        date="",
                    ),
                    VisitPart("pain_assessment"),
                    VisitPart("analgesic_use", most=3),
                ),
            ),
        )
    }
)
"""The visits there are."""
