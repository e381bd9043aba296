"""A text to codes in plain steps: every run of letters is looked at by itself, for every code."""

from collections.abc import Mapping, Sequence
from math import exp, log, sqrt
from zlib import crc32


def runs(words: Sequence[str]) -> list[str]:
    """Runs of 2 to 5 letters in each word between blanks, the words, and pairs of words."""
    found = []
    for word in words:
        padded = " " + word + " "
        for start in range(len(padded)):
            ends = range(start + 2, min(start + 5, len(padded)) + 1)
            found += [padded[start:end] for end in ends]
        found.append("_" + word)
    pairs = ["_" + words[place] + "_" + words[place + 1] for place in range(len(words) - 1)]
    return found + pairs


def values(words: Sequence[str], rarity: Sequence[float]) -> dict[int, float]:
    """The weight of each bucket in this text; together they have length 1."""
    times: dict[int, int] = {}
    for run in runs(words):
        bucket = crc32(run.encode()) % len(rarity)
        times[bucket] = times.get(bucket, 0) + 1
    found = {bucket: (1 + log(number)) * rarity[bucket] for bucket, number in times.items()}
    length = sqrt(sum(value * value for value in found.values()))
    return {bucket: value / length for bucket, value in found.items()} if length else {}


def ranked(
    value: Mapping[int, float],
    weights: Sequence[Sequence[float]],
    offset: Sequence[float],
    slope: float,
    shift: float,
) -> list[tuple[int, float]]:
    """Every code with its confidence, the best first; `weights` per bucket and code."""
    scores = []
    for code, start in enumerate(offset):
        score = start
        for bucket, amount in value.items():
            score += amount * weights[bucket][code]
        scores.append(score)
    highest = max(scores)
    whole = sum(exp(score - highest) for score in scores)
    found = []
    for code, score in enumerate(scores):
        chance = min(max(exp(score - highest) / whole, 1e-9), 1 - 1e-9)
        odds = log(chance / (1 - chance))
        found.append((code, 1 / (1 + exp(-(slope * odds + shift)))))
    return sorted(found, key=lambda pair: (-scores[pair[0]], pair[0]))


def near_groups(vectors: Sequence[Mapping[str, float]], least: float) -> list[int]:
    """For each text the first text it hangs together with through pairs at least this alike."""
    group = list(range(len(vectors)))
    changed = True
    while changed:
        changed = False
        for one in range(len(vectors)):
            for other in range(len(vectors)):
                if group[one] < group[other] and _cosine(vectors[one], vectors[other]) >= least:
                    group[other] = group[one]
                    changed = True
    return group


def _cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    product = sum(value * right.get(key, 0.0) for key, value in left.items())
    length = sqrt(sum(value**2 for value in left.values())) * sqrt(
        sum(value**2 for value in right.values())
    )
    return product / length if length else 0.0


def receiver_shares(
    exchanges: Sequence[tuple[Sequence[str], str, str]], codes: Sequence[str], prior: float
) -> dict[str, float]:
    """The share of every industry for a waste; exchanges are (codes, industry, case)."""
    industries = sorted({industry for _codes, industry, _case in exchanges})
    places = {industry: _cases(exchanges, industry, "") for industry in industries}
    share = {industry: places[industry] / sum(places.values()) for industry in industries}
    done = set()
    for digits in (2, 4, 6):
        for code in sorted(codes):
            if code[:digits] in done:
                continue
            done.add(code[:digits])
            counted = {name: _cases(exchanges, name, code[:digits]) for name in industries}
            whole = sum(counted.values()) + prior
            share = {name: (counted[name] + prior * share[name]) / whole for name in industries}
    return share


def _cases(exchanges: Sequence[tuple[Sequence[str], str, str]], industry: str, start: str) -> int:
    """In how many cases this industry took a waste with a code cut off to be `start`."""
    cases = set()
    for codes, receiver, case in exchanges:
        cut = [code[: len(start)] == start for code in codes]
        if receiver == industry and (start == "" or any(cut)):
            cases.add(case)
    return len(cases)
