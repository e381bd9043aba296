"""An update to the platform manager as PDF, in the dress of the accountability report."""

import json
from datetime import UTC, date, datetime, time
from typing import Any

import typst

from schakel.domain.chains.updates import UpdateDocument
from schakel.transfer.pdf.accountability import TEMPLATE, cleaned
from schakel.transfer.pdf.fonts import STANDARDS, fonts

FACTS = "De keten in cijfers"


def update_pdf(document: UpdateDocument, made_on: date) -> bytes:
    """The update as PDF/UA-1 and PDF/A-2a; the same update gives the same bytes."""
    try:
        return _compile(document, made_on, ascii_only=False)
    except typst.TypstError:
        return _compile(document, made_on, ascii_only=True)


def _compile(document: UpdateDocument, made_on: date, *, ascii_only: bool) -> bytes:
    data = cleaned(_data(document), ascii_only)
    return typst.compile(
        str(TEMPLATE),
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=datetime.combine(made_on, time(), tzinfo=UTC),
    )


def _data(document: UpdateDocument) -> dict[str, Any]:
    facts = {
        "kind": "table",
        "caption": FACTS,
        "header": ["Gegeven", "Waarde"],
        "rows": [[fact.name, fact.value] for fact in document.facts],
        "numeric": [],
    }
    told = [
        _section(one.heading, {"kind": "paragraph", "label": "", "text": one.text})
        for one in document.sections
    ]
    return {
        "title": document.title,
        "chain": document.chain,
        "programme": document.programme,
        "client": document.client,
        "period": document.period,
        "made_on": document.made_on,
        "head": {"sequence": str(document.head_sequence), "hash": document.head_hash[:16]},
        "nothing": "",
        "nothing_about": "",
        "sections": [_section(FACTS, facts), *told],
    }


def _section(heading: str, block: dict[str, Any]) -> dict[str, Any]:
    return {
        "heading": heading,
        "blocks": [block],
        "parts": [],
        "empty_points": [],
        "is_empty": False,
    }
