"""S = A V A^T, the weighted Laplacian of the nodes: a factor of it, or gradients without one."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg.lapack import dpotrf, dpotri, dpotrs
from scipy.sparse.linalg import cg

from schakel.engine.errors import BadInput

TOLERANCE, MOST_ROUNDS = 1e-11, 20_000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Balances:
    """The balances that count: flows from row `source` to row `target`; `count` is no row."""

    count: int
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    variance: Floats

    def off(self, values: Floats) -> Floats:
        """What comes in minus what goes out, per row."""
        size = self.count + 1
        comes: Floats = np.bincount(self.target, values, size).astype(np.float64)
        goes: Floats = np.bincount(self.source, values, size).astype(np.float64)
        return (comes - goes)[: self.count]

    def table(self) -> sparse.csr_matrix:
        """+1 where a flow comes into a row, -1 where it goes out."""
        return incidence(self.source, self.target, self.count)

    def pull(self, rows: Floats) -> Floats:
        """What the rows say to each flow: that of its target minus that of its source."""
        padded = np.append(rows, 0.0)
        return padded[self.target] - padded[self.source]


def incidence(
    source: NDArray[np.int64], target: NDArray[np.int64], count: int
) -> sparse.csr_matrix:
    """A row per node, a column per flow; an end that is none of the `count` nodes is left out."""
    flows = np.arange(len(source))
    comes, goes = (target >= 0) & (target < count), (source >= 0) & (source < count)
    signs = np.concatenate([np.ones(comes.sum()), -np.ones(goes.sum())])
    rows = np.concatenate([target[comes], source[goes]])
    columns = np.concatenate([flows[comes], flows[goes]])
    return sparse.csr_matrix((signs, (rows, columns)), shape=(count, len(flows)))


class Solver(Protocol):
    """Solves S x = right, for one column or several."""

    def solve(self, right: Floats) -> Floats: ...

    def tied(self, flows: NDArray[np.int64]) -> Floats:
        """a S^-1 a^T per flow, with a its column of A."""
        ...


class Factor:
    """Cholesky of S as a full matrix, whose inverse gives every deviation at once."""

    def __init__(self, balances: Balances) -> None:
        self._balances = balances
        size = balances.count + 1
        one, two = balances.source, balances.target
        joins = np.bincount(one * size + two, balances.variance, size * size)
        matrix = -joins.reshape(size, size)
        matrix = matrix + matrix.T
        np.fill_diagonal(matrix, 0.0)
        np.fill_diagonal(matrix, -matrix.sum(axis=1))
        self._factor, failed = dpotrf(matrix[:-1, :-1], lower=1)
        if failed:
            raise far_apart()
        self._inverse: Floats | None = None

    def solve(self, right: Floats) -> Floats:
        found: Floats = dpotrs(self._factor, right, lower=1)[0]
        return found

    def tied(self, flows: NDArray[np.int64]) -> Floats:
        inverse = self.inverse()
        one, two = self._balances.source[flows], self._balances.target[flows]
        own = np.append(inverse.diagonal(), 0.0)
        count = self._balances.count
        both = (one < count) & (two < count)
        shared = np.zeros(len(flows))
        shared[both] = inverse[one[both], two[both]]
        return own[one] + own[two] - 2 * shared

    def inverse(self) -> Floats:
        if self._inverse is None:
            lower = dpotri(self._factor, lower=1)[0]
            self._inverse = np.tril(lower) + np.tril(lower, -1).T
        return self._inverse


class Gradients:
    """Conjugate gradients, each unknown scaled by its diagonal (Jacobi)."""

    def __init__(self, balances: Balances) -> None:
        self._balances = balances
        size = balances.count + 1
        one, two, variance = balances.source, balances.target, balances.variance
        rows = np.concatenate([one, two, one, two])
        columns = np.concatenate([one, two, two, one])
        parts = np.concatenate([variance, variance, -variance, -variance])
        whole = sparse.csr_matrix((parts, (rows, columns)), shape=(size, size))
        self._matrix = whole[:-1, :-1]
        self._scale = sparse.diags(1 / self._matrix.diagonal())

    def solve(self, right: Floats) -> Floats:
        if right.ndim == 1:
            return self._solve(right)
        return np.column_stack([self._solve(column) for column in right.T])

    def _solve(self, right: Floats) -> Floats:
        found, stopped = cg(self._matrix, right, rtol=TOLERANCE, maxiter=MOST_ROUNDS, M=self._scale)
        if stopped:
            raise far_apart()
        result: Floats = found
        return result

    def tied(self, flows: NDArray[np.int64]) -> Floats:
        return np.array([self._tied(flow) for flow in flows.tolist()])

    def _tied(self, flow: int) -> float:
        column = np.zeros(self._balances.count + 1)
        column[self._balances.target[flow]] += 1.0
        column[self._balances.source[flow]] -= 1.0
        right = column[:-1]
        return float(right @ self._solve(right)) if right.any() else 0.0


def far_apart() -> BadInput:
    return BadInput(
        "flows",
        "standard deviation",
        "lie too far apart to calculate with; give very small ones as exact",
    )
