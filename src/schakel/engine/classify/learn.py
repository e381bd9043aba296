"""Learning the weights; the only part that needs scikit-learn, and only when it is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schakel.engine.classify.text import BUCKETS, Runs, hashed, weighed
from schakel.engine.classify.wordings import Wordings

INVERSE_PENALTY, MARGIN_PENALTY, MARGIN_SHARE = 20.0, 0.3, 8.0
"""Of the regression, of the support vector machine, and what a margin counts beside a logit."""
NAME_WEIGHT = 0.6
"""Of a name or word beside a text, in learning."""
LIKENESS, BELOW = 10.0, 7.5
"""For a code without texts: score per unit of cosine with a name, and how far below it starts."""
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Weights:
    """What one round of learning gives: a score per code is `offset` + values @ `matrix`."""

    rarity: NDArray[np.float32]
    matrix: NDArray[np.float32]
    offset: NDArray[np.float32]


def fit(wordings: Wordings, names: Names) -> Weights:
    """Learn from the wordings and from the names of the codes they have.

    Codes with texts get a logit of multinomial logistic regression plus a share of the margin of
    a one-against-the-rest support vector machine; a wording with several codes counts for each in
    equal parts. Codes without texts are told apart by the likeness to their names only.
    """
    found = hashed(wordings.texts)
    rarity = rarity_of(found)
    place = {code: number for number, code in enumerate(names)}
    pairs = [
        (row, place[code], 1 / len(each))
        for row, each in enumerate(wordings.codes)
        for code in sorted(each)
    ]
    row, code, share = (np.array(column) for column in zip(*pairs, strict=True))
    named = [(text, place[code]) for code, each in names.items() for text in each]
    of_name = np.array([number for _text, number in named])
    name_rows = rows_of(hashed([text for text, _number in named]), rarity)
    seen = np.unique(code)
    known = np.isin(of_name, seen)
    matrix, offset = _learned(
        _stacked(rows_of(found, rarity)[row], name_rows[known]),
        np.concatenate([code, of_name[known]]),
        np.concatenate([share, np.full(known.sum(), NAME_WEIGHT)]),
    )
    start = np.full(len(names), np.median(offset) - BELOW, dtype=np.float32)
    whole = LIKENESS * _summed(name_rows, of_name, len(names))
    whole[:, seen], start[seen] = matrix, offset
    return Weights(rarity, whole, start)


def _summed(rows: Any, group: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    """Per column and group the sum of the rows in it."""
    from scipy.sparse import csr_array

    place = (group.astype(np.int32), np.arange(len(group), dtype=np.int32))
    member = csr_array((np.ones(len(group)), place), shape=(count, len(group)))
    return (member @ rows).astype(np.float32).T.toarray(order="C")


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


def _stacked(*rows: Any) -> Any:
    from scipy.sparse import csr_array, vstack

    return csr_array(vstack(rows))


def _learned(
    rows: Any, target: NDArray[np.int64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weights and offsets of every code in `target`, rising; no run in use, no weight."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC
    from threadpoolctl import threadpool_limits

    used = np.unique(rows.indices)
    logits = LogisticRegression(C=INVERSE_PENALTY, max_iter=1_000, tol=1e-3)
    margins = LinearSVC(C=MARGIN_PENALTY, random_state=0, max_iter=5_000)
    with threadpool_limits(1):
        for learner in (logits, margins):
            learner.fit(rows[:, used], target, sample_weight=weight)
    offset = _per_code(logits.intercept_) + MARGIN_SHARE * _per_code(margins.intercept_)
    matrix = np.zeros((rows.shape[1], len(offset)))
    matrix[used] = (_per_code(logits.coef_) + MARGIN_SHARE * _per_code(margins.coef_)).T
    return matrix, offset


def _per_code(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of two codes scikit-learn gives one row: for the second, and so against the first."""
    return np.concatenate([-values / 2, values / 2]) if len(values) == 1 else values
