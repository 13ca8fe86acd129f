"""The golden registry as a ward's Excel sheet, with the disorder of years."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from golden_flat import MOST_EVENTS, MOST_LESIONS, MOST_STUDIES, Line, Row
from golden_sav import day, region_word

HEADER_ROW = 3
FIRST_ROW = HEADER_ROW + 2
LINES_BETWEEN_BLANKS = 100
FOOTER = 5
TWICE = "077"
"""A patient who stands in the sheet twice."""
FAULTS: Mapping[str, tuple[str, object]] = {
    "017": ("Primärtumor / ED", "31.02.2009"),
    "044": ("Patient / Geschl.", "x"),
    "101": ("Primärtumor / Ki-67", "10-15 %"),
    "120": ("Primärtumor / Alter", "#N/A"),
    "150": ("Patient / Nr.", None),
    "202": ("Primärtumor / Ki-67", "4.5"),
    "250": ("Verlauf / Status", "?"),
    "303": ("Primärtumor / Grading", "G2/G3"),
    "330": ("Verlauf / letzter Kontakt", "17.5.20"),
    "400": ("Knochenmetastasen / ja/nein", "fraglich"),
}
"""What is wrong in a row, by patient."""

GRADES = {
    "": ("", "k. A."),
    "G1": ("G1", "NET G 1", "gut diff., G1", "Ki-67 <3%"),
    "G2": ("G2", "gut diff., G2", "NET G 2", "g2 ", "Ki67 3-5%"),
    "G3": ("G3", "NET G3"),
}
SITES = {
    "C17.0": "Duodenum", "C17.1": "Jejunum", "C17.2": "Ileum", "C17.9": "Dünndarm o. n. A.",
}  # fmt: skip
ORGANS = {
    "Leber": "LIVER", "Peritoneum": "PERITONEUM", "Lunge": "LUNG", "Pankreas": "PANCREAS",
    "Lymphknoten (fern)": "DISTANT_LN",
}  # fmt: skip
MORPHOLOGY = {
    "none": "-", "osteoblastic": "osteoplastisch", "osteolytic": "osteolytisch",
    "mixed": "gemischt",
}  # fmt: skip
EVENTS = {
    "FRACTURE_VERTEBRAL": "WK-Fraktur", "PAIN_NEW_OR_WORSE": "Schmerz", "RT_BONE": "RT",
    "MSCC": "MSCC",
}  # fmt: skip


def blurred_records(records: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Return carried records as precise as the sheet has them."""
    blurs = {
        ("antiresorptive_decision", "date"): _course_length,
        ("antiresorptive_course", "start_date"): _course_length,
        ("skeletal_event", "date"): _event_length,
    }
    return {
        name: [
            row
            | {
                field: str(row[field])[: length(str(row["patient_id"])[-3:])]
                for (table, field), length in blurs.items()
                if table == name
            }
            for row in rows
        ]
        for name, rows in records.items()
    }


def write_golden_sheet(lines: list[Line], path: Path, *, faulty: bool) -> dict[str, list[int]]:
    """Write the sheet.

    Parameters
    ----------
    lines : list of Line
        The patients.
    path : Path
        Where to write.
    faulty : bool
        Whether the faults are in it, or were mended.

    Returns
    -------
    dict of str to list of int
        The rows of the sheet by patient, and that of a ``footer`` which no mapping leaves out.
    """
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Patienten"
    sheet["A1"] = "Patientenliste der Sprechstunde für neuroendokrine Tumoren"
    sheet.merge_cells("A1:H1")
    _write_header(sheet, list(_cells(lines[0])))
    rows: dict[str, list[int]] = {}
    listed = [*lines, *(line for line in lines if faulty and line.number == TWICE)]
    for place, line in enumerate(listed):
        number = FIRST_ROW + place + place // LINES_BETWEEN_BLANKS
        cells = dict(_cells(line))
        if faulty and line.number in FAULTS:
            column, value = FAULTS[line.number]
            cells[column] = value
        for column, value in enumerate(cells.values(), start=1):
            sheet.cell(number, column).value = value
        rows.setdefault(line.number, []).append(number)
    _write_footer(sheet, number + 2)
    if faulty:
        sheet.cell(number + FOOTER, 1).value = "Stand 05/2023"
        rows["footer"] = [number + FOOTER]
    workbook.create_sheet("Legende").append(["k. A.", "keine Angabe"])
    workbook.save(path)
    return rows


def _write_header(sheet: Worksheet, cells: list[tuple[str, object]]) -> None:
    names = [name for name, _ in cells]
    column = 1
    for group, members in groupby(names, key=lambda name: name.partition(" / ")[0]):
        below = [name.partition(" / ")[2] for name in members]
        sheet.cell(HEADER_ROW, column).value = group
        for offset, name in enumerate(below):
            sheet.cell(HEADER_ROW + 1, column + offset).value = name or None
        last_row = HEADER_ROW if below[0] else HEADER_ROW + 1
        if len(below) > 1 or not below[0]:
            sheet.merge_cells(
                start_row=HEADER_ROW, end_row=last_row,
                start_column=column, end_column=column + len(below) - 1,
            )  # fmt: skip
        column += len(below)


def _write_footer(sheet: Worksheet, row: int) -> None:
    for offset, word in enumerate(("Summe", "Median")):
        sheet.cell(row + offset, 1).value = word
        sheet.cell(row + offset, 6).value = f"={word.upper()}(F{FIRST_ROW}:F{row - 2})"


def _cells(line: Line) -> Iterator[tuple[str, object]]:
    """Yield the cells of a line by their columns, header lines joined."""
    number = int(line.number)
    patient, tumour = line.one["patient"], line.one["tumour"]
    specimen, hormones = line.one["pathology"], line.one["hormone_assessment"]
    yield "Patient / Nr.", line.number
    yield "Patient / Geschl.", {"M": "m", "F": "w"}[str(patient["sex"])]
    yield "Patient / Geb.-Jahr", int(str(patient["birth"]))
    yield "Patient / Erstvorstellung", _written(patient, "first_referral_date", number)
    yield "Primärtumor / ED", _written(tumour, "dx_date", number + 1)
    yield "Primärtumor / Alter", tumour["age_at_diagnosis"]
    yield "Primärtumor / Lokalisation", SITES[str(tumour["topography"])]
    yield "Primärtumor / Histologie", specimen["morphology"]
    words = GRADES[str(specimen.get("grade_reported", ""))]
    yield "Primärtumor / Grading", words[number % len(words)]
    yield "Primärtumor / Ki-67", _percent(specimen.get("ki67_percent"), number)
    yield "Primärtumor / Mitosen/2 mm²", _decimal(specimen.get("mitoses_per_2mm2"), number)
    syndrome = (hormones.get("syndrome") or [""])[0]
    yield (
        "Funktionalität",
        {"carcinoid": "Serotonin", "gastrinoma": "Gastrin"}.get(syndrome, "nein"),
    )
    stages = [stage["m_category"] for stage in line.stages]
    yield "Metastasen / M bei ED", stages[0]
    yield "Metastasen / M bei Knochenmet.", stages[1] if len(stages) > 1 else None
    for column, organ in ORGANS.items():
        yield f"Metastasen / {column}", "ja" if organ in line.organs else ("", "nein")[number % 2]
    yield from _bone(line, number)
    yield from _studies(line, number)
    yield from _course(line, number)
    yield "Bemerkung", "s. Arztbrief, Größe 12 mm" if number % 40 == 0 else None


def _bone(line: Line, number: int) -> Iterator[tuple[str, object]]:
    first = None if line.bone is None else line.keys[line.bone["first_imaging_id"]]
    yield "Knochenmetastasen / ja/nein", "nein" if line.bone is None else "ja"
    yield "Knochenmetastasen / Datum", _written(line.bone, "first_date", number)
    yield "Knochenmetastasen / im PET Nr.", None if first is None else int(first[-1])
    for n in range(1, MOST_LESIONS + 1):
        region = line.lesions[n - 1]["region"] if n <= len(line.lesions) else None
        yield f"Knochenherde / Herd {n}", None if region is None else region_word(region)


def _studies(line: Line, number: int) -> Iterator[tuple[str, object]]:
    for n in range(1, MOST_STUDIES + 1):
        study = line.studies[n - 1] if n <= len(line.studies) else None
        finding = line.findings[study["id"]] if study else {}
        positive = [finding.get("tracer_positive"), finding.get("morph_positive")].count("Y")
        context = {"initial_staging": "Staging"}.get(str((study or {}).get("context")), "Nachsorge")
        yield f"PET/CT {n} / Datum", _written(study, "date", number + n)
        yield f"PET/CT {n} / Anlass", study and context
        yield f"PET/CT {n} / Knochen", study and ("o. B.", "Tracer", "Tracer + CT")[positive]
        yield f"PET/CT {n} / Herde", finding.get("n_loci")
        yield f"PET/CT {n} / Morphologie", study and MORPHOLOGY[str(finding["morphology_overall"])]


def _course(line: Line, number: int) -> Iterator[tuple[str, object]]:
    first = line.events[0] if line.events else None
    kinds = [EVENTS[str(event["type"])] for event in line.events]
    kinds += [None] * (MOST_EVENTS - len(kinds))
    radiation, drug = line.one.get("radiotherapy_course"), line.one.get("antiresorptive_course")
    follow_up = line.one["follow_up"]
    alive = follow_up["status"] == "alive"
    yield "Skelettereignis / Datum", _written(first, "date", number, _event_length(line.number))
    for n, kind in enumerate(kinds, start=1):
        yield f"Skelettereignis / Art {n}", kind
    yield "Skelettereignis / symptomatisch", first and ("ja" if "symptomatic" in first else "?")
    yield "Bestrahlung / Datum", _written(radiation, "start_date", number)
    yield "Bestrahlung / Grund", radiation and ("Schmerz" if "indication" in radiation else "?")
    agents = {"denosumab": "Denosumab", "zoledronic_acid": "Zoledronsäure"}
    yield "Antiresorptiva / Substanz", drug and agents[str(drug["agent"])]
    yield (
        "Antiresorptiva / Beginn",
        _written(drug, "start_date", number, _course_length(line.number)),
    )
    yield "Verlauf / Status", "lebt" if alive else ("tot", "verstorben", "†")[number % 3]
    yield "Verlauf / letzter Kontakt", _written(follow_up, "last_alive_date", number + 2)


def _written(row: Row | None, field: str, turn: int, length: int = 10) -> object:
    """Return a date in one of the manners of the ward: Excel's own, text, a month, a year."""
    on = day(row, field)
    if on is None:
        return None
    if length == len("2020"):
        return on.year
    if length == len("2020-05"):
        return f"{on.month:02}/{on.year}"
    manners = (
        datetime(on.year, on.month, on.day),  # noqa: DTZ001 - a sheet knows no zone
        f"{on.day:02}.{on.month:02}.{on.year}",
        f"{on.day}.{on.month}.{on.year}",
    )
    return manners[turn % len(manners)]


def _course_length(number: str) -> int:
    """Every third month alone is known when a course began."""
    return len("2020-05") if int(number) % 3 == 0 else len("2020-05-17")


def _event_length(number: str) -> int:
    """Of every fourth event the year alone is known."""
    return len("2020") if int(number) % 4 == 0 else len("2020-05-17")


def _percent(value: object, number: int) -> object:
    if not isinstance(value, float):
        return ("", "n. b.")[number % 2]
    text = f"{value:.1f}".replace(".", ",")
    return (value, text, f"{value:.0f} %", f"Ki-67: {text} %")[number % 4]


def _decimal(value: object, number: int) -> object:
    if not isinstance(value, float):
        return ("", "n. b.")[number % 2]
    return (value, f"{value:.1f}".replace(".", ","))[number % 2]
