"""Texts with the codes under which they were reported, per wording and kept apart in folds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.engine.classify.text import normalised
from schakel.engine.errors import BadInput, Phrase

NEAR = 0.85
FOLDS = 5


@dataclass(frozen=True)
class Wordings:
    """Different texts, normalised, each with every code that was reported for it."""

    texts: tuple[str, ...]
    codes: tuple[frozenset[str], ...]

    def __len__(self) -> int:
        return len(self.texts)


def gathered(
    texts: Sequence[str], codes: Sequence[str], names: Mapping[str, Sequence[str]]
) -> Wordings:
    """One wording per normalised text; a text without letters or digits is left out."""
    found: dict[str, set[str]] = {}
    for line, (text, code) in enumerate(zip(texts, codes, strict=True), start=2):
        if code not in names:
            raise BadInput(
                Phrase("line %(line)s", line=line),
                "code",
                "“%(got)s” is not in the list of codes",
                got=code,
            )
        plain = normalised(text)
        if plain:
            found.setdefault(plain, set()).add(code)
    if len(found) < 2 * FOLDS or len({code for each in found.values() for code in each}) < 2:
        raise BadInput(
            "texts", "", "has %(got)s different texts; give at least %(least)s, of two codes",
            got=len(found), least=2 * FOLDS,
        )  # fmt: skip
    return Wordings(tuple(found), tuple(map(frozenset, found.values())))


def near_groups(texts: Sequence[str], least: float = NEAR) -> NDArray[np.int64]:
    """A number per text, the same for texts that hang together through pairs that are alike.

    Alike is a cosine of at least `least` between the counts of their runs of 2 to 5 letters.
    """
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.preprocessing import normalize

    found = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5), dtype=np.float64)
    vectors = normalize(found.fit_transform(texts))
    near = vectors @ vectors.T
    near.data[near.data < least] = 0
    near.eliminate_zeros()
    return connected_components(near, directed=False)[1].astype(np.int64)


def folds_of(groups: NDArray[np.int64], count: int = FOLDS, seed: int = 0) -> NDArray[np.int64]:
    """A fold per text: whole groups, the largest first, each in the fold that is smallest."""
    sizes = np.bincount(groups)
    order = np.random.default_rng(seed).permutation(len(sizes))
    load, fold = np.zeros(count, dtype=np.int64), np.zeros(len(sizes), dtype=np.int64)
    for group in order[np.argsort(-sizes[order], kind="stable")]:
        fold[group] = load.argmin()
        load[fold[group]] += sizes[group]
    return fold[groups]
