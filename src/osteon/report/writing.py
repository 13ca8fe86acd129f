"""The front door: a folder of report, figures, tables, cells and results."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import assert_never

from osteon.protocol import StudyProtocol
from osteon.report.cell_file import write_cells
from osteon.report.document import Document, build_document, render_document
from osteon.report.documents import (
    TableBlock,
    cover_of,
    render_docx,
    render_latex,
    render_pdf,
    render_xlsx,
    tell,
)
from osteon.report.formats import ALL_FORMATS, RESULTS_FILE, Format, document_paths
from osteon.report.number_style import HOUSE, NumberStyle, number_style
from osteon.report.results_file import write_results
from osteon.report.table_file import write_table
from osteon.study import StudyResults

CELLS_FILE = "cells.csv"
TOGETHER = 2
"""The one that is typeset, and one after another of those that are put together."""


def write_report(
    results: StudyResults,
    folder: Path,
    *,
    protocol: StudyProtocol | None = None,
    formats: Collection[Format] = (Format.HTML,),
    with_png: bool = False,
    style: NumberStyle = HOUSE,
) -> Path:
    """Write all that a reader gets, and return the path of the document to open.

    The folder is made where it does not exist; what an earlier run left in it is replaced.
    Documents are written last.

    Parameters
    ----------
    results : StudyResults
        What a study found. The report computes nothing further.
    folder : Path
        Receives the documents, ``figures/*.svg`` and ``*.pdf``, ``tables/*.csv``, ``cells.csv``
        and ``results.json``.
    protocol : StudyProtocol, optional
        What was asked: the methods are written from it.
    formats : collection of Format
        Which documents are written: ``report.html``, ``report.docx``, ``report.pdf``. Each is one
        file that loads nothing.
    with_png : bool
        Whether each figure is also written as an image of 300 dots per inch.
    style : NumberStyle
        How numbers are printed; ``cells.csv`` and ``results.json`` have all digits in any style.

    Returns
    -------
    Path
        The first of the documents, in the order of `Format`.

    Raises
    ------
    ValueError
        Where two cells have the same id, so that a number could not be taken back to one of them.
    """
    check_cell_ids(results)
    folder.mkdir(parents=True, exist_ok=True)
    with number_style(style), ThreadPoolExecutor(max_workers=TOGETHER) as pool:
        document = build_document(results, protocol)
        rendered = _render_together(document, formats, pool)
        write_results(folder / RESULTS_FILE, results)
        write_cells(folder / CELLS_FILE, results.cells)
        _write_figures(document, folder / "figures", with_png=with_png)
        _write_tables(document, folder / "tables")
        write_documents(folder, rendered)
    return document_paths(folder, formats)[0]


def write_documents(folder: Path, rendered: Mapping[Format, Future[bytes]]) -> None:
    """Write the documents asked for; others of an earlier run are out of date and taken away."""
    for old in document_paths(folder, ALL_FORMATS):
        old.unlink(missing_ok=True)
    for wanted, content in rendered.items():
        (folder / wanted.file_name).write_bytes(content.result())


def _render_together(
    document: Document, formats: Collection[Format], pool: ThreadPoolExecutor
) -> dict[Format, Future[bytes]]:
    """Begin a report in several formats: while one is typeset, the others are put together."""
    typeset_first = sorted(formats, key=lambda wanted: wanted is not Format.PDF)
    return {
        wanted: pool.submit(copy_context().run, render, document, wanted)
        for wanted in typeset_first
    }


def render(document: Document, wanted: Format) -> bytes:
    """Return a report in one format."""
    match wanted:
        case Format.HTML:
            return render_document(document).encode()
        case Format.DOCX:
            return render_docx(tell(document), cover_of(document.results))
        case Format.PDF:
            return render_pdf(tell(document), cover_of(document.results))
        case Format.XLSX:
            results = document.results
            return render_xlsx(_tables(document), results.cells, cover_of(results))
        case Format.LATEX:
            return render_latex(_tables(document)).encode()
        case _:
            assert_never(wanted)


def _tables(document: Document) -> list[TableBlock]:
    return [block for block in tell(document) if isinstance(block, TableBlock)]


def check_cell_ids(results: StudyResults) -> None:
    """Pass if every cell has an id of its own."""
    counts = Counter(cell.cell_id for cell in results.cells)
    repeated = [cell_id for cell_id, n in counts.items() if n > 1]
    if repeated:
        raise ValueError(f"Several cells have the same id: {', '.join(repeated)}.")


def _write_figures(document: Document, folder: Path, *, with_png: bool) -> None:
    _empty(folder, ("*.svg", "*.pdf", "*.png"))
    for drawing in document.drawings:
        (folder / f"{drawing.id}.svg").write_text(drawing.svg, encoding="utf-8")
        (folder / f"{drawing.id}.pdf").write_bytes(drawing.pdf)
        if with_png:
            (folder / f"{drawing.id}.png").write_bytes(drawing.render_png())


def _write_tables(document: Document, folder: Path) -> None:
    _empty(folder, ("*.csv",))
    for table in document.tables:
        write_table(folder / f"{table.id}.csv", table)


def _empty(folder: Path, patterns: Iterable[str]) -> None:
    """Make a folder, and take from it what an earlier run wrote and this one may not."""
    folder.mkdir(exist_ok=True)
    for pattern in patterns:
        for old in folder.glob(pattern):
            old.unlink()
