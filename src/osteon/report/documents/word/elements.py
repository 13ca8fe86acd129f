"""The elements of WordprocessingML that a report needs, built as values."""

from collections.abc import Mapping
from functools import cache

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement

NOTHING: Mapping[str, str] = {}
MAIN = {"w": nsmap["w"]}


def element(
    name: str, attributes: Mapping[str, str] = NOTHING, *children: BaseOxmlElement
) -> BaseOxmlElement:
    """Return an element of the main namespace with attributes of the same."""
    named = {_qualified(attribute): text for attribute, text in attributes.items()}
    made: BaseOxmlElement = oxml_parser.makeelement(_qualified(name), attrib=named, nsmap=MAIN)
    made.extend(children)
    return made


def value(name: str, text: str) -> BaseOxmlElement:
    """Return an element that says one thing, such as the name of a style."""
    return element(name, {"val": text})


def style_id(name: str) -> str:
    """Return the id of a style by its name: Word and python-docx leave out the spaces."""
    return name.replace(" ", "")


def run(text: str, style: str = "", *, is_raised: bool = False) -> BaseOxmlElement:
    """Return a run of letters in a character style."""
    properties = element("rPr")
    if style:
        properties.append(value("rStyle", style_id(style)))
    if is_raised:
        properties.append(value("vertAlign", "superscript"))
    letters = element("t")
    letters.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    letters.text = text
    return element("r", NOTHING, *([properties] if len(properties) else []), letters)


def paragraph(style: str, *content: BaseOxmlElement) -> BaseOxmlElement:
    """Return a paragraph in a style."""
    return element(
        "p", NOTHING, element("pPr", NOTHING, value("pStyle", style_id(style))), *content
    )


@cache
def _qualified(name: str) -> str:
    """Return a name with the main namespace: tens of thousands of elements have a few names."""
    return qn(f"w:{name}")
