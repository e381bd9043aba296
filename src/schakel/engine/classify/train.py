"""A model out of texts and codes."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from schakel.engine.classify.judge import calibrated, figures, held_out
from schakel.engine.classify.learn import Names, fit
from schakel.engine.classify.model import Model
from schakel.engine.classify.wordings import FOLDS, Wordings


def train(
    wordings: Wordings,
    names: Names,
    about: Mapping[str, Any],
    advance: Callable[[int], None] = lambda _steps: None,
) -> Model:
    """A model of all wordings, calibrated on folds that were held out; FOLDS + 1 steps."""
    held = held_out(wordings, names, advance=advance)
    bent = calibrated(held)
    learned = fit(wordings, names)
    advance(1)
    scale = np.abs(learned.matrix).max(axis=0) / 127
    scale[scale == 0] = 1
    return Model(
        tuple(names),
        learned.rarity.astype(np.float16).astype(np.float32),
        np.rint(learned.matrix / scale).astype(np.int8),
        (scale / bent.heat).astype(np.float32),
        (learned.offset / bent.heat).astype(np.float32),
        bent.slope,
        bent.shift,
        bent.least,
        dict(about) | {"wordings": len(wordings), "folds": FOLDS} | figures(held),
    )
