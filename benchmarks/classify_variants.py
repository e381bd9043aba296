"""Other ways to read a text: `python -m benchmarks.classify_variants`.

The folds, wordings and names of `benchmarks.classify`. Each variant is the shipped way with one
thing changed, or another way of learning, or the mean of the chances of several. Settings of
variants were chosen by looking at these same folds, which flatters them; the settings of the
shipped way were too. Takes about ten minutes and is no part of `python -m benchmarks`.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import combinations
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.classify import DATA, known_texts, names_of_codes
from benchmarks.harness import Result, machine, run
from schakel.engine.classify.judge import HeldOut, Reader, best, calibrated, held_out, read
from schakel.engine.classify.learn import rarity_of, rows_of
from schakel.engine.classify.model import softmax
from schakel.engine.classify.text import hashed, normalised, runs
from schakel.engine.classify.wordings import Wordings, near_groups

HOME = "schakel.engine.classify"
NEAREST, STEEP = 15, 4
"""How many neighbours speak, and the power of their cosine with which they do."""
LITTLE = 1e-4
BOLD = 10.0
"""Complement weights differ little between codes: so many times, they outweigh names alone."""
SHIPPED = "as shipped"


def across_words(text: str) -> Iterator[str]:
    """The runs as shipped, and those of 3 to 7 letters with a blank between words in them."""
    yield from runs(text)
    for length in range(3, 8):
        for start in range(len(text) - length + 1):
            part = text[start : start + length]
            if " " in part.strip():
                yield part


def any_order(text: str) -> Iterator[str]:
    yield from runs(text)
    for left, right in combinations(sorted(set(text.split())), 2):
        yield f"&{left}&{right}"


def without_digits(text: str) -> Iterator[str]:
    yield from runs(re.sub(r"\d+", " ", text))


def bayes(complement: bool) -> Callable[..., Any]:
    """Naive Bayes as weights per run and code, with those of the mean code taken away."""

    def learned(rows: Any, target: Any, weight: Any) -> Any:
        from sklearn.naive_bayes import ComplementNB, MultinomialNB

        learner = ComplementNB(alpha=0.3) if complement else MultinomialNB(alpha=0.05)
        used = np.unique(rows.indices)
        learner.fit(rows[:, used], target, sample_weight=weight)
        matrix = np.zeros((rows.shape[1], len(learner.classes_)))
        matrix[used] = (learner.feature_log_prob_ - learner.feature_log_prob_.mean(axis=0)).T
        if complement:
            return BOLD * matrix, np.zeros(matrix.shape[1])
        return matrix, learner.class_log_prior_

    return learned


def member(wordings: Wordings, names: Any) -> Any:
    """Per wording and code the share in which it was reported under it."""
    place = {code: number for number, code in enumerate(names)}
    found = np.zeros((len(wordings), len(names)))
    for row, each in enumerate(wordings.codes):
        found[row, [place[code] for code in each]] = 1 / len(each)
    return found


def neighbours(seen: Wordings, names: Any, texts: Any) -> Any:
    """The codes of the wordings and names that are nearest, by cosine."""
    named = [(normalised(text), code) for code, each in names.items() for text in each]
    known = Wordings(
        seen.texts + tuple(text for text, _code in named),
        seen.codes + tuple(frozenset([code]) for _text, code in named),
    )
    found = hashed(known.texts)
    rarity = rarity_of(found)
    cosines = (rows_of(hashed(texts), rarity) @ rows_of(found, rarity).T).toarray()
    count = min(NEAREST, len(known))
    least = np.partition(cosines, -count, axis=1)[:, [-count]]
    near = np.where(cosines >= least, cosines, 0) ** STEEP
    return np.log(near @ member(known, names) + LITTLE)


def less_common(seen: Wordings, names: Any, texts: Any) -> Any:
    """Scores as shipped, less the logarithm of how often a code was reported."""
    return read(seen, names, texts) - np.log1p(member(seen, names).sum(axis=0))


VARIANTS: dict[str, tuple[dict[str, Any], Reader]] = {
    SHIPPED: ({}, read),
    "runs of 2 to 4 letters": ({"text.LONGEST": 4}, read),
    "runs of 2 to 6 letters": ({"text.LONGEST": 6}, read),
    "runs of 3 to 7 letters across words too": ({"text.runs": across_words}, read),
    "pairs of words in any order too": ({"text.runs": any_order}, read),
    "digits left out": ({"text.runs": without_digits}, read),
    "the regression alone": ({"learn.MARGIN_SHARE": 0.0}, read),
    "support vector machine with less penalty (C = 1)": ({"learn.MARGIN_PENALTY": 1.0}, read),
    "names weighing half (0.3)": ({"learn.NAME_WEIGHT": 0.3}, read),
    "names weighing as texts (1.0)": ({"learn.NAME_WEIGHT": 1.0}, read),
    "corrected for how common a code is": ({}, less_common),
    "naive Bayes": ({"learn._learned": bayes(complement=False)}, read),
    "complement naive Bayes": ({"learn._learned": bayes(complement=True)}, read),
    f"nearest neighbours ({NEAREST})": ({}, neighbours),
}
MEANS = (
    (SHIPPED, "complement naive Bayes"),
    (SHIPPED, f"nearest neighbours ({NEAREST})"),
    (SHIPPED, "complement naive Bayes", f"nearest neighbours ({NEAREST})"),
    ("support vector machine with less penalty (C = 1)", f"nearest neighbours ({NEAREST})"),
)


def read_as(name: str, wordings: Wordings, names: Any, groups: Any) -> HeldOut:
    changes, reader = VARIANTS[name]
    with ExitStack() as stack:
        for place, value in changes.items():
            stack.enter_context(patch(f"{HOME}.{place}", value))
        return held_out(wordings, names, groups, reader=reader)


def chances_of(held: HeldOut) -> Any:
    """Each fold with the heat of the other folds."""
    found = np.zeros(held.scores.shape)
    for number in np.unique(held.fold):
        own = held.fold == number
        rest = HeldOut(held.scores[~own], held.reported[~own], held.fold[~own])
        found[own] = softmax(held.scores[own] / calibrated(rest).heat)
    return found


def all_read(wordings: Wordings, names: Any) -> dict[str, HeldOut]:
    groups = near_groups(wordings.texts)
    found = {name: read_as(name, wordings, names, groups) for name in VARIANTS}
    chances = {name: chances_of(found[name]) for name in {part for each in MEANS for part in each}}
    for parts in MEANS:
        mean = sum(chances[name] for name in parts) / len(parts)
        found[f"mean of: {'; '.join(parts)}"] = replace(found[SHIPPED], scores=mean)
    return found


def compared(wordings: Wordings, names: Any) -> list[str]:
    tops = {}
    for name, held in all_read(wordings, names).items():
        hits = best(held)[1]
        tops[name] = np.array([hits[:, 0].mean(), hits.any(axis=1).mean()])
    error = 100 * np.sqrt(tops[SHIPPED] * (1 - tops[SHIPPED]) / len(wordings))
    return [
        "| variant | top 1 | top 5 | top 1, points more | top 5, points more |",
        "|---|--:|--:|--:|--:|",
        *(
            f"| {name} | {top[0]:.3f} | {top[1]:.3f} | {more[0]:+.1f} | {more[1]:+.1f} |"
            for name, top in tops.items()
            for more in [100 * (top - tops[SHIPPED])]
        ),
        "",
        f"Standard error of the shipped figures: {error[0]:.1f} and {error[1]:.1f} points.",
    ]


def measure() -> Result:
    head = ["## Text to codes: what else was tried", ""]
    if DATA is None:
        return Result([*head, "Skipped: ../shared/data is not there."], True)
    names = names_of_codes()
    wordings = known_texts(names)
    told = f"{len(wordings):,} different wordings, five folds, alike ones together ({machine()})."
    return Result([*head, told, "", *compared(wordings, names)], True)


if __name__ == "__main__":
    sys.exit(run(measure))
