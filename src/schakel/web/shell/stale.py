"""Two versions of what a form edits, side by side, for `<c-stale>`."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, DateField, Field
from django.utils.formats import date_format

from schakel.domain.accounts.queries import Change

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
LINES = re.compile(r".*\n|.+")
MOST_WORDS = 4000


@dataclass(frozen=True)
class Piece:
    """A part of a text; `marked` where the other version does not have it."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Difference:
    """A field that the two versions do not agree about."""

    label: str
    typed: list[Piece]
    present: list[Piece]


@dataclass(frozen=True)
class Comparison:
    """What somebody typed beside what stands there now, and who put that there."""

    differences: list[Difference]
    same: list[str]
    change: Change | None


def compare(form: BaseForm, present: Mapping[str, Any], change: Change | None) -> Comparison:
    """Compare what a form was sent with the present values of its fields, by name."""
    differences, same = [], []
    for name in present:
        field, label = form.fields[name], str(form[name].label)
        typed = _words(field, form[name].value())
        stands = _words(field, present[name])
        if typed == stands:
            same.append(label)
        else:
            differences.append(Difference(label, *pieces(typed, stands)))
    return Comparison(differences, same, change)


def pieces(typed: str, present: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, marked word by word (line by line where they are very long)."""
    cut = WORDS if len(typed) + len(present) < MOST_WORDS * 6 else LINES
    ours, theirs = cut.findall(typed), cut.findall(present)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        left += _piece(ours[i:j], marked=kind != "equal")
        right += _piece(theirs[k:m], marked=kind != "equal")
    return left, right


def _piece(parts: list[str], *, marked: bool) -> Iterator[Piece]:
    if parts:
        yield Piece("".join(parts), marked)


def _words(field: Field, value: Any) -> str:
    """A value as a person reads it, with the line ends that a browser would send made plain."""
    if isinstance(value, list | tuple):
        return ", ".join(_words(field, each) for each in value)
    if isinstance(field, DateField) and isinstance(value, str):
        with suppress(ValidationError):
            value = field.to_python(value)
    if isinstance(value, datetime | date):
        return date_format(value, "j F Y")
    text = "" if value is None else str(value)
    choices = getattr(field, "choices", None)
    if choices:
        return str(dict(_flat(choices)).get(text, text))
    return text.replace("\r\n", "\n").strip()


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(one), words) for one, words in label)
        else:
            yield str(value), label
