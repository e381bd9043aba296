"""Local search on the sets of open plants and depots."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from schakel.engine.design.two_stage.flows import Flows, least_flows
from schakel.engine.design.two_stage.kernel import knapsacks
from schakel.engine.design.two_stage.siting import Flags, TwoStage
from schakel.engine.solver import Floats

MOVES = 200
"""The most promising moves that are tried before the search gives up."""


@dataclass
class Search:
    asked: TwoStage
    opened: Flags | None = None
    cost: float = np.inf
    _flows: Flows | None = None
    _tried: set[bytes] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def offer(self, opened: Flags) -> bool:
        """Try these open facilities; whether they are the best so far."""
        with self._lock:
            return self._offer(opened)

    def _offer(self, opened: Flags) -> bool:
        key = np.packbits(opened).tobytes()
        if key in self._tried or not self._holds(opened):
            return False
        self._tried.add(key)
        fixed = float(self.asked.fixed[opened].sum())
        flows = least_flows(self.asked, opened, (self.cost - fixed) * (1 - 1e-12))
        if flows is None:
            return False
        self.opened, self.cost, self._flows = opened.copy(), fixed + flows.cost, flows
        return True

    def _holds(self, opened: Flags) -> bool:
        need = self.asked.demand.sum(axis=1) * (1 - 1e-12)
        plants, depots = opened[: self.asked.plants], opened[self.asked.plants :]
        return bool(
            (self.asked.plant_capacity[:, plants].sum(axis=1) >= need).all()
            and (self.asked.depot_capacity[:, depots].sum(axis=1) >= need).all()
        )

    def round(self, shares: Floats) -> None:
        """Open the facilities that are most open in a relaxation, until they hold all demand."""
        asked, opened = self.asked, np.zeros(len(shares), bool)
        need = asked.demand.sum(axis=1)[:, None] * (1 - 1e-12)
        for first, capacity in ((0, asked.plant_capacity), (asked.plants, asked.depot_capacity)):
            order = np.argsort(-shares[first : first + capacity.shape[1]], kind="stable")
            holds = (np.cumsum(capacity[:, order], axis=1) >= need).all(axis=0)
            opened[first + order[: int(np.argmax(holds)) + 1]] = True
        self.offer(opened)

    def improve(self, stopped: Callable[[], bool]) -> bool:
        """One better set of open facilities, if a promising move gives it before the stop."""
        if self.opened is None or self._flows is None:
            return False
        worth = self._worth(self._flows)
        for opened in self._moves(self.opened, worth):
            if stopped():
                return False
            if self.offer(opened):
                return True
        return False

    def _worth(self, flows: Flows) -> Floats:
        """Fixed cost less what the facility earns at the prices of these flows."""
        asked, worth = self.asked, self.asked.fixed.copy()
        plants, depots = worth[: asked.plants], worth[asked.plants :]
        sent = asked.plant_cost - flows.depot[:, None, :]
        knapsacks(sent, asked.depot_capacity, asked.plant_capacity, plants)
        served = asked.depot_cost + flows.depot[:, :, None] - flows.customer[:, None, :]
        knapsacks(served, asked.demand, asked.depot_capacity, depots)
        return worth

    def _moves(self, current: Flags, worth: Floats) -> Iterator[Flags]:
        """Close one, open one of its layer, or both; what seems to save most comes first."""
        layer = np.arange(len(current)) >= self.asked.plants
        outs, ins = np.flatnonzero(current), np.flatnonzero(~current)
        change = worth[ins][None, :] - worth[outs][:, None]
        change[layer[outs][:, None] != layer[ins][None, :]] = np.inf
        moves = [(float(-worth[out]), [out]) for out in outs]
        moves += [(float(worth[into]), [into]) for into in ins]
        order = np.argsort(change, axis=None)[:MOVES]
        for a, b in zip(*np.unravel_index(order, change.shape), strict=True):
            moves.append((float(change[a, b]), [outs[a], ins[b]]))
        for _change, flipped in sorted(moves, key=lambda move: move[0])[:MOVES]:
            opened = current.copy()
            opened[flipped] = ~opened[flipped]
            yield opened
