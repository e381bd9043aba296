import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from schakel.engine.similar.words import EMPTY_WORDS

RUN = 4
READ = 6_000
"""Characters of a text that count: a long story is known by how it begins."""
THRESHOLD = 0.15
SHOWN_WORDS = 4
WORD = re.compile(r"[^\W_]{3,}")
ARTICLE = re.compile(r"[\s,;(]*\b(artikel(en)?|art|articles?|par|paragraaf)\b.*", re.DOTALL)
NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Text:
    """A folded text (no capitals, no accents) with the law it is about, if that is known."""

    key: int
    law: str
    text: str


@dataclass(frozen=True)
class Likeness:
    """How much a text is like the one asked about: from 0 (nothing in common) to 1."""

    key: int
    score: float
    same_law: bool
    words: tuple[str, ...]


def alike(
    one: Text, others: Iterable[Text], threshold: float = THRESHOLD, at_most: int = 5
) -> tuple[Likeness, ...]:
    """The texts about the same law, then the ones in the same words, the nearest first."""
    rest = [other for other in others if other.key != one.key]
    words = {text.key: _words(text.text) for text in (one, *rest)}
    runs = {key: Counter(_runs(found)) for key, found in words.items()}
    weight = _weights(list(runs.values()))
    word_weight = _weights([Counter(set(found)) for found in words.values()])
    own, law = _weighed(runs[one.key], weight), law_of(one.law)
    found = [
        Likeness(
            other.key,
            _cosine(own, _weighed(runs[other.key], weight)),
            bool(law) and law_of(other.law) == law,
            _shared(words[one.key], words[other.key], word_weight),
        )
        for other in rest
    ]
    near = [like for like in found if like.same_law or like.score >= threshold]
    return tuple(
        sorted(near, key=lambda like: (not like.same_law, -round(like.score, 9), like.key))
    )[:at_most]


def law_of(law: str) -> str:
    """The name of a law without its article and its punctuation, to compare it by."""
    return NO_LETTERS.sub(" ", ARTICLE.sub("", law)).strip()


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text[:READ]) if word not in EMPTY_WORDS]


def _runs(words: Sequence[str]) -> Iterable[str]:
    """The runs of letters in each word; a short word is one run."""
    for word in words:
        for start in range(max(len(word) - RUN + 1, 1)):
            yield word[start : start + RUN]


def _weights(texts: Sequence[Counter[str]]) -> dict[str, float]:
    """What a run tells: more when fewer of the texts have it."""
    having = Counter(run for text in texts for run in text)
    return {run: log((1 + len(texts)) / (1 + number)) + 1 for run, number in having.items()}


def _weighed(runs: Counter[str], weight: Mapping[str, float]) -> dict[str, float]:
    return {run: (1 + log(number)) * weight[run] for run, number in runs.items()}


def _cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    small, large = sorted((left, right), key=len)
    product = sum(value * large[run] for run, value in small.items() if run in large)
    length = sqrt(sum(value * value for value in left.values())) * sqrt(
        sum(value * value for value in right.values())
    )
    return min(product / length, 1.0) if length else 0.0


def _shared(
    left: Sequence[str], right: Sequence[str], weight: Mapping[str, float]
) -> tuple[str, ...]:
    """The words in both that tell most: rare ones first, then long ones."""
    both = {word for word in left if len(word) >= RUN} & set(right)
    return tuple(sorted(both, key=lambda word: (-weight[word], -len(word), word))[:SHOWN_WORDS])
