"""The bound by branching, and beside it, in a thread of its own, the answer by searching."""

import heapq
import math
import time
from collections import deque
from dataclasses import dataclass, field
from threading import Event, Thread

import numpy as np

from schakel.engine.design.two_stage.flows import Weak, weak
from schakel.engine.design.two_stage.search import Search
from schakel.engine.design.two_stage.siting import TwoStage, TwoStageSited
from schakel.engine.solver import (
    Floats,
    Numbers,
    Progress,
    Resident,
    Run,
    Status,
    gap_between,
)

WHOLE = 1e-6
PAUSE = 0.2
"""Seconds the search waits for something new when no move helps."""


@dataclass(order=True)
class _Branch:
    """Bounds on the decisions (facilities, then the two counts), and the relaxation's answer."""

    bound: float
    number: int
    lower: Floats = field(compare=False)
    upper: Floats = field(compare=False)
    shares: Floats = field(compare=False)


class _Work:
    def __init__(self, asked: TwoStage, run: Run) -> None:
        self.run, self.begin = run, time.perf_counter()
        self.relaxed: Weak = weak(asked)
        self.decisions: Numbers = np.concatenate([self.relaxed.opened, self.relaxed.counts])
        self.resident = Resident(self.relaxed.model, run.cancelled)
        self.search = Search(asked)
        self.fixed = np.append(asked.fixed, [np.inf, np.inf])
        self.heap: list[_Branch] = []
        self.made = 0
        self.bound = -math.inf
        self.stopped: Status | None = None
        self.suggested: deque[Floats] = deque()
        self.done = Event()

    @property
    def until(self) -> float:
        return self.begin + self.run.seconds

    def ended(self) -> Status | None:
        if gap_between(self.search.cost, self.bound) <= self.run.gap:
            return Status.OPTIMAL
        if self.run.cancelled is not None and self.run.cancelled():
            return Status.CANCELLED
        return Status.TIME if time.perf_counter() >= self.until else self.stopped

    def raise_bound(self) -> None:
        lowest = self.heap[0].bound if self.heap else math.inf
        self.bound = max(self.bound, min(lowest, self.search.cost))
        if self.run.report is not None:
            seconds = time.perf_counter() - self.begin
            self.run.report(Progress(seconds, self.bound, self.search.cost))

    def look(self, lower: Floats, upper: Floats) -> None:
        """The relaxation within these bounds, kept where it can hold a better answer. Where it was
        stopped no more is known of it than of all."""
        self.resident.bound(self.decisions, lower, upper)
        answer = self.resident.solve(self.until - time.perf_counter())
        if answer.status not in (Status.OPTIMAL, Status.INFEASIBLE):
            self.stopped = answer.status
            heapq.heappush(self.heap, _Branch(self.bound, self.made, lower, upper, upper))
        elif answer.objective < self.search.cost:
            shares = answer.values[self.decisions]
            self.suggested.append(shares[:-2])
            heapq.heappush(self.heap, _Branch(answer.objective, self.made, lower, upper, shares))
        self.made += 1

    def branch(self) -> None:
        """Split the most promising branch: on a count first, else on the dearest in doubt."""
        branch = heapq.heappop(self.heap)
        if branch.bound >= self.search.cost:
            return
        doubt = np.minimum(branch.shares % 1.0, 1.0 - branch.shares % 1.0)
        doubt[doubt < WHOLE] = 0.0
        if not doubt.any():
            self.search.offer(branch.shares[:-2] > 0.5)
            return
        with np.errstate(invalid="ignore"):
            chosen = int(np.argmax(np.where(doubt > 0, doubt * np.sqrt(self.fixed), 0.0)))
        below, above = branch.upper.copy(), branch.lower.copy()
        below[chosen] = np.floor(branch.shares[chosen])
        above[chosen] = np.ceil(branch.shares[chosen])
        self.look(branch.lower, below)
        self.look(above, branch.upper)


def site_two_stage(asked: TwoStage, run: Run | None = None) -> TwoStageSited:
    """The cheapest plants and depots to open, with a proven bound, within the limits."""
    work = _Work(asked, run or Run())
    upper = np.append(np.ones(len(asked.fixed)), [asked.plants, asked.depots])
    searcher = Thread(target=_search, args=(work,), daemon=True)
    searcher.start()
    try:
        status = _tree(work, upper)
    finally:
        work.done.set()
        searcher.join()
    return _answer(work, asked, status)


def _tree(work: _Work, upper: Floats) -> Status:
    work.look(np.zeros(len(upper)), upper)
    while work.heap:
        work.raise_bound()
        status = work.ended()
        if status is not None:
            return status
        work.branch()
    work.raise_bound()
    return Status.OPTIMAL


def _search(work: _Work) -> None:
    """Round what the branches suggest, then improve the best, until told to stop."""
    while not work.done.is_set():
        if work.suggested:
            work.search.round(work.suggested.popleft())
        elif not work.search.improve(work.done.is_set):
            work.done.wait(PAUSE)


def _answer(work: _Work, asked: TwoStage, status: Status) -> TwoStageSited:
    opened = work.search.opened
    if opened is None:
        opened = np.zeros(len(asked.fixed), bool)
    return TwoStageSited(
        status=status,
        objective=work.search.cost,
        bound=work.bound,
        seconds=time.perf_counter() - work.begin,
        plants=np.flatnonzero(opened[: asked.plants]),
        depots=np.flatnonzero(opened[asked.plants :]),
    )
