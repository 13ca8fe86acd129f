"""Numbers and tables as HTML: the one place where a number becomes an element of a page."""

import re

from markupsafe import Markup, escape

from osteon.report.rounding import Part, render_unrounded
from osteon.report.tables import Fragment, Number, Text, as_sentence
from osteon.study import Cell

CODE = re.compile(r"`([^`]+)`")


def render_text(content: Text) -> Markup:
    """Return text and numbers as HTML."""
    return Markup("").join(render_fragment(fragment) for fragment in content)


def render_fragment(fragment: Fragment) -> Markup:
    """Return a number with its source and, to point at, its digits; or a text as it is."""
    if isinstance(fragment, str):
        return escape(fragment)
    attributes = dict(fragment.source)
    if isinstance(fragment, Number):
        attributes["title"] = _title(fragment)
    pairs = (Markup(' {}="{}"').format(name, text) for name, text in attributes.items())
    return Markup("<span{}>{}</span>").format(Markup("").join(pairs), str(fragment))


def render_sentence(text: str) -> Markup:
    """Return words of a study as a sentence in HTML; what stands in backticks is code."""
    parts = CODE.split(as_sentence(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def _title(number: Number) -> str:
    """Return what a pointer over a number shows: all its digits, and how it was found."""
    cell = number.cell
    rests_on = "" if cell.n is None else f"n = {cell.n}"
    words = (unrounded_part(cell, number.part), rests_on, cell.method, cell.cell_id)
    return " | ".join(word for word in words if word)


def unrounded_part(cell: Cell, part: Part) -> str:
    """Return one number of a cell with all its digits and its unit."""
    value = getattr(cell, part.value)
    if value is None:
        return ""
    text = render_unrounded(value) if isinstance(value, float) else str(value)
    has_unit = part in {Part.VALUE, Part.CONF_LOW, Part.CONF_HIGH} and text and cell.unit
    return f"{text} {cell.unit}" if has_unit else text
