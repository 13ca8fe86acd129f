"""The forms in which a report can be written."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from pathlib import Path

from osteon.errors import Problem, UserError, suggest

RESULTS_FILE = "results.json"


class Format(StrEnum):
    """A form of the report."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    LATEX = "latex"

    @property
    def file_name(self) -> str:
        """Return the name of its file: documents hold the report, the others its tables."""
        return FILE_NAMES[self]


FILE_NAMES = {
    Format.HTML: "report.html",
    Format.DOCX: "report.docx",
    Format.PDF: "report.pdf",
    Format.XLSX: "tables.xlsx",
    Format.LATEX: "tables.tex",
}

QUICK_FORMATS = frozenset({Format.HTML, Format.PDF})
"""What a run of a study writes where nothing is asked for."""
ALL_FORMATS = frozenset(Format)


def parse_formats(text: str, *, where: str) -> frozenset[Format]:
    """Return the formats named in a list with commas.

    Raises
    ------
    UserError
        Where one of them is not known, or none is named.
    """
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    problems = list(_unknown(names, where))
    if not names:
        problems.append(Problem(where=where, found="nothing", permitted=_permitted()))
    if problems:
        raise UserError("The formats of the report cannot be read.", problems)
    return frozenset(Format(name) for name in names)


def _unknown(names: Iterable[str], where: str) -> Iterable[Problem]:
    known = tuple(Format)
    for name in names:
        if name not in known:
            hint = suggest(name, known)
            yield Problem(where=where, found=f"'{name}'", permitted=_permitted(), hint=hint)


def _permitted() -> str:
    return ", ".join(Format)


def document_paths(folder: Path, formats: Collection[Format]) -> tuple[Path, ...]:
    """Return where the documents of a result folder lie, in the order of `Format`."""
    return tuple(folder / one.file_name for one in Format if one in formats)
