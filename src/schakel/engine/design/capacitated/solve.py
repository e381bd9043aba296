"""Bound, search, fix, and leave the rest to the optimiser."""

import math
import time
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from schakel.engine.design.capacitated.exact import covered_model
from schakel.engine.design.capacitated.relax import Multipliers, climb, first_multipliers, flips
from schakel.engine.design.capacitated.siting import Sited, Siting
from schakel.engine.design.capacitated.swap import Incumbent, swap
from schakel.engine.solver import Progress, Run, Status, gap_between, solve

Flags = NDArray[np.bool_]
ROUNDS, STEPS, SEARCH = 50, 30, 4.0
SLACK = 1e-9


@dataclass
class _Work:
    """What is still open: `left` numbers the facilities that may be open, `must` those that are."""

    siting: Siting
    run: Run
    begin: float = field(default_factory=time.perf_counter)
    bound: float = -math.inf

    def __post_init__(self) -> None:
        self.best = Incumbent(self.siting)
        self.at = first_multipliers(self.siting)
        self.left = np.arange(self.siting.facilities)
        self.must = np.zeros(self.siting.facilities, bool)
        self.part = self.siting

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.begin

    @property
    def close(self) -> bool:
        return gap_between(self.best.cost, self.bound) <= self.run.gap

    @property
    def stopped(self) -> Status | None:
        if self.run.cancelled is not None and self.run.cancelled():
            return Status.CANCELLED
        return Status.TIME if self.seconds >= self.run.seconds else None

    def report(self) -> None:
        if self.run.report is not None:
            self.run.report(Progress(self.seconds, self.bound, self.best.cost))

    def whole(self, opened: Flags) -> Flags:
        """The flags of the part, for all facilities."""
        flags = np.zeros(self.siting.facilities, bool)
        flags[self.left[opened]] = True
        return flags


def site(siting: Siting, run: Run | None = None) -> Sited:
    """The cheapest facilities to open, with a proven bound, within the limits of the run."""
    work = _Work(siting, run or Run())
    status = _relax(work)
    if status is None and not work.close:
        _search(work)
        _fix(work)
        status = _rest(work)
    return Sited(
        status=status or Status.OPTIMAL,
        objective=work.best.cost,
        bound=min(work.bound, work.best.cost),
        seconds=work.seconds,
        opened=work.best.opened if work.best.opened is not None else work.must,
        served=work.best.served(),
    )


def _relax(work: _Work) -> Status | None:
    """Climb in rounds; after each, try what was open and drop what is shown to stay closed."""
    for _ in range(ROUNDS):
        opened = climb(work.part, work.at, work.best.cost, STEPS)
        work.bound = max(work.bound, work.at.bound)
        if work.best.offer(work.whole(opened | work.must[work.left])):
            work.report()
        if work.close or work.at.arrived or work.stopped:
            break
        _fix(work)
    return None if work.close else work.stopped


def _search(work: _Work) -> None:
    """Swap facilities, guided by the relaxation."""
    often, worth = np.zeros(work.siting.facilities), np.full(work.siting.facilities, np.inf)
    often[work.left] = work.at.often if work.at.often is not None else 0.0
    worth[work.left] = work.at.worth
    until = work.begin + min(work.seconds + SEARCH, work.run.seconds)
    swap(work.best, often, worth, until)
    work.report()


def _fix(work: _Work) -> None:
    """Facilities whose flip costs more than the best answer are settled."""
    opened, closed = flips(work.part, work.at)
    dear = work.best.cost * (1 + SLACK)
    work.must[work.left[closed > dear]] = True
    kept = (opened <= dear) | work.must[work.left]
    if kept.all() or not kept.any():
        return
    work.left = work.left[kept]
    work.part = work.siting.only(np.isin(np.arange(work.siting.facilities), work.left))
    work.at.only(kept)


def _rest(work: _Work) -> Status | None:
    """What is not settled, by the optimiser; only answers better than the best are looked for."""
    model, columns = covered_model(work.part, work.must[work.left])
    run = Run(
        seconds=work.run.seconds - work.seconds,
        gap=work.run.gap,
        cutoff=work.best.cost * (1 - work.run.gap / 10),
        report=work.run.report,
        cancelled=work.run.cancelled,
    )
    answer = solve(model, run)
    if answer.found:
        work.best.offer(work.whole(answer.values[columns] > 0.5))
    proven = work.best.cost if answer.status is Status.INFEASIBLE else answer.bound
    work.bound = max(work.bound, min(proven, work.best.cost))
    if answer.status in (Status.INFEASIBLE, Status.OPTIMAL):
        return None
    return answer.status
