"""Pictures in a Word file: the SVG of the page itself, with pixels for programs that show none.

Word 2016 and later draw the SVG that the image points at (MS-ODRAWXML, 2.6.4.1, svgBlip).
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage

from schakel.domain.chains.charts import Picture
from schakel.engine.chart.png import as_png

WIDTH = Cm(16.2)
EXTENSION = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' r:embed="{relation}"/></a:ext></a:extLst>'
)


def pixels(template: DocxTemplate, picture: Picture) -> InlineImage:
    """The picture as pixels, as wide as the text."""
    return InlineImage(template, BytesIO(as_png(picture.wide)), width=WIDTH)


def draw_over(document: Any, pictures: Sequence[Picture]) -> None:
    """Give every image of the document its SVG and its words, in the order they stand in."""
    for number, (shape, picture) in enumerate(
        zip(document.inline_shapes, pictures, strict=True), start=1
    ):
        inline = shape._inline
        inline.docPr.set("name", f"Picture {number}")
        inline.docPr.set("title", picture.title)
        inline.docPr.set("descr", picture.description)
        (blip,) = inline.xpath(".//a:blip")
        blip.append(parse_xml(EXTENSION.format(relation=_part(document, number, picture))))


def _part(document: Any, number: int, picture: Picture) -> str:
    """The SVG as a part of the file; gives the name by which the document refers to it."""
    name = PackURI(f"/word/media/picture{number}.svg")
    part = Part(name, "image/svg+xml", picture.wide.encode(), document.part.package)
    return str(document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE))
