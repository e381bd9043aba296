"""A part of the question: some facilities must be open, some are closed, the rest is left."""

from dataclasses import dataclass

import numpy as np

from schakel.engine.design.capacitated.relax import (
    Flags,
    Multipliers,
    climb,
    first_multipliers,
    flips,
)
from schakel.engine.design.capacitated.siting import Siting
from schakel.engine.solver import Numbers

SLACK = 1e-9


@dataclass
class Branch:
    """`part` holds the facilities that may be open; `left` are their numbers in `whole`."""

    whole: Siting
    part: Siting
    left: Numbers
    must: Flags
    at: Multipliers

    @classmethod
    def root(cls, siting: Siting) -> "Branch":
        count = siting.facilities
        return cls(
            siting, siting, np.arange(count), np.zeros(count, bool), first_multipliers(siting)
        )

    @property
    def bound(self) -> float:
        return self.at.bound

    @property
    def decided(self) -> bool:
        return bool(self.must.all())

    def climb(self, target: float, steps: int) -> Flags:
        """Improve the bound; gives a set of open facilities to try, for the whole question."""
        return self.flags(climb(self.part, self.must, self.at, target, steps))

    def flags(self, opened: Flags) -> Flags:
        flags = np.zeros(self.whole.facilities, bool)
        flags[self.left[opened]] = True
        return flags

    def settle(self, best: float) -> None:
        """Facilities whose flip makes the bound pass the best answer are settled."""
        opened, closed = flips(self.part, self.must, self.at)
        dear = best * (1 + SLACK)
        self.must |= closed > dear
        self._keep((opened <= dear) | self.must)

    def _keep(self, kept: Flags) -> None:
        """Close the others; where too little is left to hold all demand, nothing comes of it."""
        if self.part.capacity[kept].sum() < self.part.demand.sum() * (1 - SLACK):
            self.at.bound = np.inf
        elif not kept.all():
            self.left, self.must = self.left[kept], self.must[kept]
            self.part = self.part.only(kept)
            self.at.only(kept)

    def children(self) -> list["Branch"]:
        """The facility that is open about half of the time, open in one and closed in the other."""
        doubt = np.where(self.must, np.inf, np.abs(self.at.often - 0.5))
        chosen = np.arange(len(self.left)) == int(np.argmin(doubt))
        opened, closed = self._copy(), self._copy()
        opened.must = self.must | chosen
        closed._keep(~chosen)
        return [child for child in (opened, closed) if child.bound < np.inf]

    def _copy(self) -> "Branch":
        return Branch(self.whole, self.part, self.left, self.must.copy(), self.at.again())
