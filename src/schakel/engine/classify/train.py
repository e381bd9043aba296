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
