"""Bound and search at the root, then a tree of narrower questions, the most promising first."""

import heapq
import math
import time
from dataclasses import dataclass, field

import numpy as np

from schakel.engine.design.capacitated.branch import Branch
from schakel.engine.design.capacitated.siting import Sited, Siting
from schakel.engine.design.capacitated.swap import Incumbent, swap
from schakel.engine.solver import Floats, Progress, Run, Status, gap_between

ROOT_ROUNDS, ROUNDS, STEPS, SEARCH = 50, 8, 30, 4.0
WORTHWHILE = 0.1
"""Share of the distance to the best answer that a round in the tree must close to go on."""


@dataclass
class _Work:
    siting: Siting
    run: Run
    worth: float
    """What a cost of the scaled question is multiplied by."""
    begin: float = field(default_factory=time.perf_counter)
    bound: float = -math.inf

    def __post_init__(self) -> None:
        self.best = Incumbent(self.siting)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.begin

    @property
    def useless(self) -> float:
        """A bound from here on cannot hide an answer that is better by more than the gap."""
        return self.best.cost - self.run.gap * abs(self.best.cost) / 2

    def raise_bound(self, bound: float) -> None:
        self.bound = max(self.bound, min(bound, self.best.cost))
        if self.run.report is not None:
            bound, best = self.bound * self.worth, self.best.cost * self.worth
            self.run.report(Progress(self.seconds, bound, best))

    def ended(self) -> Status | None:
        if gap_between(self.best.cost, self.bound) <= self.run.gap:
            return Status.OPTIMAL
        if self.run.cancelled is not None and self.run.cancelled():
            return Status.CANCELLED
        return Status.TIME if self.seconds >= self.run.seconds else None


def site(siting: Siting, run: Run | None = None) -> Sited:
    """The cheapest facilities to open, with a proven bound, within the limits of the run."""
    scaled, worth = siting.scaled()
    work = _Work(scaled, run or Run(), worth)
    root = Branch.root(scaled)
    status = _root(work, root) or _tree(work, root)
    opened = work.best.opened
    return Sited(
        status=status,
        objective=work.best.cost * worth,
        bound=work.bound * worth,
        seconds=work.seconds,
        opened=np.zeros(siting.facilities, bool) if opened is None else opened,
        served=work.best.served(),
    )


def _root(work: _Work, root: Branch) -> Status | None:
    """Climb in rounds; after each, try what was open and settle what can be."""
    work.best.offer(np.ones(work.siting.facilities, bool))
    for _ in range(ROOT_ROUNDS):
        work.best.offer(root.climb(work.best.cost, STEPS))
        root.settle(work.best.cost)
        work.raise_bound(root.bound)
        if work.ended() or root.at.arrived:
            break
    if work.ended():
        return work.ended()
    until = work.seconds + SEARCH
    swap(work.best, *_guides(root), lambda: work.seconds >= until or work.ended() is not None)
    root.settle(work.best.cost)
    work.raise_bound(root.bound)
    return work.ended()


def _guides(root: Branch) -> tuple[Floats, Floats]:
    """How often each facility was open, and what it is worth, for all of them."""
    count = root.whole.facilities
    often, worth = np.zeros(count), np.full(count, np.inf)
    often[root.left], worth[root.left] = root.at.often, root.at.worth
    return often, worth


def _tree(work: _Work, root: Branch) -> Status:
    """Branch on the facility in doubt; the bound is that of the most promising open branch."""
    heap: list[tuple[float, int, Branch]] = [(root.bound, 0, root)]
    made = 1
    while heap:
        work.raise_bound(heap[0][0])
        status = work.ended()
        if status is not None:
            return status
        _, _, branch = heapq.heappop(heap)
        for child in _narrowed(work, branch):
            heapq.heappush(heap, (max(child.bound, branch.bound), made, child))
            made += 1
    work.raise_bound(work.useless)
    return Status.OPTIMAL


def _narrowed(work: _Work, branch: Branch) -> list[Branch]:
    if branch.decided:
        work.best.offer(branch.flags(branch.must))
        return []
    return [child for child in branch.children() if _promising(work, child)]


def _promising(work: _Work, child: Branch) -> bool:
    """Climb as long as it helps; whether the child can still hold a better answer."""
    before = -math.inf
    for _ in range(ROUNDS):
        work.best.offer(child.climb(work.best.cost, STEPS))
        if child.bound >= work.useless:
            return False
        child.settle(work.best.cost)
        if child.bound == math.inf:
            return False
        if child.decided or child.bound - before < WORTHWHILE * (work.best.cost - child.bound):
            break
        before = child.bound
    return True
