"""The letter of commitment as PDF, with its signatures and the hash that stands under them."""

import json
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format

from schakel.domain.chains.choices import Unit
from schakel.domain.chains.letters import LetterPromise
from schakel.domain.chains.models import Signature
from schakel.domain.chains.queries.letters import SigningLine
from schakel.domain.chains.queries.signing import SignedCopy
from schakel.transfer.pdf.accountability import cleaned
from schakel.transfer.pdf.fonts import STANDARDS, fonts

TEMPLATE = Path(__file__).with_name("letter.typ")
NOT_SIGNED = "nog niet ondertekend"


def letter_pdf(copy: SignedCopy) -> bytes:
    """The letter as PDF/UA-1 and PDF/A-2a, in Dutch; the same copy gives the same bytes."""
    with translation.override("nl"):
        data = _data(copy)
    try:
        return _compile(cleaned(data, ascii_only=False), copy)
    except typst.TypstError:
        return _compile(cleaned(data, ascii_only=True), copy)


def _compile(data: Any, copy: SignedCopy) -> bytes:
    return typst.compile(
        str(TEMPLATE),
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=(copy.completed_at or timezone.now()).replace(microsecond=0),
    )


def _data(copy: SignedCopy) -> dict[str, Any]:
    """Only what the template shows; text goes in as data, never as typst source."""
    letter = copy.letter
    assert letter.opened_on
    return {
        "chain": copy.content.chain_name,
        "number": str(copy.content.number),
        "opened_on": date_format(letter.opened_on, "j F Y"),
        "complete": copy.is_complete,
        "text": copy.content.text.replace("\r\n", "\n"),
        "promises": [_promise(one) for one in copy.content.promises],
        "parties": [_party(line) for line in copy.lines],
        "signatures": [_signature(line, one) for line in copy.lines for one in line.signatures],
        "consent": next((one.consent for one in copy.signatures), ""),
        "sha256": letter.content_sha256,
        "head": {"sequence": str(copy.head.sequence), "hash": copy.head.hash},
    }


def _promise(promise: LetterPromise) -> list[str]:
    amount = number_format(promise.amount.normalize(), force_grouping=True)
    return [
        promise.party_name,
        promise.what,
        f"{amount} {Unit(promise.unit).after(promise.amount)}",
        date_format(promise.due_on, "j F Y"),
    ]


def _party(line: SigningLine) -> list[str]:
    """Name, link, and whether it signed."""
    state = NOT_SIGNED
    if line.is_signed:
        state = "ondertekend"
    elif line.waiting_for:
        names = ", ".join(one.person.name for one in line.waiting_for)
        state = f"{NOT_SIGNED}: {names}"
    return [line.party.name, line.party.link or "naast de keten", state]


def _signature(line: SigningLine, signature: Signature) -> dict[str, str]:
    moment = timezone.localtime(signature.signed_at)
    return {
        "name": signature.name,
        "position": signature.position,
        "party": line.party.name,
        "moment": date_format(moment, "j F Y H:i:s") + f" ({moment:%Z})",
        "signed_in_with": WAYS.get(signature.signed_in_with, signature.signed_in_with)
        or "niet vastgelegd",
        "journal": str(signature.journal_sequence),
    }


WAYS = {"password": "wachtwoord"}
