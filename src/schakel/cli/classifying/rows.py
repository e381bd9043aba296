"""What was suggested, as columns of a file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from schakel.engine.classify import Model, suggest
from schakel.engine.tables import Source

PORTION = 500
ADDED = ("rank", "code", "name", "confidence")


def columns_of(
    model: Model,
    source: Source,
    asked: tuple[str, int, float | None],
    names: Mapping[str, str],
    advance: Callable[[int], None],
) -> dict[str, NDArray]:
    """The columns of the table, then rank, code, name and confidence; a row per suggestion.

    A text about which the model isn't sure has one row, without rank and code.
    """
    column, top, least = asked
    texts = [text or "" for text in source.text(column).to_pylist()]
    given: list[int] = []
    added: list[tuple[Any, ...]] = []
    for begin in range(0, len(texts), PORTION):
        part = texts[begin : begin + PORTION]
        for row, found in enumerate(_suggested(model, part, (top, least), names), start=begin):
            given += [row] * len(found)
            added += found
        advance(len(part))
    held = {
        _free(name): _texts(source.text(key).take(given).to_pylist())
        for key, name in source.headings.items()
    }
    rank, code, name, sure = zip(*added, strict=True) if added else ((), (), (), ())
    return held | {
        "rank": np.array(rank, dtype=object),
        "code": _texts(code),
        "name": _texts(name),
        "confidence": np.array(sure, dtype=np.float64),
    }


def _suggested(
    model: Model, texts: Sequence[str], asked: tuple[int, float | None], names: Mapping[str, str]
) -> list[list[tuple[Any, ...]]]:
    top, least = asked
    found = suggest(model, texts, top, least)
    rows: list[list[tuple[Any, ...]]] = []
    for known, places, sures in zip(
        found.known, found.code.tolist(), found.confidence.round(3).tolist(), strict=True
    ):
        if not known:
            rows.append([(None, "", _("don't know"), sures[0])])
            continue
        codes = [model.codes[place] for place in places]
        rows.append(
            [
                (rank, code, names.get(code, ""), sure)
                for rank, (code, sure) in enumerate(zip(codes, sures, strict=True), start=1)
            ]
        )
    return rows


def _free(name: str) -> str:
    return f"given_{name}" if name.casefold() in ADDED else name


def _texts(values: Sequence[str | None]) -> NDArray:
    """As objects: an array of letters makes every cell as wide as the longest."""
    return np.array([value or "" for value in values], dtype=object)
