"""A model as a file: numpy arrays in a zip (npz), without anything that runs when it is read."""

import csv
import io
import json
import zipfile
import zlib
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schakel.engine.classify.model import Model
from schakel.engine.classify.text import BUCKETS
from schakel.engine.errors import BadInput

FORMAT = 1
LARGEST = 200_000_000
HOME, SHIPPED = "schakel.engine.classify", "ewc.npz"
UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, TypeError)
ARRAYS = {
    "codes": "U",
    "rarity": "f",
    "weights": "i",
    "scale": "f",
    "offset": "f",
    "settings": "f",
    "about": "u",
}


def words() -> dict[str, list[str]]:
    """What a waste is called at work, per code: the product's own list."""
    found: dict[str, list[str]] = {}
    table = files(HOME).joinpath("data", "words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        found.setdefault(row["code"], []).append(row["word"])
    return found


def save(path: Path, model: Model) -> None:
    """The model as a compressed npz of a few megabytes at most."""
    about = json.dumps(model.about | {"format": FORMAT}, ensure_ascii=False)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            codes=np.array(model.codes, dtype=np.str_),
            rarity=model.rarity.astype(np.float16),
            weights=model.weights,
            scale=model.scale,
            offset=model.offset,
            settings=np.array([model.slope, model.shift, model.least]),
            about=np.frombuffer(about.encode(), dtype=np.uint8),
        )


def shipped() -> Model:
    """The model that comes with the product."""
    return _model(files(HOME).joinpath("data", SHIPPED).read_bytes(), SHIPPED)


def load(path: Path) -> Model:
    """The model of a file; one that is damaged or of something else is refused."""
    return _model(path.read_bytes(), path.name)


def _model(content: bytes, name: str) -> Model:
    try:
        found = _arrays(content)
        about = json.loads(found["about"].tobytes().decode())
        model = _built(found, about)
    except UNREADABLE as error:
        raise BadInput(
            name, "", "is damaged, or no model; make one with schakel classify train"
        ) from error
    if about.get("format") != FORMAT:
        raise BadInput(
            name, "format", "is %(got)s; make it anew with schakel classify train",
            got=about.get("format"),
        )  # fmt: skip
    return model


def _arrays(content: bytes) -> dict[str, NDArray[Any]]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        if sum(member.file_size for member in file.infolist()) > LARGEST:
            raise ValueError("larger than any model")
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        found = {key: held[key] for key in ARRAYS}
    for key, kind in ARRAYS.items():
        if found[key].dtype.kind != kind:
            raise ValueError(key)
        if kind == "f" and not np.isfinite(found[key]).all():
            raise ValueError(key)
    return found


def _built(found: dict[str, NDArray[Any]], about: Any) -> Model:
    codes = tuple(found["codes"].tolist())
    slope, shift, least = found["settings"].tolist()
    shapes = {
        "rarity": (BUCKETS,),
        "weights": (BUCKETS, len(codes)),
        "scale": (len(codes),),
        "offset": (len(codes),),
    }
    if not codes or not isinstance(about, dict):
        raise ValueError("codes")
    for key, shape in shapes.items():
        if found[key].shape != shape:
            raise ValueError(key)
    return Model(
        codes,
        found["rarity"].astype(np.float32),
        found["weights"],
        found["scale"].astype(np.float32),
        found["offset"].astype(np.float32),
        slope,
        shift,
        least,
        about,
    )
