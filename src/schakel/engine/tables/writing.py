"""Columns into a csv or parquet file."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def write_table(path: Path, columns: Mapping[str, NDArray]) -> None:
    """Write these columns; NaN becomes an empty cell."""
    arrays = [_array(values) for values in columns.values()]
    table = pa.table(arrays, names=list(columns))
    found = duckdb.connect().from_arrow(table)
    if path.suffix.lower() == ".parquet":
        found.write_parquet(str(path))
    else:
        found.write_csv(str(path), header=True)


def _array(values: NDArray) -> pa.Array:
    if values.dtype.kind == "f":
        return pa.array(values, mask=np.isnan(values))
    if values.dtype.kind in "US":
        return pa.array(values.tolist(), pa.string())
    return pa.array(values)
