"""Figures in a Word document: SVG for whoever can show it, PNG for the others, words for all."""

from collections.abc import Sequence
from io import BytesIO
from itertools import count

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.shape import CT_Inline
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.document import DocumentPart
from docx.shared import Mm

from osteon.report.documents.blocks import FigureBlock
from osteon.report.documents.typeset import render_pngs
from osteon.report.documents.word.elements import NOTHING, element
from osteon.report.figures import Drawing

PICTURE_PPI = 300
SVG_TYPE = "image/svg+xml"
SVG_EXTENSION = """
<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">
<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 r:embed="{relationship}"/>
</a:ext>
</a:extLst>
"""


class Pictures:
    """Keeps figures in a document, each as PNG and as SVG.

    Parameters
    ----------
    part : DocumentPart
        The main part of the document.
    drawings : sequence of Drawing
        All figures of the document, each with an id of its own.
    """

    def __init__(self, part: DocumentPart, drawings: Sequence[Drawing]) -> None:
        self._part = part
        self._serials = count(1)
        names = (drawing.id for drawing in drawings)
        self._pngs = dict(zip(names, render_pngs(drawings, ppi=PICTURE_PPI), strict=True))

    def picture(self, block: FigureBlock) -> BaseOxmlElement:
        """Return a run that shows a figure, as wide as in print where the page has room for it."""
        drawing = block.drawing
        relationship, image = self._part.get_or_add_image(BytesIO(self._pngs[drawing.id]))
        size = image.scaled_dimensions(width=Mm(block.width_mm))
        serial = next(self._serials)
        inline = CT_Inline.new_pic_inline(serial, relationship, image.filename, *size)
        inline.docPr.set("descr", drawing.description)
        inline.docPr.set("name", drawing.id)
        (blip,) = inline.xpath(".//a:blip")
        blip.append(parse_xml(SVG_EXTENSION.format(relationship=self._keep_svg(drawing))))
        return element("r", NOTHING, element("drawing", NOTHING, inline))

    def _keep_svg(self, drawing: Drawing) -> str:
        """Put the SVG into the package, and return what the picture calls it."""
        place = PackURI(f"/word/media/{drawing.id}.svg")
        part = Part(place, SVG_TYPE, drawing.svg.encode(), self._part.package)
        return self._part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
