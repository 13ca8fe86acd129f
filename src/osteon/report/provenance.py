"""Where a report's numbers come from: protocol, snapshot, versions, and every cell in full."""

from collections.abc import Mapping

from osteon.report.markup import unrounded_part
from osteon.report.material import Material
from osteon.report.rounding import Part
from osteon.report.words import words_of
from osteon.study import AnalysisResult, Cell, StudyResults

SHORT_DIGEST = 12
CELL_HEADS = (
    "Cell",
    "What",
    "Unrounded value",
    "Lower limit",
    "Upper limit",
    "Level of the interval",
    "n",
    "Missing",
    "Method",
    "Count table",
)


def summarise_study(results: StudyResults) -> Mapping[str, str]:
    """Return what a reader must know before the first number; digests are shortened."""
    study, snapshot = results.study, results.snapshot
    return _present(
        {
            "Data": str(snapshot.get("source", "")),
            "Data cut-off": str(snapshot.get("data_cutoff", "")),
            "Patients in the snapshot": _patients(snapshot),
            "Unit of analysis": words_of(results).units,
            "Source": str(study.get("source", "")),
            "Protocol digest": str(study.get("protocol_digest", ""))[:SHORT_DIGEST],
            "Snapshot digest": str(snapshot.get("digest", ""))[:SHORT_DIGEST],
            "Small counts": str(study.get("disclosure", "")),
            "Osteon": str(results.versions.get("osteon", "")),
        }
    )


def list_provenance(results: StudyResults) -> Mapping[str, str]:
    """Return digests and versions in full."""
    return _present(
        {
            "Protocol": results.study.get("id", ""),
            "Protocol digest": results.study.get("protocol_digest", ""),
            "Snapshot digest": str(results.snapshot.get("digest", "")),
            "Data cut-off": str(results.snapshot.get("data_cutoff", "")),
            **{name: str(version) for name, version in results.versions.items()},
        }
    )


def cell_row(material: Material, cell: Cell) -> tuple[str, ...]:
    """Return a cell in full, as the columns `CELL_HEADS` after the first name it."""
    parts = (Part.VALUE, Part.CONF_LOW, Part.CONF_HIGH, Part.CONF_LEVEL, Part.N, Part.N_MISSING)
    return (
        material.words.cell(cell, material.grouping),
        *(unrounded_part(cell, part) for part in parts),
        cell.method,
        ", ".join(count_files(material.analysis, cell.variable)),
    )


def count_files(analysis: AnalysisResult, variable: str = "") -> tuple[str, ...]:
    """Return the files of the count tables of an analysis, or the one of its variable."""
    own = [name for name in analysis.counts if name == f"{analysis.id}.{variable}"]
    return tuple(f"counts/{name}.parquet" for name in own or analysis.counts)


def _patients(snapshot: Mapping[str, object]) -> str:
    rows = snapshot.get("rows")
    return str(rows.get("patient", "")) if isinstance(rows, Mapping) else ""


def _present(items: Mapping[str, str]) -> Mapping[str, str]:
    return {name: text for name, text in items.items() if text}
