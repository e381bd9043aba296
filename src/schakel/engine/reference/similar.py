"""The likeness of two texts in plain steps: every run is looked up in every text, one by one."""

from collections.abc import Sequence
from math import log, sqrt


def likeness(one: Sequence[str], other: Sequence[str], texts: Sequence[Sequence[str]]) -> float:
    """The cosine of two texts, given as words; `texts` are all of them, the two included."""
    every_run = sorted({run for words in texts for run in _runs(words)})
    product = left_square = right_square = 0.0
    for run in every_run:
        having = 0
        for words in texts:
            if run in _runs(words):
                having += 1
        rarity = log((1 + len(texts)) / (1 + having)) + 1
        left = _times(one, run) * rarity
        right = _times(other, run) * rarity
        product += left * right
        left_square += left * left
        right_square += right * right
    if not left_square or not right_square:
        return 0.0
    return product / sqrt(left_square * right_square)


def _times(words: Sequence[str], run: str) -> float:
    number = _runs(words).count(run)
    return 1 + log(number) if number else 0.0


def _runs(words: Sequence[str]) -> list[str]:
    runs = []
    for word in words:
        if len(word) <= 4:
            runs.append(word)
        else:
            runs += [word[start : start + 4] for start in range(len(word) - 3)]
    return runs
