"""The accountability report as PDF."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from schakel.domain.reports import format as words
from schakel.domain.reports.accountability import AccountabilityReport
from schakel.transfer.pdf.fonts import STANDARDS, fonts, printable

TEMPLATE = Path(__file__).with_name("accountability.typ")


def accountability_pdf(report: AccountabilityReport) -> bytes:
    """The report as PDF/UA-1 and PDF/A-2a; the same report gives the same bytes."""
    try:
        return _compile(report, ascii_only=False)
    except typst.TypstError:
        # Each character has a glyph, but not every combination of them: show those by name.
        return _compile(report, ascii_only=True)


def _compile(report: AccountabilityReport, *, ascii_only: bool) -> bytes:
    data = cleaned(_data(report), ascii_only)
    return typst.compile(
        str(TEMPLATE),
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=datetime.combine(report.made_on, time(), tzinfo=UTC),
    )


def _data(report: AccountabilityReport) -> dict[str, Any]:
    """Only what the template shows; text goes in as data, never as typst source."""
    return {
        "title": report.title,
        "chain": report.chain_name,
        "programme": report.programme,
        "client": report.client,
        "period": report.period,
        "made_on": report.made_on_text,
        "head": {"sequence": str(report.head.sequence), "hash": report.head.hash[:16]},
        "nothing": words.NOTHING,
        "nothing_about": words.NOTHING_ABOUT,
        "sections": [
            asdict(section) | {"is_empty": section.is_empty} for section in report.sections
        ],
    }


def cleaned(value: Any, ascii_only: bool) -> Any:
    """All text in plain data made printable, however deep it stands."""
    match value:
        case str():
            return printable(str(value), ascii_only)
        case dict():
            return {key: cleaned(item, ascii_only) for key, item in value.items()}
        case list() | tuple():
            return [cleaned(item, ascii_only) for item in value]
        case _:
            return value
