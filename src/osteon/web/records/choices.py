"""What can be chosen: codes of a value set, reasons, units, and the patient's own records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from osteon.codes import load_value_set
from osteon.dictionary import ENTITIES, Entity, FieldSpec, find_quantity
from osteon.registry import reading
from osteon.registry.policies import Actor
from osteon.web.records.texts import render_value
from osteon.web.records.words import code_text, form_language
from osteon.web.words import render_code, render_unit


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen.

    Parameters
    ----------
    value, text : str
        What is sent, and what is read.
    group : str, optional
        The heading it stands under.
    """

    value: str
    text: str
    group: str = ""


Choices = Sequence[Choice]
References = Mapping[str, Choices]
"""The patient's own records, by table."""

_REASONS = "missing_reason_measured"
_TELLING: Mapping[str, tuple[str, ...]] = {
    "analgesic_use": ("date", "drug", "dose"),
    "antiresorptive_course": ("agent", "start_date", "stop_date"),
    "antiresorptive_dose": ("date", "agent", "dose_mg"),
    "antiresorptive_safety": ("date", "type"),
    "bone_lesion": ("lesion_no", "region", "side", "final_class"),
    "comorbidity": ("condition", "present"),
    "consent": ("consent_type", "status"),
    "follow_up": ("last_alive_date", "status"),
    "imaging_study": ("date", "modality", "tracer"),
    "lab_result": ("date", "analyte", "value", "unit"),
    "lesion_observation": ("tracer", "morph", "certainty"),
    "long_bone_assessment": ("date", "region", "mirels_total"),
    "metastasis_site": ("organ", "status"),
    "pain_assessment": ("date", "scope", "nrs_worst"),
    "pathology": ("specimen_date", "specimen_site", "grade_reported"),
    "patient": ("patient_id",),
    "procedure": ("date", "type", "region"),
    "prrt_cycle": ("cycle_no", "date", "radionuclide"),
    "radiotherapy_course": ("start_date", "intent"),
    "radiotherapy_target": ("region", "side", "dose_total_cgy", "fractions"),
    "skeletal_event": ("date", "type", "region"),
    "skeletal_finding": ("bone_result", "n_loci"),
    "stage_assessment": ("date", "system", "stage"),
    "systemic_therapy_drug": ("drug", "start_date"),
    "systemic_therapy_line": ("line_no", "intent", "start_date"),
    "tumour": ("topography", "dx_date"),
    "tumour_board": ("date", "type"),
    "tumour_board_decision": ("type", "due_date", "status"),
}
"""By which fields people tell the records of a table apart; by its date where nothing is said."""


def record_label(table: Entity, row: Mapping[str, object]) -> str:
    """Return a line by which people know a record."""
    names = _TELLING.get(table.name, ("date",))
    texts = [_telling_text(table.field(name), row[name]) for name in names if name in row]
    return " · ".join(text for text in texts if text) or _("without a date or a kind")


def _telling_text(field: FieldSpec, value: object) -> str:
    if field.kind == "code" and isinstance(value, str):
        shown = render_code(str(field.value_set), value)
        return f"{value} {shown}" if field.value_set == "bone_region" else shown
    text = ", ".join(render_value(field, value, form_language()))
    return f"{text} {render_unit(field)}" if field.unit else text


def references_of(
    table: Entity, patient_id: str, *, by: Actor, leaving_out: str = ""
) -> dict[str, list[Choice]]:
    """Return what the references of a table can point to: the patient's records, the last first.

    Raises
    ------
    UnknownRecordError
        There is no such patient, or not for this actor.
    """
    named = {
        field.references for field in table.fields if field.references not in {None, "patient"}
    }
    return {
        name: [
            Choice(record.key, record_label(ENTITIES[name], record.row))
            for record in sorted(
                reading.records_of(patient_id, name, by=by),
                key=lambda record: _day_of(record.row),
                reverse=True,
            )
            if (name, record.key) != (table.name, leaving_out)
        ]
        for name in sorted(str(name) for name in named)
    }


def _day_of(row: Mapping[str, object]) -> str:
    days = (row.get(name) for name in ("date", "start_date", "dx_date", "last_alive_date"))
    return next((str(day) for day in days if day), "")


def choices_of(field: FieldSpec, references: References) -> Choices:
    """Return what can be chosen for a field; nothing where it is typed."""
    if field.kind == "boolean":
        return (Choice("true", _("yes")), Choice("false", _("no")))
    if field.references is not None:
        return references.get(field.references, ())
    if field.value_set is not None:
        codes = load_value_set(field.value_set)
        return [Choice(code.code, code_text(code), code.group) for code in codes]
    return ()


def reason_choices(field: FieldSpec) -> Choices:
    """Return the reasons for the absence of a value."""
    return [
        Choice(reason, f"{reason} · {render_code(_REASONS, reason)}") for reason in field.reasons
    ]


def unit_choices(field: FieldSpec) -> Choices:
    """Return the units a number can be typed in; nothing where there is one only."""
    if field.unit is None:
        return ()
    units = find_quantity(field.unit, field.substance).units
    return [Choice(unit, unit) for unit in units] if len(units) > 1 else ()


@cache
def laboratory_units() -> tuple[Choice, ...]:
    """Return the units of laboratory values, under the analyte that each fits."""
    found: dict[str, list[str]] = {}
    for code in load_value_set("analyte"):
        for unit in find_quantity("", code.code).units:
            found.setdefault(unit, []).append(code.code)
    return tuple(Choice(unit, unit, " ".join(analytes)) for unit, analytes in found.items())


def with_held(choices: Choices, held: Iterable[str]) -> Iterator[Choice]:
    """Yield choices, and what a record holds beside them, so that no form can lose it."""
    yield from choices
    known = {choice.value for choice in choices}
    yield from (Choice(text, text) for text in held if text and text not in known)


def next_lesion(patient_id: str, by: Actor) -> int:
    """Return the number that the next lesion of a patient gets."""
    lesions = reading.records_of(patient_id, "bone_lesion", by=by)
    return 1 + max((int(str(lesion.row.get("lesion_no") or 0)) for lesion in lesions), default=0)
