"""Tables about what happened to bones and what was done: events, radiotherapy, antiresorptives."""

import numpy as np
import pyarrow as pa

from osteon.codes import load_value_set
from osteon.synthetic.simulation.arrays import BoolArray, IntArray
from osteon.synthetic.simulation.columns import Columns, build_table, code_column
from osteon.synthetic.simulation.draft import DatePrecision, Draft, number_within
from osteon.synthetic.simulation.events import (
    CORD_COMPRESSION,
    FRACTURE,
    RADIOTHERAPY,
    Events,
)
from osteon.synthetic.simulation.imaging_tables import REGIONS, lesion_ids, region_of

EVENT_TYPES = (
    "RT_BONE", "FRACTURE_VERTEBRAL", "SURGERY_BONE", "MSCC", "FRACTURE_NONVERTEBRAL",
)  # fmt: skip
"""By kind of event; the last one for fractures elsewhere than in the spine."""
FRACTURE_ELSEWHERE = len(EVENT_TYPES) - 1
RADIATION_DOSE_CGY, RADIATION_FRACTIONS = 800.0, 1
AGENTS = ("zoledronic_acid", "denosumab")
DECISIONS = ("start_zoledronate", "start_denosumab")
ROUTES = ("iv", "sc")
DOSE_MG = np.array([4.0, 120.0])
DOSE_INTERVAL_DAYS = np.array([84, 28])


def build_treatment_tables(draft: Draft) -> dict[str, pa.Table]:
    """Return the tables about skeletal events and their treatment."""
    events = draft.histories.events
    precision = draft.draw_precision(draft.truth.recording.events, len(events))
    kind = _kind_by_region(draft, events)
    treated = np.flatnonzero(np.isfinite(draft.histories.findings.treated))
    return {
        "skeletal_event": _build_skeletal_event(draft, events, kind, precision),
        **_build_radiotherapy(draft, events, kind == RADIOTHERAPY, precision),
        "antiresorptive_decision": _build_decision(draft, treated),
        "antiresorptive_course": _build_course(draft, treated),
        "antiresorptive_dose": _build_dose(draft, treated),
    }


def _has_lesion(draft: Draft, events: Events) -> BoolArray:
    """Return which events happened when bone metastasis was known."""
    return events.day >= draft.histories.findings.found[events.patient]


def _first_lesion(events: Events) -> IntArray:
    return np.ones(len(events), dtype=np.int64)


def _kind_by_region(draft: Draft, events: Events) -> IntArray:
    """Return the place among `EVENT_TYPES` of each event, which the region of its lesion narrows.

    What happened before bone metastasis was known is a fracture, as no lesion was there to treat.
    """
    spine = {code.code for code in load_value_set("bone_region") if code.group == "SPINE"}
    is_spinal = np.array([region in spine for region in REGIONS])
    region = region_of(draft, events.patient, _first_lesion(events))
    is_fracture = np.isin(events.kind, (FRACTURE, CORD_COMPRESSION))
    kind = np.where(is_fracture & ~is_spinal[region], FRACTURE_ELSEWHERE, events.kind)
    return np.where(_has_lesion(draft, events), kind, FRACTURE_ELSEWHERE)


def _build_skeletal_event(
    draft: Draft, events: Events, kind: IntArray, precision: DatePrecision
) -> pa.Table:
    patient, without = events.patient, ~_has_lesion(draft, events)
    lesion = lesion_ids(draft, patient, _first_lesion(events))
    region = region_of(draft, patient, _first_lesion(events))
    is_fracture = np.isin(kind, (FRACTURE, FRACTURE_ELSEWHERE))
    record_ids = draft.numbered_ids(patient, "event", number_within(patient))
    columns = {
        **draft.head(patient, events.day, record_ids),
        **draft.dates("date", patient, events.day, precision),
        "type": code_column(EVENT_TYPES, kind),
        "region": code_column(REGIONS, region, absent=without),
        "bone_lesion_id": lesion.take(pa.array(np.arange(len(events)), mask=without)),
        "symptomatic": "Y",
        "pathological_certainty": code_column(
            ["imaging", "uncertain"], without, absent=~is_fracture
        ),
        "detected_by": "symptom",
    }
    return build_table("skeletal_event", len(events), columns)


def _build_radiotherapy(
    draft: Draft, events: Events, chosen: BoolArray, precision: DatePrecision
) -> dict[str, pa.Table]:
    """One fraction to the lesion on the day of each event that is radiotherapy."""
    number = number_within(events.patient)[chosen]
    radiated = events.select(chosen)
    patient, n = radiated.patient, len(radiated)
    known = precision[0][chosen], precision[1][chosen]
    course_ids = draft.numbered_ids(patient, "radiotherapy", number)
    lesions = lesion_ids(draft, patient, _first_lesion(radiated))
    course: Columns = {
        **draft.head(patient, radiated.day, course_ids),
        "intent": "palliative",
        "indication": _lists_of_one(code_column(["pain"], np.zeros(n))),
        **draft.dates("start_date", patient, radiated.day, known),
        **draft.dates("end_date", patient, radiated.day, known),
        "status": "completed",
    }
    target: Columns = {
        **draft.head(patient, radiated.day, draft.numbered_ids(patient, "target", number)),
        "radiotherapy_course_id": course_ids,
        "region": code_column(REGIONS, region_of(draft, patient, _first_lesion(radiated))),
        "bone_lesion_ids": _lists_of_one(lesions),
        "dose_total_cgy": RADIATION_DOSE_CGY,
        "fractions": RADIATION_FRACTIONS,
    }
    return {
        "radiotherapy_course": build_table("radiotherapy_course", n, course),
        "radiotherapy_target": build_table("radiotherapy_target", n, target),
    }


def _lists_of_one(values: pa.Array) -> pa.Array:
    offsets = pa.array(np.arange(len(values) + 1), pa.int32())
    return pa.ListArray.from_arrays(offsets, values)


def _build_decision(draft: Draft, treated: IntArray) -> pa.Table:
    findings = draft.histories.findings
    day = findings.treated[treated]
    columns = {
        **draft.head(treated, day, draft.ids(treated, "decision")),
        **draft.dates("date", treated, day),
        "forum": "board",
        "decision": code_column(DECISIONS, findings.is_denosumab[treated]),
    }
    return build_table("antiresorptive_decision", len(treated), columns)


def _build_course(draft: Draft, treated: IntArray) -> pa.Table:
    """Open at last contact unless death ended it."""
    findings, watch = draft.histories.findings, draft.histories.watch
    agent, goes_on = findings.is_denosumab[treated].astype(np.int64), ~watch.is_dead[treated]
    not_applicable = code_column(["NA"], np.zeros(len(treated)), absent=~goes_on)
    columns = {
        **draft.head(treated, findings.treated[treated], draft.ids(treated, "antiresorptive")),
        "agent": code_column(AGENTS, agent),
        "dose_mg": pa.array(DOSE_MG[agent]),
        "route": code_column(ROUTES, agent),
        "interval_days": pa.array(DOSE_INTERVAL_DAYS[agent]),
        **draft.dates("start_date", treated, findings.treated[treated]),
        **draft.dates("stop_date", treated, watch.end[treated], absent=goes_on),
        "stop_date_null": not_applicable,
        "stop_reason": code_column(["death"], np.zeros(len(treated)), absent=goes_on),
        "stop_reason_null": not_applicable,
    }
    return build_table("antiresorptive_course", len(treated), columns)


def _build_dose(draft: Draft, treated: IntArray) -> pa.Table:
    """Doses come at each interval before the last day seen; the first one in any case."""
    findings, end = draft.histories.findings, draft.histories.watch.end
    interval = DOSE_INTERVAL_DAYS[findings.is_denosumab[treated].astype(np.int64)]
    n_doses = np.ceil((end - findings.treated)[treated] / interval).astype(np.int64)
    patient = np.repeat(treated, np.maximum(n_doses, 1))
    agent, number = findings.is_denosumab[patient].astype(np.int64), number_within(patient)
    day = findings.treated[patient] + (number - 1) * DOSE_INTERVAL_DAYS[agent]
    columns = {
        **draft.head(patient, day, draft.numbered_ids(patient, "dose", number)),
        "antiresorptive_course_id": draft.ids(patient, "antiresorptive"),
        **draft.dates("date", patient, day),
        "agent": code_column(AGENTS, agent),
        "dose_mg": pa.array(DOSE_MG[agent]),
    }
    return build_table("antiresorptive_dose", len(patient), columns)
