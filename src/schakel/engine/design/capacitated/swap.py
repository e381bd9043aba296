"""Local search on the set of open facilities: close one, open one, or both at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from schakel.engine.design.capacitated.siting import Siting
from schakel.engine.design.capacitated.transport import transport
from schakel.engine.solver import Floats

Flags = NDArray[np.bool_]
SELDOM, MORE = 1e-3, 6


@dataclass
class Incumbent:
    """The best set of open facilities so far, and every set that was tried."""

    siting: Siting
    price: Floats = field(init=False)
    opened: Flags | None = None
    cost: float = np.inf
    _tried: set[bytes] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.price = self.siting.cost / self.siting.demand

    def offer(self, opened: Flags) -> bool:
        """Try this set; whether it is the best so far."""
        key = np.packbits(opened).tobytes()
        if key in self._tried or not self._holds(opened):
            return False
        self._tried.add(key)
        fixed = float(self.siting.fixed[opened].sum())
        limit = (self.cost - fixed) * (1 - 1e-12)
        moved, _ = transport(
            self.price[opened], self.siting.demand, self.siting.capacity[opened], limit
        )
        if not np.isfinite(moved):
            return False
        self.opened, self.cost = opened.copy(), fixed + moved
        return True

    def _holds(self, opened: Flags) -> bool:
        need = self.siting.demand.sum()
        return bool(self.siting.capacity[opened].sum() >= need * (1 - 1e-12))

    def served(self) -> Floats:
        """The share of each customer per facility."""
        share = np.zeros_like(self.siting.cost)
        if self.opened is not None:
            _, amount = transport(
                self.price[self.opened], self.siting.demand, self.siting.capacity[self.opened]
            )
            share[self.opened] = amount / self.siting.demand
        return share


def swap(incumbent: Incumbent, often: Floats, worth: Floats, stopped: Callable[[], bool]) -> None:
    """Improve until no move helps or it is stopped.

    `often` and `worth` (of the relaxation) say which facilities to try first.
    """
    promising = _promising(often, worth)
    while incumbent.opened is not None and not stopped():
        if not _improved(incumbent, often, promising, stopped):
            return


def _promising(often: Floats, worth: Floats) -> list[int]:
    first = [int(i) for i in np.argsort(-often) if often[i] > SELDOM]
    rest = [int(i) for i in np.argsort(worth) if i not in first]
    return first + rest[:MORE]


def _improved(
    incumbent: Incumbent, often: Floats, promising: list[int], stopped: Callable[[], bool]
) -> bool:
    for opened in _moves(incumbent.opened, often, promising):
        if incumbent.offer(opened):
            return True
        if stopped():
            return False
    return False


def _moves(current: Flags | None, often: Floats, promising: list[int]) -> Iterator[Flags]:
    """The most promising first: close what is seldom open, open what often is."""
    assert current is not None
    outs: list[int | None] = [None, *(int(i) for i in np.flatnonzero(current))]
    ins: list[int | None] = [None, *(i for i in promising if not current[i])]
    loss = {None: 0.5} | {i: float(often[i]) for i in range(len(often))}
    pairs = [(out, into) for out in outs for into in ins if (out, into) != (None, None)]
    for out, into in sorted(pairs, key=lambda pair: loss[pair[0]] - loss[pair[1]]):
        opened = current.copy()
        if out is not None:
            opened[out] = False
        if into is not None:
            opened[into] = True
        yield opened
