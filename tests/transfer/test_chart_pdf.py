"""Pictures go into a PDF as they are, and into one that a reader without sight can use."""

import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
import typst
from pypdf import PdfReader

from schakel.engine.chart.network import network_chart
from schakel.engine.chart.sankey import sankey_chart
from schakel.engine.chart.svg import Svg
from schakel.transfer.pdf.fonts import STANDARDS, fonts
from tests.engine.boxes import text_boxes
from tests.engine.charts import DRAWN
from tests.engine.test_network_chart import network
from tests.engine.test_sankey import ring

DOCUMENT = b"""
#set document(title: "Pictures")
#set text(lang: "nl", font: "Source Sans Pro")
#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.alt)
"""


@pytest.mark.parametrize("kind", [*DRAWN, "sankey", "network"])
def test_a_picture_goes_into_an_accessible_pdf_unchanged(kind: str) -> None:
    svg = drawn(kind)
    pdf = typst.compile(
        DOCUMENT,
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"svg": svg, "alt": ET.fromstring(svg).findtext("{*}desc") or ""},
        pdf_standards=STANDARDS,
    )
    assert pdf.startswith(b"%PDF")
    assert b"/Subtype/Image" not in pdf, "a drawing, not pixels"
    (page,) = PdfReader(BytesIO(pdf)).pages
    shown = "".join(page.extract_text().split())
    labels = ["".join(one.text.split()) for one in text_boxes(svg)]
    assert labels
    assert [label for label in labels if label not in shown] == []


def drawn(kind: str) -> Svg:
    if kind == "sankey":
        return sankey_chart(ring(6), key="s", width=640).svg
    if kind == "network":
        return network_chart(network(12), key="n", width=640)
    return DRAWN[kind](4, 640.0).svg
