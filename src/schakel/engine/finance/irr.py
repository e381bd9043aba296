"""Internal rates of return: none, one or several, and all of them.

With g = 1/(1+r) the value is a polynomial in g, so every rate above -100 % is a root g > 0.
Descartes' rule of signs: no change of sign in the amounts, no root; one change, exactly one. With
more, the roots of the derivative part the line into stretches on which the polynomial only rises or
falls, each with at most one root. Roots above 1 are those of the reversed polynomial below 1, so
all searching happens between 0 and 1. Every root: Newton's method kept within its stretch.
"""

from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schakel.engine.finance.cash import Floats

STEPS = 100
TOUCHES = 1e-12
"""Of the sum of the sizes of the terms: a turning point so close to 0 is a (double) root."""


def internal_rates(amounts: ArrayLike) -> tuple[float, ...]:
    """All rates at which the amounts are worth nothing now, the smallest first."""
    flows = np.asarray(amounts, float)
    used = np.flatnonzero(flows)
    if sign_changes(flows) == 0:
        return ()
    flows = flows[used[0] : used[-1] + 1] / np.abs(flows).max()
    below = roots_below_one(flows.tolist())
    above = [1 / root for root in roots_below_one(flows[::-1].tolist()) if root < 1]
    return tuple(sorted(1 / root - 1 for root in [*below, *above]))


def sign_changes(amounts: ArrayLike) -> int:
    signs = np.sign(np.asarray(amounts, float))
    signs = signs[signs != 0]
    return int((signs[1:] != signs[:-1]).sum())


def internal_rate_each(amounts: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """For many rows of amounts: the rate of each, and how many there are.

    NaN where a row has none or several. Rows with one change of sign go through a kernel.
    """
    from schakel.engine.finance.kernel import single_rates

    rates, changes = single_rates(np.ascontiguousarray(amounts, dtype=np.float64))
    counts = np.minimum(changes, 1)
    for row in np.flatnonzero(changes > 1).tolist():
        found = internal_rates(amounts[row])
        counts[row] = len(found)
        rates[row] = found[0] if len(found) == 1 else np.nan
    return rates, counts


def roots_below_one(terms: list[float]) -> list[float]:
    """The roots of a polynomial above 0 and up to 1, from its terms by rising power."""
    while terms and not terms[0]:
        terms = terms[1:]
    changes = sign_changes(terms)
    if not changes:
        return []
    slope = [power * term for power, term in enumerate(terms)][1:]
    largest = max(map(abs, slope))
    turns = roots_below_one([term / largest for term in slope]) if changes > 1 else []
    marks = sorted({0.0, *turns, 1.0})
    found = [mark for mark in marks[1:] if _touches(terms, mark)]
    for left, right in pairwise(marks):
        if not (_touches(terms, left) or _touches(terms, right)) and (
            _value(terms, left) * _value(terms, right) < 0
        ):
            found.append(_root(terms, slope, left, right))
    return sorted(found)


def _value(terms: list[float], at: float) -> float:
    value = 0.0
    for term in reversed(terms):
        value = value * at + term
    return value


def _touches(terms: list[float], at: float) -> bool:
    size = _value([abs(term) for term in terms], at)
    return abs(_value(terms, at)) <= TOUCHES * size


def _root(terms: list[float], slope: list[float], left: float, right: float) -> float:
    """Newton's steps between two points of different sign; a step outside becomes a halving."""
    rising = _value(terms, right) > 0
    at = (left + right) / 2
    for _ in range(STEPS):
        value = _value(terms, at)
        if (value > 0) == rising:
            right = at
        else:
            left = at
        steep = _value(slope, at)
        to = at - value / steep if steep else inf
        if not left <= to <= right:
            to = (left + right) / 2
        if abs(to - at) <= 1e-15 * at:
            return to
        at = to
    return at
