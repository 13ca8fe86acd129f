"""``tables.tex``: every table in LaTeX, to be read in by a manuscript."""

from collections.abc import Iterable, Sequence

from osteon.report.documents.blocks import TableBlock
from osteon.report.documents.spans import Span, spread_head
from osteon.report.tables import Row, RowKind, Table, Text

PREAMBLE = """% Tables of a study; \\input this file. Needs \\usepackage{booktabs, multirow}.
"""
SIGNS = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "\u00a0": "~", "\u2013": "--", "\u2212": "$-$", "\u221e": r"$\infty$", "<": "$<$", ">": "$>$",
    "\u2264": r"$\le$", "\u2265": r"$\ge$", "\u00b7": r"\textperiodcentered{}",
    "\u00b2": r"\textsuperscript{2}", "\u03c7": r"$\chi$", "\u00d7": r"$\times$",
}  # fmt: skip


def render_latex(blocks: Iterable[TableBlock]) -> str:
    """Return all tables, each a float with caption and label, its rules those of booktabs."""
    return PREAMBLE + "\n".join(map(_table, blocks))


def escape(text: str) -> str:
    """Return words as LaTeX prints them."""
    return "".join(SIGNS.get(letter, letter) for letter in text)


def _table(block: TableBlock) -> str:
    table = block.table
    lines = [
        rf"\begin{{table}} % {escape(block.label)}",
        rf"\caption{{{escape(table.title)}}}\label{{tab:{table.id}}}",
        rf"\begin{{tabular}}{{l{'r' * (table.width - 1)}}}",
        r"\toprule",
        *(_head_row(spans) for spans in spread_head(table)),
        r"\midrule",
        *(_row(row) for row in table.rows),
        r"\bottomrule",
        r"\end{tabular}",
        *_footnotes(table),
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def _head_row(spans: Sequence[Span]) -> str:
    return " & ".join(map(_head_cell, spans)) + r" \\"


def _head_cell(span: Span) -> str:
    cell = span.cell
    text = "" if span.is_lower_part else _content(cell.content) + _note(cell.marker)
    if cell.below and not span.is_lower_part:
        text += f", {_content(cell.below)}" if text else _content(cell.below)
    if cell.rows > 1 and text:
        text = rf"\multirow[b]{{{cell.rows}}}{{*}}{{{text}}}"
    return rf"\multicolumn{{{cell.columns}}}{{c}}{{{text}}}" if cell.columns > 1 else text


def _row(row: Row) -> str:
    label = escape(row.label) + _note(row.marker)
    indent = r"\quad " if row.kind is RowKind.DETAIL else ""
    label = rf"\textbf{{{label}}}" if row.kind is RowKind.HEADING else f"{indent}{label}"
    cells = (_content(cell.content) + _note(cell.marker) for cell in row.cells)
    return " & ".join((label, *cells)) + r" \\"


def _footnotes(table: Table) -> list[str]:
    notes = (rf"\textsuperscript{{{letter}}}~{escape(text)}" for letter, text in table.footnotes)
    return [rf"\par\footnotesize {note}" for note in notes]


def _content(content: Text) -> str:
    return "".join(escape(str(fragment)) for fragment in content)


def _note(marker: str) -> str:
    return rf"\textsuperscript{{{marker}}}" if marker else ""
