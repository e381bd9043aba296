"""Judging texts that a model has not seen, and what that says about its confidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.classify.learn import Names, fit, rows_of
from schakel.engine.classify.model import confidence, odds_of, softmax
from schakel.engine.classify.text import hashed
from schakel.engine.classify.wordings import FOLDS, Wordings, folds_of, near_groups

SHOWN = 5
HEATS = tuple(1.15**step for step in range(-12, 25))
SURE = 0.95
"""The share of held-out answers that must hold a reported code among the first five."""


@dataclass(frozen=True)
class HeldOut:
    """Per wording the scores of all codes from a model that had not seen it or one like it."""

    scores: NDArray[np.float64]
    reported: NDArray[np.bool_]
    fold: NDArray[np.int64]


@dataclass(frozen=True)
class Calibration:
    """What scores are worth: divided by `heat` first, then as in `Model`."""

    heat: float
    slope: float
    shift: float
    least: float


Reader = Callable[[Wordings, Names, Sequence[str]], NDArray[np.float64]]
"""The scores of all codes for texts, learned from wordings and names."""


def read(seen: Wordings, names: Names, texts: Sequence[str]) -> NDArray[np.float64]:
    """The way of the shipped model."""
    learned = fit(seen, names)
    scored: NDArray[np.float64] = rows_of(hashed(texts), learned.rarity) @ learned.matrix
    return scored + learned.offset


def held_out(
    wordings: Wordings,
    names: Names,
    groups: NDArray[np.int64] | None = None,
    advance: Callable[[int], None] = lambda _steps: None,
    reader: Reader = read,
) -> HeldOut:
    """Each fold read by a model of the other folds; texts that are alike share a fold."""
    fold = folds_of(near_groups(wordings.texts) if groups is None else groups)
    place = {code: number for number, code in enumerate(names)}
    reported = np.zeros((len(wordings), len(names)), dtype=np.bool_)
    for row, each in enumerate(wordings.codes):
        reported[row, [place[code] for code in each]] = True
    scores = np.zeros(reported.shape)
    for number in range(FOLDS):
        out = np.flatnonzero(fold == number)
        texts = [wordings.texts[row] for row in out]
        scores[out] = reader(_of(wordings, fold != number), names, texts)
        advance(1)
    return HeldOut(scores, reported, fold)


def _of(wordings: Wordings, chosen: NDArray[np.bool_]) -> Wordings:
    rows = np.flatnonzero(chosen).tolist()
    return Wordings(
        tuple(wordings.texts[row] for row in rows), tuple(wordings.codes[row] for row in rows)
    )


def best(held: HeldOut, top: int = SHOWN) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Per wording the places of its best codes, and whether each was reported for it."""
    order = np.argsort(-held.scores, axis=1, kind="stable")[:, :top]
    return order, np.take_along_axis(held.reported, order, axis=1)


def calibrated(held: HeldOut) -> Calibration:
    """Make scores into shares of hits; `least` is where answers become good enough to give.

    The heat is the one under which the reported codes are likeliest (temperature scaling; Guo and
    others, 2017), the bend a logistic regression on the first codes (Platt, 1999).
    """
    from sklearn.linear_model import LogisticRegression

    heat = min(HEATS, key=lambda one: _surprise(held, one))
    order, hits = best(held)
    chances = np.take_along_axis(softmax(held.scores / heat), order, axis=1)
    odds = odds_of(chances).reshape(-1, 1)
    slope, shift = 1.0, 0.0
    if hits.any() and not hits.all():
        bent = LogisticRegression(C=1.0).fit(odds, hits.ravel())
        slope, shift = float(bent.coef_[0, 0]), float(bent.intercept_[0])
    sure = confidence(chances[:, 0], slope, shift)
    return Calibration(heat, slope, shift, _least(sure, _any(hits)))


def _surprise(held: HeldOut, heat: float) -> float:
    """Minus the mean logarithm of the chance of all reported codes together."""
    chances = (softmax(held.scores / heat) * held.reported).sum(axis=1)
    return -float(np.log(np.maximum(chances, 1e-12)).mean())


def _least(sure: NDArray[np.float64], found: NDArray[np.bool_]) -> float:
    """The lowest confidence from which, in all answers given, enough hold a reported code."""
    order = np.argsort(-sure, kind="stable")
    share = found[order].cumsum() / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= SURE)
    return float(sure[order[enough[-1]]]) if len(enough) else 1.0


def figures(held: HeldOut) -> dict[str, float]:
    """How well held-out wordings are read; each fold is judged by the calibration of the others."""
    _order, hits = best(held)
    answered = np.zeros(len(hits), dtype=np.bool_)
    sure = np.zeros(len(hits))
    for number in np.unique(held.fold):
        own = held.fold == number
        bent = calibrated(HeldOut(held.scores[~own], held.reported[~own], held.fold[~own]))
        chances = softmax(held.scores[own] / bent.heat).max(axis=1)
        sure[own] = confidence(chances, bent.slope, bent.shift)
        answered[own] = sure[own] >= bent.least
    found = _any(hits)
    return {
        "top_1": round(float(hits[:, 0].mean()), 4),
        "top_5": round(float(found.mean()), 4),
        "answered": round(float(answered.mean()), 4),
        "answered_top_1": round(_mean(hits[answered, 0]), 4),
        "answered_top_5": round(_mean(found[answered]), 4),
        "unanswered_top_5": round(_mean(found[~answered]), 4),
        "calibration_error": round(_calibration_error(sure, hits[:, 0]), 4),
    }


def _any(hits: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.logical_or.reduce(hits, axis=1)


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else 0.0


def _calibration_error(sure: NDArray[np.float64], hits: NDArray[np.bool_]) -> float:
    """Mean distance between confidence and share of hits, over tenths of the wordings."""
    order = np.argsort(sure, kind="stable")
    parts = np.array_split(order, 10)
    return float(
        sum(len(part) * abs(sure[part].mean() - hits[part].mean()) for part in parts if len(part))
        / len(order)
    )
