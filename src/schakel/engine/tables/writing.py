"""Columns into a csv or parquet file."""

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from schakel.engine.errors import BadInput

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_table(path: Path, columns: Mapping[str, NDArray]) -> None:
    """Write these columns; NaN becomes an empty cell.

    In csv a text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    safe = _as_text if path.suffix.lower() != ".parquet" else list
    arrays = [_array(values, safe) for values in columns.values()]
    table = pa.table(arrays, names=list(columns))
    found = duckdb.connect().from_arrow(table)
    try:
        if path.suffix.lower() == ".parquet":
            found.write_parquet(str(path))
        else:
            found.write_csv(str(path), header=True)
    except duckdb.IOException as error:
        raise BadInput(path.name, "", "cannot be written; is there room left?") from error


def _array(values: NDArray, safe: Callable[[list[str]], list[str]]) -> pa.Array:
    if values.dtype.kind == "f":
        return pa.array(values, mask=np.isnan(values))
    if values.dtype.kind in "USO" and all(isinstance(one, str) for one in values):
        return pa.array(safe(values.tolist()), pa.string())
    return pa.array(values)


def _as_text(texts: list[str]) -> list[str]:
    return [f"'{text}" if text.startswith(FORMULA_STARTS) else text for text in texts]
