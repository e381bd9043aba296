"""From what stands in a cell to a value, and back; every refusal says what to type instead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from schakel.lib.text import tidy
from schakel.transfer.xlsx.reading import NotADate

SEPARATOR = "; "
DUTCH_NUMBER = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?")
DUTCH_DATE = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
SHOWN_AT_MOST = 60


class BadCell(Exception):
    """What is in this cell cannot be read; the message says why and what to type."""


def read_text(value: Any) -> str:
    """Text as typed, tidied. A number becomes its Dutch notation; a date is refused."""
    match value:
        case None:
            return ""
        case str():
            return tidy(value)
        case datetime() | NotADate():
            raise BadCell(
                _("Excel made a date or time of this. Format the cell as text and type it again.")
            )
        case bool():
            raise BadCell(_("Excel made TRUE or FALSE of this. Type it as text."))
    return f"{value:.15g}".replace(".", ",")


def read_decimal(value: Any) -> Decimal | None:
    """A number, or text such as 1250,50 or 1.250,50. Floats count to Excel's 15 digits."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(f"{value:.15g}")
    text = read_text(value)
    if not text:
        return None
    if not DUTCH_NUMBER.fullmatch(text):
        raise BadCell(
            _("“%(text)s” is not a number. Type it with a decimal comma, as in 1250,50.")
            % {"text": _short(text)}
        )
    return Decimal(text.replace(".", "").replace(",", "."))


def read_year(value: Any) -> int | None:
    text = read_text(value)
    if not text:
        return None
    if not re.fullmatch(r"\d{4}", text, re.ASCII):
        raise BadCell(
            _("“%(text)s” is not a year. Type four digits, as in 2018.") % {"text": _short(text)}
        )
    return int(text)


def read_date(value: Any) -> date | None:
    """A date cell, or text as dd-mm-yyyy; slashes and the American order are never guessed."""
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    return _date_from("" if value is None else tidy(str(value)))


def _date_from(text: str) -> date | None:
    if not text:
        return None
    parts = DUTCH_DATE.fullmatch(text)
    try:
        if parts:
            return date(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError:
        pass
    raise BadCell(
        _("“%(text)s” is not a date. Type day-month-year, as in 31-12-2024.")
        % {"text": _short(text)}
    )


def read_yes_no(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    text = read_text(value).casefold()
    if text not in ("", "ja", "nee"):
        raise BadCell(
            _("“%(text)s” is neither “ja” nor “nee”. Type one of these, or leave the cell empty.")
            % {"text": _short(text)}
        )
    return {"": None, "ja": True, "nee": False}[text]


def write_yes_no(value: bool | None) -> str:
    return "" if value is None else "ja" if value else "nee"


@dataclass(frozen=True)
class Labels:
    """Codes and the Dutch words for them in a workbook; reading accepts either, in any case."""

    words: Mapping[str, str]

    def read(self, value: Any) -> str:
        text = read_text(value)
        return self._code(text) if text else ""

    def read_many(self, value: Any) -> tuple[str, ...]:
        return tuple(self._code(part) for part in split(read_text(value)))

    def write(self, code: str) -> str:
        return self.words.get(code, code)

    def write_many(self, codes: tuple[str, ...]) -> str:
        return SEPARATOR.join(self.write(code) for code in codes)

    def _code(self, text: str) -> str:
        wanted = " ".join(text.casefold().split())
        for code, word in self.words.items():
            if wanted in (word.casefold(), code.casefold()):
                return code
        raise BadCell(
            _("“%(text)s” is not known here. Choose from: %(words)s.")
            % {"text": _short(text), "words": SEPARATOR.join(self.words.values())}
        )


@dataclass(frozen=True)
class WasteCodes:
    """Codes of the List of Waste as the law prints them: 20 03 07, with a star if hazardous."""

    hazardous: Mapping[str, bool]

    def read(self, value: Any) -> tuple[str, ...]:
        return tuple(self._code(part) for part in split(read_text(value)))

    def write(self, codes: tuple[str, ...]) -> str:
        return SEPARATOR.join(self._printed(code) for code in codes)

    def _printed(self, code: str) -> str:
        star = "*" if self.hazardous.get(code) else ""
        return f"{code[:2]} {code[2:4]} {code[4:]}{star}"

    def _code(self, text: str) -> str:
        digits = "".join(text.rstrip("*").split())
        if digits not in self.hazardous:
            raise BadCell(
                _("“%(text)s” is not a code of the List of Waste. Type it as in 20 03 07.")
                % {"text": _short(text)}
            )
        if text.endswith("*") and not self.hazardous[digits]:
            raise BadCell(
                _("“%(text)s”: the List of Waste has no star behind this code. Check the code.")
                % {"text": _short(text)}
            )
        return digits


def split(text: str) -> list[str]:
    """The parts of a cell with several values, separated by a semicolon."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN_AT_MOST else f"{flat[: SHOWN_AT_MOST - 1]}…"
