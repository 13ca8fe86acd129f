"""The golden registry as a flat SPSS file: codes with labels, and codes declared missing."""

from datetime import date
from pathlib import Path

import pandas as pd
import pyreadstat

from golden_flat import MOST_EVENTS, MOST_LESIONS, MOST_STUDIES, Line

UNKNOWN, UNKNOWN_NUMBER = 9, 999
SITES = {"C17.0": 1, "C17.1": 2, "C17.2": 3, "C17.9": 8}
M_CATEGORIES = {"M0": 0, "M1a": 1, "M1b": 2, "M1c": 3}
MORPHOLOGY = {"none": 0, "osteoblastic": 1, "osteolytic": 2, "mixed": 3}
EVENTS = {"FRACTURE_VERTEBRAL": 1, "PAIN_NEW_OR_WORSE": 2, "RT_BONE": 3, "MSCC": 4}
AGENTS = {"denosumab": 1, "zoledronic_acid": 2}
ORGANS = {
    "LIVER": "meta_leber", "PERITONEUM": "meta_perit", "LUNG": "meta_lunge",
    "PANCREAS": "meta_pankr", "DISTANT_LN": "meta_lk",
}  # fmt: skip
SPINE = {"C": "HWK", "T": "BWK", "L": "LWK"}
BONES = {
    "HIP_BONE_L": "Becken links", "HIP_BONE_R": "Becken rechts", "FEMUR_R": "Femur rechts",
    "SCAPULA_L": "Skapula links", "SCAPULA_R": "Skapula rechts", "STERNUM": "Sternum",
}  # fmt: skip

LABELS = {
    "pat_nr": "Patientennummer", "geschl": "Geschlecht", "gebjahr": "Geburtsjahr",
    "ed_datum": "Datum der Erstdiagnose", "lok": "Lokalisation des Primarius",
    "grading": "Grading nach WHO 2019", "ki67": "Ki-67 in Prozent", "funktion": "Funktionalität",
    "km": "Knochenmetastasen", "bp_mittel": "Antiresorptivum", "status": "Status",
}  # fmt: skip
VALUE_LABELS: dict[str, dict[float, str]] = {
    "geschl": {1: "männlich", 2: "weiblich"},
    "lok": {1: "Duodenum", 2: "Jejunum", 3: "Ileum", 8: "Dünndarm o. n. A."},
    "grading": {1: "G1", 2: "G2", 3: "G3", UNKNOWN: "unbekannt"},
    "ki67": {UNKNOWN_NUMBER: "unbekannt"},
    "mitosen": {UNKNOWN_NUMBER: "unbekannt"},
    "funktion": {0: "nicht funktionell", 1: "funktionell"},
    "km": {0: "nein", 1: "ja"},
    "sre_sympt": {1: "ja", UNKNOWN: "unbekannt"},
    "rt_grund": {1: "Schmerz", UNKNOWN: "unbekannt"},
    "bp_mittel": {1: "Denosumab", 2: "Zoledronat"},
    "status": {1: "lebt", 2: "verstorben"},
}
DECLARED_MISSING: dict[str, list[float]] = {
    "grading": [UNKNOWN], "ki67": [UNKNOWN_NUMBER], "mitosen": [UNKNOWN_NUMBER],
    "sre_sympt": [UNKNOWN], "rt_grund": [UNKNOWN],
}  # fmt: skip


def write_golden_sav(lines: list[Line], path: Path) -> Path:
    """Write one row a patient, days as SPSS holds them."""
    frame = pd.DataFrame([_row(line) for line in lines])
    days, texts = _columns_with(frame, date), _columns_with(frame, str)
    kinds = dict.fromkeys(frame.columns, "float64") | dict.fromkeys(days, "datetime64[ns]")
    frame = frame.astype(kinds | dict.fromkeys(texts, "object"))
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=[LABELS.get(name, name) for name in frame.columns],
        variable_value_labels=VALUE_LABELS,
        missing_ranges=DECLARED_MISSING,
        variable_format=dict.fromkeys(days, "DATE11"),
    )
    return path


def _columns_with(frame: pd.DataFrame, kind: type) -> list[str]:
    return [
        name
        for name in frame.columns
        if frame[name].map(lambda cell, kind=kind: isinstance(cell, kind)).any()
    ]


def region_word(region: object) -> str:
    """Return a bone as the ward writes it."""
    text = str(region)
    if text in BONES:
        return BONES[text]
    if text.startswith("RIB_"):
        return f"{text[5:]}. Rippe {'links' if text[4] == 'L' else 'rechts'}"
    return f"{SPINE[text[0]]} {text[1:]}"


def day(row: dict[str, object] | None, name: str) -> date | None:
    """Return a day of a record that may not be there."""
    text = None if row is None else row.get(name)
    return None if text is None else date.fromisoformat(str(text))


def _row(line: Line) -> dict[str, object]:
    patient, tumour = line.one["patient"], line.one["tumour"]
    specimen, hormones = line.one["pathology"], line.one["hormone_assessment"]
    grade = str(specimen.get("grade_reported", ""))
    stages = [M_CATEGORIES[str(stage["m_category"])] for stage in line.stages]
    return {
        "pat_nr": line.number,
        "geschl": {"M": 1, "F": 2}[str(patient["sex"])],
        "gebjahr": int(str(patient["birth"])),
        "erstvorst": day(patient, "first_referral_date"),
        "ed_datum": day(tumour, "dx_date"),
        "alter_ed": tumour["age_at_diagnosis"],
        "lok": SITES[str(tumour["topography"])],
        "morpho": specimen["morphology"],
        "grading": int(grade[1]) if grade else UNKNOWN,
        "ki67": specimen.get("ki67_percent", UNKNOWN_NUMBER),
        "mitosen": specimen.get("mitoses_per_2mm2", UNKNOWN_NUMBER),
        "funktion": int(hormones["functioning"] == "functioning"),
        "syndrom": {"carcinoid": 1, "gastrinoma": 2}.get((hormones.get("syndrome") or [""])[0]),
        "m_ed": stages[0],
        "m_km": stages[1] if len(stages) > 1 else None,
        **{column: int(organ in line.organs) for organ, column in ORGANS.items()},
        **_bone(line),
        **_studies(line),
        **_treatment(line),
    }


def _bone(line: Line) -> dict[str, object]:
    first = None if line.bone is None else line.keys[line.bone["first_imaging_id"]]
    regions = [region_word(lesion["region"]) for lesion in line.lesions]
    regions += [""] * (MOST_LESIONS - len(regions))
    return {
        "km": int(line.bone is not None),
        "km_datum": day(line.bone, "first_date"),
        "km_pet": None if first is None else int(first[-1]),
        **{f"laes{n}_ort": region for n, region in enumerate(regions, start=1)},
    }


def _studies(line: Line) -> dict[str, object]:
    row: dict[str, object] = {}
    for n in range(1, MOST_STUDIES + 1):
        study = line.studies[n - 1] if n <= len(line.studies) else None
        finding = line.findings[study["id"]] if study else {}
        row[f"pet{n}_datum"] = day(study, "date")
        row[f"pet{n}_anlass"] = study and {"initial_staging": 1}.get(str(study["context"]), 2)
        row[f"pet{n}_knochen"] = study and _result(finding)
        row[f"pet{n}_herde"] = finding.get("n_loci")
        row[f"pet{n}_morph"] = study and MORPHOLOGY[str(finding["morphology_overall"])]
        for m in range(1, MOST_LESIONS + 1):
            lesion = line.lesions[m - 1]["id"] if m <= len(line.lesions) else None
            seen = line.observations.get((study and study["id"], lesion))
            row[f"pet{n}_l{m}"] = seen and MORPHOLOGY[str(seen["morph_type"])]
    return row


def _result(finding: dict[str, object]) -> int:
    """0 negative, 1 tracer alone, 2 tracer and CT."""
    return [finding["tracer_positive"], finding["morph_positive"]].count("Y")


def _treatment(line: Line) -> dict[str, object]:
    first = line.events[0] if line.events else None
    kinds = [EVENTS[str(event["type"])] for event in line.events]
    kinds += [None] * (MOST_EVENTS - len(kinds))
    course, radiation = line.one.get("antiresorptive_course"), line.one.get("radiotherapy_course")
    follow_up = line.one["follow_up"]
    return {
        "sre_datum": day(first, "date"),
        **{f"sre{n}_art": kind for n, kind in enumerate(kinds, start=1)},
        "sre_sympt": first and (1 if "symptomatic" in first else UNKNOWN),
        "rt_datum": day(radiation, "start_date"),
        "rt_grund": radiation and (1 if "indication" in radiation else UNKNOWN),
        "bp_mittel": course and AGENTS[str(course["agent"])],
        "bp_beginn": day(course, "start_date"),
        "status": 2 if follow_up["status"] == "dead" else 1,
        "letzter_k": day(follow_up, "last_alive_date"),
    }
