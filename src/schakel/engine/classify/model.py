"""A linear model from the runs of a text to codes, and what it says about a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schakel.engine.classify.text import hashed, weighed
from schakel.engine.errors import BadInput

FARTHEST = 50.0


@dataclass(frozen=True)
class Model:
    """What training leaves: no texts, only weights per bucket and code.

    A score is `offset` plus the weights of the runs in a text times `scale`, both per code; the
    softmax of the scores over all codes is a chance, which `slope` and `shift` bend into the
    share of held-out texts for which such a code was reported. `least` is the confidence in the
    first code below which the model doesn't know. `about` says what it was made of and how well
    it did on texts it had not seen.
    """

    codes: tuple[str, ...]
    rarity: NDArray[np.float32]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    offset: NDArray[np.float32]
    slope: float
    shift: float
    least: float
    about: dict[str, Any]


@dataclass(frozen=True)
class Suggestions:
    """Per text the codes that fit best, as places in `model.codes`, with their confidence."""

    code: NDArray[np.int64]
    confidence: NDArray[np.float64]
    known: NDArray[np.bool_]


def suggest(
    model: Model, texts: Sequence[str], top: int = 5, least: float | None = None
) -> Suggestions:
    """The best codes for each text.

    `known` is false where the first is below `least`, and for a text without letters: what goes
    under a number somewhere says nothing elsewhere.
    """
    if not 1 <= top <= len(model.codes):
        raise BadInput("top", "", "is %(got)s; give 1 to %(most)s", got=top, most=len(model.codes))
    if least is not None and not 0 <= least <= 1:
        raise BadInput("least", "", "is %(got)s; give a share from 0 to 1", got=least)
    chances = softmax(scores(model, texts))
    code = np.argsort(-chances, axis=1, kind="stable")[:, :top]
    sure = confidence(np.take_along_axis(chances, code, axis=1), model.slope, model.shift)
    told = np.array([any(map(str.isalpha, text)) for text in texts], dtype=np.bool_)
    enough = sure[:, 0] >= (model.least if least is None else least)
    return Suggestions(code, sure, told & enough)


def scores(model: Model, texts: Sequence[str]) -> NDArray[np.float64]:
    """A score per text and code: `offset` alone for a text without any letter or digit."""
    found = hashed(texts)
    value = weighed(found, model.rarity)
    total = np.zeros((len(texts), len(model.codes)))
    for row, (begin, end) in enumerate(zip(found.start, found.start[1:], strict=False)):
        total[row] = value[begin:end] @ model.weights[found.bucket[begin:end]]
    return total * model.scale + model.offset


def softmax(scored: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scored - scored.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def confidence(chances: NDArray[np.float64], slope: float, shift: float) -> NDArray[np.float64]:
    """A chance bent by logistic calibration (Platt, 1999)."""
    bent = slope * odds_of(chances) + shift
    return 1 / (1 + np.exp(-np.clip(bent, -FARTHEST, FARTHEST)))


def odds_of(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithm of chance against no chance."""
    held = np.clip(chances, 1e-9, 1 - 1e-9)
    return np.log(held / (1 - held))
