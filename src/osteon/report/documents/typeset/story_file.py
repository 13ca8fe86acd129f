"""Blocks as plain values, from which the template of the typesetter prints."""

from collections.abc import Sequence
from typing import Any

from osteon.report.documents.blocks import (
    Block,
    Contents,
    Facts,
    FigureBlock,
    Heading,
    Listing,
    Paragraph,
    Prose,
    Reference,
    TableBlock,
)
from osteon.report.markup import CODE
from osteon.report.tables import HeadCell, Row

Value = dict[str, Any]


def dump_block(block: Block) -> Value:
    """Return a block as values that JSON knows."""
    match block:
        case TableBlock():
            return _dump_table(block)
        case FigureBlock():
            return _dump_figure(block)
        case _:
            return _dump_words(block)


def _dump_words(block: Heading | Paragraph | Listing | Facts | Contents) -> Value:
    match block:
        case Heading(title, level, name):
            return {"kind": "heading", "level": level, "id": name, "title": dump_prose((title,))}
        case Paragraph(content, role, lead):
            text = dump_prose(content)
            return {"kind": "paragraph", "role": role.value, "lead": lead, "content": text}
        case Listing(lines):
            dumped = [{"label": one.label, "content": dump_prose(one.content)} for one in lines]
            return {"kind": "listing", "lines": dumped}
        case Facts(items):
            return {"kind": "facts", "items": items}
        case Contents():
            return {"kind": "contents"}


def dump_prose(prose: Prose) -> list[str | dict[str, str]]:
    """Return text as words, numbers and references; what stands in backticks is code."""
    values: list[str | dict[str, str]] = []
    for fragment in prose:
        if isinstance(fragment, str):
            values += _words(fragment)
        elif isinstance(fragment, Reference):
            values.append({"ref": fragment.target, "text": str(fragment)})
        else:
            values.append({"n": str(fragment)})
    return values


def _words(text: str) -> list[str | dict[str, str]]:
    pieces = enumerate(CODE.split(text))
    return [{"code": piece} if index % 2 else piece for index, piece in pieces if piece]


MANY, LONG = 6, 60
"""Columns and letters of a label, beyond which the labels need a fixed share of the width."""


def _dump_table(block: TableBlock) -> Value:
    table = block.table
    return {
        "kind": "table",
        "id": block.id,
        "label": block.label,
        "title": dump_prose((table.title,)),
        "width": table.width,
        "is_prose": table.is_prose,
        "has_long_labels": table.width > MANY and any(len(r.label) > LONG for r in table.rows),
        "head": [_dump_head(row, is_first=index == 0) for index, row in enumerate(table.head)],
        "rows": [_dump_row(row) for row in table.rows],
        "footnotes": [(letter, dump_prose((sentence,))) for letter, sentence in table.footnotes],
    }


def _dump_head(row: Sequence[HeadCell], *, is_first: bool) -> list[Value]:
    return [
        {
            "content": dump_prose(cell.content),
            "below": dump_prose(cell.below),
            "columns": cell.columns,
            "rows": cell.rows,
            "marker": cell.marker,
            "first": is_first and index == 0,
        }
        for index, cell in enumerate(row)
    ]


def _dump_row(row: Row) -> Value:
    return {
        "kind": row.kind.value,
        "label": dump_prose((row.label,)),
        "marker": row.marker,
        "cells": [{"content": dump_prose(c.content), "marker": c.marker} for c in row.cells],
    }


def _dump_figure(block: FigureBlock) -> Value:
    drawing = block.drawing
    return {
        "kind": "figure",
        "id": block.id,
        "label": block.label,
        "title": dump_prose((drawing.title,)),
        "legend": dump_prose(drawing.legend),
        "description": drawing.description,
        "width_mm": block.width_mm,
        "file": figure_file(block),
    }


def figure_file(block: FigureBlock) -> str:
    """Return the name of a figure's file beside the story."""
    return f"{block.drawing.id}.svg"
