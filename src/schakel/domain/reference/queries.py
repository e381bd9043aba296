"""Reading reference data: it is the same for everyone."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from schakel.domain.reference.models import Municipality, Sector, WasteChapter, WasteCode
from schakel.lib.searching import fold, words

DIGITS, WHOLE_WORD, START_OF_WORD, PART_OF_WORD, CHAPTER = 12, 6, 4, 2, 1
NO_WORD = re.compile(r"[^\w-]+")


def waste_codes() -> QuerySet[WasteCode]:
    """The whole List of Waste in the order of the law."""
    return WasteCode.objects.select_related("subchapter")


def waste_chapters() -> QuerySet[WasteChapter]:
    """The 20 chapters, in the order of the law."""
    return WasteChapter.objects.filter(code__regex=r"^..$")


def find_waste_codes(text: str, chapter: str = "") -> list[WasteCode]:
    """The codes in which every word of the text is found, the best match first.

    A word counts more in a code's own name than in the name of its chapter, and a whole word more
    than a part. Digits match from the start of the code, however they are grouped: 17 02 01*.
    """
    codes = waste_codes().filter(code__startswith=chapter)
    typed = _typed(text)
    if not typed:
        return list(codes)
    chapters = {item.pk: _names(item) for item in waste_chapters()}
    scored = [(_score(code, typed, chapters), code) for code in codes]
    found = [(score, code) for score, code in scored if score]
    return [code for _score, code in sorted(found, key=lambda pair: (-pair[0], pair[1].pk))]


def _typed(text: str) -> list[str]:
    joined = "".join(text.replace("*", " ").replace(".", " ").split())
    return [joined] if joined.isdecimal() else words(text.replace("*", " "))


def _names(named: WasteChapter | WasteCode) -> tuple[str, list[str]]:
    """The folded Dutch name, and the words of both names."""
    dutch, english = fold(named.name_nl), fold(named.name_en)
    return dutch, NO_WORD.sub(" ", f"{dutch} {english}").split()


def _score(
    code: WasteCode, typed: Iterable[str], chapters: dict[str, tuple[str, list[str]]]
) -> int:
    """0 where a word is not found at all."""
    own, around = _names(code), (_names(code.subchapter), chapters[code.pk[:2]])
    scores = []
    for word in typed:
        if word.isdecimal() and code.pk.startswith(word):
            scores.append(DIGITS)
        else:
            wider = CHAPTER if any(_word_score(word, names) for names in around) else 0
            scores.append(_word_score(word, own) or wider)
    return sum(scores) if all(scores) else 0


def _word_score(word: str, names: tuple[str, list[str]]) -> int:
    """Dutch glues words together (sloophout), so part of a word counts there, not in English."""
    dutch, parts = names
    if word in parts:
        return WHOLE_WORD
    if any(part.startswith(word) for part in parts):
        return START_OF_WORD
    return PART_OF_WORD if word in dutch else 0


def municipalities() -> QuerySet[Municipality]:
    return Municipality.objects.all()


def sectors() -> QuerySet[Sector]:
    return Sector.objects.all()
