"""What changed between two texts, word by word, so that a person can read it."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    change: Change
    text: str


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces that are the same, gone and new, in reading order.

    Without the new pieces they are the old text, without the gone ones the new text.
    """
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    pieces = []
    for _tag, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        gone, fresh = "".join(before[a:b]), "".join(after[c:d])
        if gone == fresh:
            pieces.append(Piece(Change.SAME, gone))
            continue
        pieces += [
            Piece(change, text)
            for change, text in ((Change.GONE, gone), (Change.NEW, fresh))
            if text
        ]
    return tuple(pieces)
