"""The benchmark of other ways to read a text runs, and leaves the shipped way as it was."""

import numpy as np
import pytest

from benchmarks.classify_variants import (
    MEANS,
    SHIPPED,
    VARIANTS,
    across_words,
    all_read,
    any_order,
    without_digits,
)
from schakel.engine.classify import Wordings, gathered
from schakel.engine.classify.judge import held_out
from schakel.engine.classify.text import runs
from tests.engine.test_classify import NAMES, TEXTS


@pytest.fixture(scope="module")
def wordings() -> Wordings:
    pairs = [(text, code) for code, each in TEXTS.items() for text in each]
    texts, codes = zip(*pairs, strict=True)
    return gathered(texts, codes, NAMES)


def test_every_variant_reads_the_same_folds_and_differs(wordings: Wordings) -> None:
    found = all_read(wordings, NAMES)
    assert len(found) == len(VARIANTS) + len(MEANS)
    shipped = held_out(wordings, NAMES)
    assert np.array_equal(found[SHIPPED].scores, shipped.scores)
    for name, held in found.items():
        assert np.array_equal(held.fold, shipped.fold)
        assert np.isfinite(held.scores).all()
        hits = np.take_along_axis(held.reported, held.scores.argmax(axis=1)[:, None], axis=1)
        assert hits.mean() > 0.3, name
        if name not in (SHIPPED, "digits left out"):
            assert not np.array_equal(held.scores, shipped.scores), name


def test_what_is_looked_at() -> None:
    assert set(across_words("ab cd")) - set(runs("ab cd")) == {"b c", "ab c", "b cd", "ab cd"}
    assert set(any_order("b a")) - set(runs("b a")) == {"&a&b"}
    assert list(without_digits("a 12")) == list(runs("a"))
