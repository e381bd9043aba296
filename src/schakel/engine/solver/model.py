"""A linear model with integers, built in blocks of numpy arrays instead of row by row."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schakel.engine.solver.answer import Floats, Numbers

Flags = NDArray[np.bool_]
Term = tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True)
class Model:
    """Minimise cost·x with row_lower <= A x <= row_upper and lower <= x <= upper.

    A is in compressed rows: row r has the columns `index[start[r]:start[r + 1]]`.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Flags
    start: Numbers
    index: Numbers
    value: Floats
    row_lower: Floats
    row_upper: Floats


@dataclass
class Builder:
    """Collects columns and rows; everything broadcasts as numpy does."""

    _columns: list[tuple[Floats, Floats, Floats, Flags]] = field(default_factory=list)
    _rows: list[tuple[Numbers, Numbers, Floats, Floats, Floats]] = field(default_factory=list)
    width: int = 0
    height: int = 0

    def columns(
        self,
        shape: int | tuple[int, ...],
        *,
        cost: ArrayLike = 0.0,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        integer: bool = False,
    ) -> Numbers:
        """New columns in this shape; gives their numbers in the same shape."""
        size = int(np.prod(shape))
        numbers = np.arange(self.width, self.width + size).reshape(shape)
        self.width += size
        flags = np.full(size, integer)
        self._columns.append(
            (_spread(cost, shape), _spread(lower, shape), _spread(upper, shape), flags)
        )
        return numbers

    def rows(self, *terms: Term, lower: ArrayLike = -np.inf, upper: ArrayLike = np.inf) -> Numbers:
        """New rows: every term is (columns, coefficients), its last axis runs within a row and
        the other axes are the rows."""
        parts = [_paired(columns, coefficients) for columns, coefficients in terms]
        shape = np.broadcast_shapes(*(columns.shape[:-1] for columns, _ in parts))
        index = np.concatenate([_rowwise(columns, shape) for columns, _ in parts], axis=-1)
        value = np.concatenate([_rowwise(numbers, shape) for _, numbers in parts], axis=-1)
        count = int(np.prod(shape))
        lengths = np.full(count, index.shape[-1])
        return self._add(
            shape,
            lengths,
            index.ravel(),
            value.ravel(),
            _spread(lower, shape),
            _spread(upper, shape),
        )

    def scattered(  # noqa: PLR0913
        self,
        count: int,
        row: ArrayLike,
        column: ArrayLike,
        value: ArrayLike,
        *,
        lower: ArrayLike = -np.inf,
        upper: ArrayLike = np.inf,
    ) -> Numbers:
        """New rows 0..count-1 from triples (row, column, value); equal places are added up."""
        place = np.asarray(row, np.int64) * self.width + np.asarray(column, np.int64)
        unique, where = np.unique(place, return_inverse=True)
        total = np.bincount(where, np.asarray(value, float), len(unique))
        lengths = np.bincount(unique // self.width, minlength=count)
        return self._add(
            (count,),
            lengths,
            unique % self.width,
            total,
            _spread(lower, count),
            _spread(upper, count),
        )

    def _add(
        self,
        shape: tuple[int, ...],
        lengths: Numbers,
        *arrays: NDArray[Any],
    ) -> Numbers:
        index, value, lower, upper = arrays
        numbers = np.arange(self.height, self.height + len(lengths)).reshape(shape)
        self.height += len(lengths)
        self._rows.append((lengths, index, value, lower, upper))
        return numbers

    def build(self) -> Model:
        cost, lower, upper, integer = (
            np.concatenate(each) for each in zip(*self._columns, strict=True)
        )
        lengths, index, value, row_lower, row_upper = (
            np.concatenate(each) for each in zip(*self._rows, strict=True)
        )
        start = np.concatenate([[0], np.cumsum(lengths)])
        return Model(cost, lower, upper, integer, start, index, value, row_lower, row_upper)


def _spread(numbers: ArrayLike, shape: int | tuple[int, ...]) -> Floats:
    return np.broadcast_to(np.asarray(numbers, float), shape).ravel()


def _paired(columns: ArrayLike, coefficients: ArrayLike) -> tuple[Numbers, Floats]:
    index, value = np.broadcast_arrays(
        np.asarray(columns, np.int64), np.asarray(coefficients, float)
    )
    return index, value


def _rowwise(array: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    return np.broadcast_to(array, (*shape, array.shape[-1]))
