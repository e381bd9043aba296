"""The fit of a candidate, step by step over sixtieths of a step so that every mean is whole."""

from collections.abc import Mapping, Sequence

PARTS = 60  # 60 is a multiple of 1, 2, 3, 4, 5 and 6 assessors


def shares(needs: Mapping[str, int], scores: Mapping[str, Sequence[int]]) -> tuple[int, int, int]:
    """Need met for certain, need met at best, and the whole need, each in sixtieths of a step."""
    certain = at_best = whole = 0
    for key in needs:
        whole += needs[key] * PARTS
        given = scores.get(key, ())
        if not given:
            at_best += needs[key] * PARTS
            continue
        mean = 0
        for score in given:
            mean += score * (PARTS // len(given))
        for part in range(needs[key] * PARTS):
            if part < mean:
                certain += 1
                at_best += 1
    return certain, at_best, whole


def gap(need: int, scores: Sequence[int]) -> str:
    """none, small (less than a step), large or unknown."""
    if not scores:
        return "unknown"
    total = 0
    for score in scores:
        total += score
    if total >= need * len(scores):
        return "none"
    if total > (need - 1) * len(scores):
        return "small"
    return "large"
