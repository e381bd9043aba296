"""The accountability report as a Word file."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from schakel.domain.reports import format as words
from schakel.domain.reports.accountability import (
    AccountabilityReport,
    Block,
    Figure,
    Items,
    Paragraph,
    Section,
    Table,
)
from schakel.transfer.docx.pictures import draw_over, pixels

TEMPLATE = Path(__file__).with_name("accountability.docx")


def accountability_docx(report: AccountabilityReport) -> bytes:
    """The report with real headings, lists and tables, so that it can be worked on in Word."""
    template = DocxTemplate(TEMPLATE)
    context = _context(report)
    figures = [block for block in context["blocks"] if block["kind"] == "figure"]
    for figure in figures:
        figure["image"] = pixels(template, figure["picture"])
    template.render(_cleaned(context), autoescape=True)
    draw_over(template.docx, [figure["picture"] for figure in figures])
    properties = template.docx.core_properties
    properties.title = _cleaned(f"{report.title} {report.chain_name}")
    properties.author = _cleaned(report.client)
    properties.subject = _cleaned(report.period)
    properties.language = "nl-NL"
    properties.comments = ""
    properties.created = properties.modified = datetime.combine(report.made_on, time())
    file = BytesIO()
    template.save(file)
    return file.getvalue()


def _context(report: AccountabilityReport) -> dict[str, Any]:
    return {
        "title": report.title,
        "chain": report.chain_name,
        "origin": f"{report.client} · {report.programme}",
        "period_line": f"Periode {report.period}. Opgesteld op {report.made_on_text}.",
        "footer": f"{report.chain_name} · journaal {report.head.sequence}, {report.head.hash[:16]}",
        "blocks": [block for section in report.sections for block in _section(section)],
    }


def _section(section: Section) -> Iterator[dict[str, Any]]:
    """One flat list: Word knows no nesting, only paragraphs with a style."""
    yield _text("heading1", section.heading)
    if section.is_empty:
        yield _text("remark", words.NOTHING)
        return
    yield from _blocks(section.blocks)
    for part in section.parts:
        yield _text("heading2", part.title)
        yield from _blocks(part.blocks)
    if section.empty_points:
        yield _text("remark", f"{words.NOTHING_ABOUT} {'; '.join(section.empty_points)}.")


def _blocks(blocks: Iterable[Block]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        match block:
            case Paragraph():
                if block.label:
                    yield _text("label", block.label)
                yield from (_text("text", part) for part in block.text.split("\n\n"))
            case Items():
                yield from (_text("item", item) for item in block.items)
            case Figure():
                yield {
                    "kind": "figure",
                    "caption": block.picture.title,
                    "picture": block.picture,
                }
            case Table():
                yield {
                    "kind": "table",
                    "caption": block.caption,
                    "header": block.header,
                    "rows": block.rows,
                }


def _text(kind: str, text: str) -> dict[str, Any]:
    return {"kind": kind, "text": text}


def _cleaned(value: Any) -> Any:
    """Without the characters that XML, and so Word, cannot hold."""
    match value:
        case str():
            return "".join(char for char in value if char == "\n" or _allowed(char))
        case dict():
            return {key: _cleaned(item) for key, item in value.items()}
        case list() | tuple():
            return [_cleaned(item) for item in value]
        case _:
            return value


def _allowed(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cs", "Cn"}
