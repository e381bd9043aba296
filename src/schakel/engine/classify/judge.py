"""Judging texts that a model has not seen, and what that says about its confidence."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.classify.learn import Names, fit, rows_of
from schakel.engine.classify.model import confidence, softmax
from schakel.engine.classify.text import hashed
from schakel.engine.classify.wordings import FOLDS, Wordings, folds_of, near_groups

SHOWN = 5
SURE = 0.95
"""The share of held-out answers that must hold a reported code among the first five."""


@dataclass(frozen=True)
class HeldOut:
    """Per wording the chances of all codes from a model that had not seen it or one like it."""

    chances: NDArray[np.float64]
    reported: NDArray[np.bool_]
    fold: NDArray[np.int64]


@dataclass(frozen=True)
class Calibration:
    """As in `Model`: how chances bend, and the confidence from which there is an answer."""

    slope: float
    shift: float
    least: float

def held_out(
    wordings: Wordings,
    names: Names,
    groups: NDArray[np.int64] | None = None,
    advance: Callable[[int], None] = lambda _steps: None,
) -> HeldOut:
    """Each fold read by a model of the other folds; texts that are alike share a fold."""
    fold = folds_of(near_groups(wordings.texts) if groups is None else groups)
    place = {code: number for number, code in enumerate(names)}
    reported = np.zeros((len(wordings), len(names)), dtype=np.bool_)
    for row, each in enumerate(wordings.codes):
        reported[row, [place[code] for code in each]] = True
    chances = np.zeros(reported.shape)
    for number in range(FOLDS):
        learned = fit(_of(wordings, fold != number), names)
        out = np.flatnonzero(fold == number)
        rows = rows_of(hashed([wordings.texts[row] for row in out]), learned.rarity)
        chances[out] = softmax(rows @ learned.matrix + learned.offset)
        advance(1)
    return HeldOut(chances, reported, fold)


def _of(wordings: Wordings, chosen: NDArray[np.bool_]) -> Wordings:
    rows = np.flatnonzero(chosen).tolist()
    return Wordings(
        tuple(wordings.texts[row] for row in rows), tuple(wordings.codes[row] for row in rows)
    )


def best(held: HeldOut, top: int = SHOWN) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Per wording the chances of its best codes, and whether each was reported for it."""
    order = np.argsort(-held.chances, axis=1, kind="stable")[:, :top]
    return (
        np.take_along_axis(held.chances, order, axis=1),
        np.take_along_axis(held.reported, order, axis=1),
    )


def calibrated(chances: NDArray[np.float64], hits: NDArray[np.bool_]) -> Calibration:
    """Bend chances into shares of hits; `least` is where answers become good enough to give."""
    from sklearn.linear_model import LogisticRegression

    held = np.clip(chances, 1e-9, 1 - 1e-9)
    odds = np.log(held / (1 - held))
    if hits.all() or not hits.any():
        return Calibration(1.0, 0.0, 0.0)
    bent = LogisticRegression(C=1.0).fit(odds.reshape(-1, 1), hits.ravel())
    slope, shift = float(bent.coef_[0, 0]), float(bent.intercept_[0])
    sure = confidence(chances[:, 0], slope, shift)
    return Calibration(slope, shift, _least(sure, hits.any(axis=1)))


def _least(sure: NDArray[np.float64], found: NDArray[np.bool_]) -> float:
    """The lowest confidence from which, in all answers given, enough hold a reported code."""
    order = np.argsort(-sure, kind="stable")
    share = found[order].cumsum() / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= SURE)
    return float(sure[order[enough[-1]]]) if len(enough) else 1.0


def figures(held: HeldOut) -> dict[str, float]:
    """How well held-out wordings are read; each fold is judged by the calibration of the others."""
    chances, hits = best(held)
    answered = np.zeros(len(hits), dtype=np.bool_)
    sure = np.zeros(chances.shape)
    for number in np.unique(held.fold):
        own = held.fold == number
        bent = calibrated(chances[~own], hits[~own])
        sure[own] = confidence(chances[own], bent.slope, bent.shift)
        answered[own] = sure[own, 0] >= bent.least
    found = hits.any(axis=1)
    return {
        "top_1": round(float(hits[:, 0].mean()), 4),
        "top_5": round(float(found.mean()), 4),
        "answered": round(float(answered.mean()), 4),
        "answered_top_1": round(_mean(hits[answered, 0]), 4),
        "answered_top_5": round(_mean(found[answered]), 4),
        "unanswered_top_5": round(_mean(found[~answered]), 4),
        "calibration_error": round(_calibration_error(sure[:, 0], hits[:, 0]), 4),
    }


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
