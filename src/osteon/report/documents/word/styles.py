"""Styles of the Word document: every one has a name, and changing it changes all that bears it."""

from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

FONT = "Arial"
INK, QUIET, WARN = (RGBColor.from_string(colour) for colour in ("1B1D21", "565D68", "8A4B00"))
TRACED = "Traced Number"
CODE = "Code"


@dataclass(frozen=True, slots=True)
class Look:
    """How a style looks before a user changes it.

    Parameters
    ----------
    base : str
        The style it follows in all that is not said here.
    size : float
        In points.
    colour : RGBColor
        Of its letters.
    before, after : float
        Space above and below in points.
    is_bold : bool
        Whether its letters are bold.
    indent_mm : float
        Distance from the left margin.
    """

    base: str = "Normal"
    size: float = 10
    colour: RGBColor = INK
    before: float = 0
    after: float = 6
    is_bold: bool = False
    indent_mm: float = 0


LOOKS: Mapping[str, Look] = {
    "Normal": Look(""),
    "Title": Look(size=20, after=4, is_bold=True),
    "Subtitle": Look(size=12, after=10),
    "Heading 1": Look(size=14, before=18, after=6, is_bold=True),
    "Heading 2": Look(size=11, before=10, after=4, is_bold=True),
    "Caption": Look(size=9, before=4, after=12),
    "Table Caption": Look("Caption", size=9, before=8, after=4),
    "Note": Look(),
    "Warning": Look(size=9, after=3, indent_mm=3),
    "Small": Look(size=8.5, colour=QUIET),
    "Fact": Look(size=9, after=2),
    "Finding": Look(size=9, after=3),
    "Code Block": Look(size=9),
    "Figure": Look(before=6, after=0),
    "Table Text": Look(size=8, after=0),
    "Table Number": Look("Table Text", size=8, after=0),
    "Table Head": Look("Table Text", size=8, after=0, is_bold=True),
    "Table Row Heading": Look("Table Text", size=8, before=3, after=0, is_bold=True),
    "Table Row Detail": Look("Table Text", size=8, after=0, indent_mm=3),
    "Table Footnote": Look(size=7.5, colour=QUIET, after=0),
    "Table End": Look(size=4, after=0),
}
RIGHT = frozenset({"Table Number"})
KEPT_WITH_NEXT = frozenset({"Heading 1", "Heading 2", "Note", "Warning", "Figure", "Table Caption"})
TABLE_STYLE = """
<w:style xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 w:type="table" w:customStyle="1" w:styleId="ReportTable">
<w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
<w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="8" w:space="0" w:color="1B1D21"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1B1D21"/>
</w:tblBorders><w:tblCellMar>
<w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>
</w:tblCellMar></w:tblPr>
</w:style>
"""


def set_styles(document: Document) -> None:
    """Give a document the styles of a report, those of Word by Word's own names."""
    present = {style.name for style in document.styles}
    for name, look in LOOKS.items():
        if name not in present:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style = document.styles[name]
        if isinstance(style, ParagraphStyle):
            _set_look(document, style, look)
    _add_character_styles(document, present)
    document.styles.element.append(parse_xml(TABLE_STYLE))


def _set_look(document: Document, style: ParagraphStyle, look: Look) -> None:
    if look.base:
        style.base_style = document.styles[look.base]
    style.quick_style = True
    style.font.size, style.font.color.rgb = Pt(look.size), look.colour
    style.font.bold, style.font.italic = look.is_bold, False
    _set_typeface(style)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.left_indent = Mm(look.indent_mm)
    shape.keep_with_next = style.name in KEPT_WITH_NEXT
    shape.alignment = WD_ALIGN_PARAGRAPH.RIGHT if style.name in RIGHT else WD_ALIGN_PARAGRAPH.LEFT


def _set_typeface(style: ParagraphStyle) -> None:
    """Set the typeface for every script, as Word asks for each by itself, and the language."""
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for old in list(fonts.attrib):
        del fonts.attrib[old]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    if style.name == "Normal":
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        properties.append(language)


def _add_character_styles(document: Document, present: set[str | None]) -> None:
    for name in sorted({TRACED, CODE, "Strong"} - present):
        document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    strong, code = document.styles["Strong"], document.styles[CODE]
    if isinstance(strong, CharacterStyle):
        strong.font.bold = True
    if isinstance(code, CharacterStyle):
        code.font.name = "Consolas"
