"""Make accountability.docx, the template of the Word report.

Run by hand after a change here, and commit the result:
`python -m schakel.transfer.docx.make_template`. The template has real heading styles, tables with a
repeating header row, and Dutch as its language: that is what makes the Word file accessible.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TEMPLATE = Path(__file__).with_name("accountability.docx")
FONT = "Calibri"
ACCENT, INK, QUIET = RGBColor(0, 0x56, 0x6B), RGBColor(0x1D, 0x2B, 0x36), RGBColor(0x4A, 0x5A, 0x66)
LINE, TINT = "B9C7CE", "EEF4F5"

# One paragraph for every kind of block, between the tags that choose it.
PARAGRAPHS = (
    ("heading1", "Heading 1", "{{ block.text }}"),
    ("heading2", "Heading 2", "{{ block.text }}"),
    ("label", "Label", "{{ block.text }}"),
    ("text", "Normal", "{{ block.text }}"),
    ("item", "List Bullet", "{{ block.text }}"),
    ("remark", "Remark", "{{ block.text }}"),
)


def make() -> None:
    document = Document()
    _page(document)
    _styles(document)
    _header_and_footer(document)
    document.add_paragraph("{{ origin }}", style="Remark")
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ chain }}", style="Subtitle")
    document.add_paragraph("{{ period_line }}", style="Remark")
    document.add_paragraph("{%p for block in blocks %}")
    for kind, style, text in PARAGRAPHS:
        document.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        document.add_paragraph(text, style=style)
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.kind == 'figure' %}")
    document.add_paragraph("{{ block.caption }}", style="Caption")
    document.add_paragraph("{{ block.image }}", style="Normal")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.kind == 'table' %}")
    document.add_paragraph("{{ block.caption }}", style="Caption")
    _table(document)
    document.add_paragraph("", style="After table")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.save(str(TEMPLATE))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.5)


def _styles(document: Any) -> None:
    _dutch(document)
    _style(document, "Normal", 10.5, INK, after=6)
    _style(document, "Title", 26, ACCENT, bold=True, after=2)
    _style(document, "Subtitle", 16, INK, bold=True, after=4)
    _style(document, "Heading 1", 15, ACCENT, bold=True, before=22, after=8)
    _style(document, "Heading 2", 11.5, INK, bold=True, before=12, after=4)
    _style(document, "List Bullet", 10.5, INK, after=3)
    _style(document, "Caption", 9.5, QUIET, before=8, after=3)
    _style(document, "Label", 10.5, QUIET, bold=True, before=6, after=1, new=True)
    _style(document, "Remark", 10.5, QUIET, before=4, after=6, new=True)
    _style(document, "After table", 6, INK, after=2, new=True)
    for name in ("Caption", "Label"):
        document.styles[name].paragraph_format.keep_with_next = True
    _underline(document.styles["Heading 1"])
    _no_border(document.styles["Title"])


def _dutch(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-NL")


def _style(  # noqa: PLR0913
    document: Any,
    name: str,
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    new: bool = False,
) -> None:
    styles = document.styles
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if new else styles[name]
    if new:
        style.base_style = styles["Normal"]
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
    style.font.bold, style.font.italic = bold, False
    style.font.all_caps = False
    fonts = style.element.rPr.rFonts
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)


def _underline(style: Any) -> None:
    borders = _element("w:pBdr")
    borders.append(_element("w:bottom", val="single", sz="8", space="3", color="00566B"))
    style.element.get_or_add_pPr().append(borders)


def _no_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _table(document: Any) -> None:
    """A header row that repeats, and a row for every row; docxtpl repeats the cells (`tc`)."""
    table = document.add_table(rows=4, cols=3)
    header, opening, body, closing = table.rows
    for row, loop, value in ((header, "block.header", "cell"), (body, "row", "cell")):
        row.cells[0].text = f"{{%tc for cell in {loop} %}}"
        row.cells[1].text = f"{{{{ {value} }}}}"
        row.cells[2].text = "{%tc endfor %}"
    opening.cells[0].text = "{%tr for row in block.rows %}"
    closing.cells[0].text = "{%tr endfor %}"
    header.cells[1].paragraphs[0].runs[0].bold = True
    header.cells[1]._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", fill=TINT))
    for row in (header, body):
        spacing = row.cells[1].paragraphs[0].paragraph_format
        spacing.space_before = spacing.space_after = Pt(2)
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    header._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    _lines(table)


def _lines(table: Any) -> None:
    properties = table._tbl.tblPr
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    properties.append(borders)
    for width in properties.findall(qn("w:tblW")):
        properties.remove(width)
    properties.append(_element("w:tblW", w="5000", type="pct"))


def _header_and_footer(document: Any) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "{{ title }}: {{ chain }}"
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.add_run("{{ footer }}. Pagina ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" van ")
        _field(paragraph, "NUMPAGES")
    _style(document, "Header", 9, QUIET)
    _style(document, "Footer", 8.5, QUIET)


def _field(paragraph: Any, code: str) -> None:
    field = _element("w:fldSimple", instr=code)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


if __name__ == "__main__":
    make()
