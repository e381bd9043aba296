"""Which words went and which came between two texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\S+\s*|\s+")


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Words that lie beside each other and share what happened to them."""

    change: Change
    text: str


def word_diff(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts whole, in pieces: what went is marked in the first, what came in the second.

    White space is no difference.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    )
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        same = kind == "equal"
        left += _pieces("".join(old[i:j]), Change.SAME if same else Change.GONE)
        right += _pieces("".join(new[k:m]), Change.SAME if same else Change.NEW)
    return tuple(left), tuple(right)


def _pieces(text: str, change: Change) -> Iterator[Piece]:
    """The white space behind marked words stands outside the mark."""
    marked = "" if change == Change.SAME else text.rstrip()
    if marked:
        yield Piece(change, marked)
    if rest := text[len(marked) :]:
        yield Piece(Change.SAME, rest)
