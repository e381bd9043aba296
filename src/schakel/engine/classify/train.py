"""Learning the weights; the only part that needs scikit-learn, and only when it is called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schakel.engine.classify.model import Model, confidence, softmax
from schakel.engine.classify.text import BUCKETS, Runs, hashed, weighed
from schakel.engine.classify.wordings import FOLDS, Wordings, folds_of, near_groups

INVERSE_PENALTY, MARGIN_PENALTY = 20.0, 1.0
MARGIN_SHARE = 4.0
"""How much a margin of the support vector machine counts beside a logit of the regression."""
NAME_WEIGHT, OTHER_WEIGHT = 1.0, 0.1
NAME_LIKENESS = 6.0
"""Score per unit of cosine with the nearest name, for a code of which no text is known."""
SHOWN = 5
SURE = 0.95
"""The share of held-out answers that must hold a reported code among the first five."""
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Weights:
    """What one round of learning gives: a score per code is `offset` + values @ `matrix`."""

    rarity: NDArray[np.float32]
    matrix: NDArray[np.float32]
    offset: NDArray[np.float32]


@dataclass(frozen=True)
class HeldOut:
    """Per wording the chances of all codes from a model that had not seen it or one like it."""

    chances: NDArray[np.float64]
    reported: NDArray[np.bool_]
    fold: NDArray[np.int64]


def rows_of(found: Runs, rarity: NDArray[np.float32]) -> Any:
    """The weighed runs as a sparse matrix."""
    from scipy.sparse import csr_array

    value = weighed(found, rarity)
    place, start = found.bucket.astype(np.int32), found.start.astype(np.int32)
    return csr_array((value, place, start), shape=(len(found), BUCKETS))


def rarity_of(found: Runs) -> NDArray[np.float32]:
    """1 + log((1 + texts) / (1 + texts with the bucket))."""
    having = np.bincount(found.bucket, minlength=BUCKETS)
    return (np.log((1 + len(found)) / (1 + having)) + 1).astype(np.float32)


def fit(wordings: Wordings, names: Names) -> Weights:
    """Learn from the wordings and from the names of all codes.

    Codes with texts get a logit of multinomial logistic regression plus a share of the margin of
    a one-against-the-rest support vector machine. The names of all other codes are one class,
    within which the likeness to each name decides.
    """
    found = hashed(wordings.texts)
    rarity = rarity_of(found)
    place = {code: number for number, code in enumerate(names)}
    seen = sorted({place[code] for each in wordings.codes for code in each})
    other = sorted(set(range(len(names))) - set(seen))
    pairs = [
        (row, place[code], 1 / len(each))
        for row, each in enumerate(wordings.codes)
        for code in sorted(each)
    ]
    named = [(text, place[code]) for code, each in names.items() for text in each]
    of_name = np.array([code for _text, code in named])
    name_rows = rows_of(hashed([text for text, _code in named]), rarity)
    is_other = np.isin(of_name, other)
    row, code, share = (np.array(column) for column in zip(*pairs, strict=True))
    rows = _stacked(rows_of(found, rarity)[row], name_rows)
    target = np.concatenate([code, np.where(is_other, len(names), of_name)])
    weight = np.concatenate([share, np.where(is_other, OTHER_WEIGHT, NAME_WEIGHT)])
    matrix, offset = _learned(rows, target, weight)
    whole = np.zeros((BUCKETS, len(names)), dtype=np.float32)
    start = np.zeros(len(names), dtype=np.float32)
    whole[:, seen], start[seen] = matrix[:, : len(seen)], offset[: len(seen)]
    for place_of_other in other:
        likeness = name_rows[of_name == place_of_other].mean(axis=0)
        whole[:, place_of_other] = matrix[:, -1] + NAME_LIKENESS * likeness
        start[place_of_other] = offset[-1]
    return Weights(rarity, whole, start)


def _stacked(*rows: Any) -> Any:
    from scipy.sparse import vstack

    return vstack(rows).tocsr()


def _learned(
    rows: Any, target: NDArray[np.int64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    logits = LogisticRegression(C=INVERSE_PENALTY, max_iter=1_000, tol=1e-3)
    logits.fit(rows, target, sample_weight=weight)
    margins = LinearSVC(C=MARGIN_PENALTY, random_state=0, max_iter=5_000)
    margins.fit(rows, target, sample_weight=weight)
    return (
        (logits.coef_ + MARGIN_SHARE * margins.coef_).T,
        logits.intercept_ + MARGIN_SHARE * margins.intercept_,
    )


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
    bent = LogisticRegression(C=1e6).fit(odds.reshape(-1, 1), hits.ravel())
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


def train(
    wordings: Wordings,
    names: Names,
    about: Mapping[str, Any],
    advance: Callable[[int], None] = lambda _steps: None,
) -> Model:
    """A model of all wordings, calibrated on folds that were held out; FOLDS + 1 steps."""
    held = held_out(wordings, names, advance=advance)
    bent = calibrated(*best(held))
    learned = fit(wordings, names)
    advance(1)
    scale = np.abs(learned.matrix).max(axis=0) / 127
    scale[scale == 0] = 1
    return Model(
        tuple(names),
        learned.rarity.astype(np.float16).astype(np.float32),
        np.rint(learned.matrix / scale).astype(np.int8),
        scale.astype(np.float32),
        learned.offset,
        bent.slope,
        bent.shift,
        bent.least,
        dict(about) | {"wordings": len(wordings), "folds": FOLDS} | figures(held),
    )
