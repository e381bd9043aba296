"""Everything a search finds: chains that can run, and those that just miss, with their figures."""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore import near
from schakel.engine.explore.chains import Chains, chains
from schakel.engine.explore.counterparts import Counterparts, counterparts
from schakel.engine.explore.measure import KG_PER_TONNE, Measured, direct, director_hours, measure
from schakel.engine.explore.pareto import pareto_front
from schakel.engine.explore.pools import Pools, pool
from schakel.engine.explore.search import Search
from schakel.engine.model import Market

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


class Kind(IntEnum):
    """Runs by itself, runs when pooled, or why it just doesn't."""

    ALONE = 0
    POOLED = 1
    TOO_LITTLE = 2
    OUTSIDE = 3
    OTHER_CODE = 4


@dataclass(frozen=True)
class Ideas:
    """Row per offer in a chain.

    `tonnes`: what of the offer goes in, a year. `low` and `high`: EUR a year of that, NaN where
    unknown. `co2`: tonnes CO2e a year. In tonnes a year of the offered material: `pooled` of all
    offers of the pool, `needed` by the chain at least, and `most` that it can take. `hours`: of a
    director, at least. `front`: no other idea that runs beats the whole idea (with its pool) on
    value, tonnes, CO2 and hours at once.
    """

    chains: Chains
    kind: NDArray[np.int8]
    pool: Places
    tonnes: Floats
    low: Floats
    high: Floats
    co2: Floats
    km: Floats
    needed: Floats
    most: Floats
    pooled: Floats
    parties: Places
    hours: Places
    front: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.chains)

    @property
    def runs(self) -> NDArray[np.bool_]:
        return self.kind <= Kind.POOLED


def explore(market: Market, search: Search, found: Counterparts | None = None) -> Ideas:
    """Counterparts, chains and near misses of all offers.

    `found`: the counterparts, where another machine has found them already.
    """
    straight = direct(counterparts(market, search) if found is None else found)
    every = _joined([straight, chains(market, search)])
    within, measured = _worth_it(market, search, every)
    pools = pool(within, measured, market.offers.tonnes)
    kind = _kinds(measured, pools, search)
    parts = [_rows(within, measured, pools, kind)]
    helped = parts[0].chains.offer[parts[0].runs]
    without = np.setdiff1d(np.arange(len(market.offers.id)), helped)
    for miss, missed in (
        (Kind.OUTSIDE, near.just_outside(market, search, without)),
        (Kind.OTHER_CODE, near.level_away(market, search, without)),
    ):
        kept, figures = _worth_it(market, search, missed)
        alone = pool(kept, figures, market.offers.tonnes)
        kinds = np.full(len(kept), miss, np.int8)
        parts.append(_rows(kept, figures, alone, kinds))
    return _with_front(_stacked(parts))


def _joined(parts: list[Chains]) -> Chains:
    return Chains(*(np.concatenate([getattr(one, name) for one in parts]) for name in _COLUMNS))


_COLUMNS = ("offer", "conversion", "need", "value")


def _worth_it(market: Market, search: Search, found: Chains) -> tuple[Chains, Measured]:
    """Those with a gain, or where nobody can say; the order by what is known per tonne."""
    figures = measure(market, search, found)
    kept = figures.worth_it
    known = np.where(np.isnan(figures.low), 0.0, figures.low)
    return (
        replace(found, value=known).only(kept),
        Measured(*(getattr(figures, name)[kept] for name in figures.__dataclass_fields__)),
    )


def _kinds(measured: Measured, pools: Pools, search: Search) -> NDArray[np.int8]:
    """-1 where even the pool is far too small, or the pool is full without this offer."""
    kind = np.full(len(pools.of), -1, np.int8)
    bring = pools.share > 0
    brought, needed = pools.tonnes[pools.of], pools.needed[pools.of]
    kind[bring & (brought >= search.near_volume * needed)] = Kind.TOO_LITTLE
    kind[bring & pools.viable[pools.of]] = Kind.POOLED
    kind[measured.viable] = Kind.ALONE
    return kind


def _rows(found: Chains, measured: Measured, pools: Pools, kind: NDArray[np.int8]) -> Ideas:
    tonnes = np.where(kind == Kind.POOLED, pools.share, measured.tonnes)
    together = (kind == Kind.POOLED) | (kind == Kind.TOO_LITTLE)
    offers = np.where(together, pools.offers[pools.of], 1)
    parties = offers + found.steps + 1
    ideas = Ideas(
        chains=found,
        kind=kind,
        pool=pools.of,
        tonnes=tonnes,
        low=measured.low * tonnes,
        high=measured.high * tonnes,
        co2=measured.co2 * tonnes / KG_PER_TONNE,
        km=measured.km,
        needed=measured.needed,
        most=measured.most,
        pooled=np.where(together, pools.tonnes[pools.of], tonnes),
        parties=parties,
        hours=director_hours(parties, found.steps, measured.longest),
        front=np.zeros(len(found), dtype=bool),
    )
    return _only(ideas, kind >= 0)


def _only(ideas: Ideas, kept: NDArray) -> Ideas:
    values = {name: getattr(ideas, name) for name in ideas.__dataclass_fields__}
    chosen = {name: one[kept] for name, one in values.items() if name != "chains"}
    return Ideas(chains=ideas.chains.only(kept), **chosen)


def _stacked(parts: list[Ideas]) -> Ideas:
    names = [name for name in Ideas.__dataclass_fields__ if name != "chains"]
    columns = {name: np.concatenate([getattr(one, name) for one in parts]) for name in names}
    return Ideas(chains=_joined([one.chains for one in parts]), **columns)


def _with_front(ideas: Ideas) -> Ideas:
    """Judge whole ideas: an offer that runs alone, or all offers of a pool together."""
    runs = np.flatnonzero(ideas.runs)
    if not len(runs):
        return ideas
    pooled = ideas.kind[runs] == Kind.POOLED
    alone = int(ideas.pool.max(initial=0)) + 1 + np.arange(len(runs))
    _names, idea = np.unique(np.where(pooled, ideas.pool[runs], alone), return_inverse=True)
    sums = [np.bincount(idea, column[runs]) for column in (ideas.low, ideas.tonnes, ideas.co2)]
    hours = np.zeros(len(_names))
    np.maximum.at(hours, idea, ideas.hours[runs].astype(float))
    on_front = pareto_front(np.column_stack([*sums, -hours]))
    front = ideas.front.copy()
    front[runs] = on_front[idea]
    return replace(ideas, front=front)
