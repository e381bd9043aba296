"""What a chain is worth: amounts, distance, value with its range, CO2, and the director's hours."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from schakel.engine.effort import Complexity, Level, estimate
from schakel.engine.explore.chains import MOST_STEPS, Chains
from schakel.engine.explore.counterparts import Counterparts
from schakel.engine.explore.search import Search, priced
from schakel.engine.model import Market
from schakel.engine.model.geography import distance_km

Floats = NDArray[np.float64]
FEW_PARTIES, SOME_PARTIES = 3, 5
NEAR_KM, REGIONAL_KM = 25.0, 75.0
KG_PER_TONNE = 1_000.0


@dataclass(frozen=True)
class Measured:
    """Row per chain.

    `tonnes`: a year of the offer that the chain can carry. `needed`: tonnes a year of the offered
    material without which it can't run. `most`: what conversions and need can take of it.
    `low` and `high`: EUR per tonne offered, NaN where unknown. `co2`: kg CO2e saved per tonne
    offered, NaN where unknown. `km`: all legs; `longest`: the longest of them.
    """

    tonnes: Floats
    needed: Floats
    most: Floats
    low: Floats
    high: Floats
    co2: Floats
    km: Floats
    longest: Floats

    @property
    def viable(self) -> NDArray[np.bool_]:
        return self.tonnes >= self.needed * (1 - 1e-12)

    @property
    def worth_it(self) -> NDArray[np.bool_]:
        """Not surely without gain: the high end is above zero, or unknown."""
        return np.isnan(self.high) | (self.high > 0)


def direct(found: Counterparts) -> Chains:
    """Counterparts as chains without a conversion; value not yet per tonne: see `measure`."""
    row, place = np.nonzero(found.need >= 0)
    return Chains(
        row.astype(np.int64),
        np.full((len(row), MOST_STEPS), -1, np.int64),
        found.need[row, place].astype(np.int64),
        found.value[row, place].astype(np.float64),
    )


class _Along:
    """The figures that build up while one tonne moves along every chain at once."""

    def __init__(self, market: Market, search: Search, chains: Chains) -> None:
        offers, codes = market.offers, len(market.codes)
        saved = priced(offers.saved, offers.code, codes)
        at = chains.offer
        self.search = search
        self.point = (offers.sites.latitude[at].copy(), offers.sites.longitude[at].copy())
        self.mass = np.ones(len(at))
        self.low, self.high = saved.low[at].astype(float), saved.high[at].astype(float)
        self.co2 = offers.co2[at].astype(float)
        self.most = np.full(len(at), np.inf)
        self.needed, self.km, self.longest = (np.zeros(len(at)) for _ in range(3))

    def move(self, on: NDArray, latitude: Floats, longitude: Floats) -> None:
        """Bring what there is of chains `on` to the next place."""
        km = distance_km((self.point[0][on], self.point[1][on]), (latitude, longitude))
        cost = self.mass[on] * km * self.search.eur_per_tkm
        self.low[on] -= cost
        self.high[on] -= cost
        self.co2[on] -= self.mass[on] * km * self.search.co2_per_tkm
        self.km[on] += km
        self.longest[on] = np.maximum(self.longest[on], km)
        self.point[0][on], self.point[1][on] = latitude, longitude

    def limit(self, on: NDArray, most: Floats, minimum: Floats) -> None:
        """A place that takes so much of what comes in, and asks so much."""
        self.most[on] = np.minimum(self.most[on], most / self.mass[on])
        self.needed[on] = np.maximum(self.needed[on], minimum / self.mass[on])


def measure(market: Market, search: Search, chains: Chains) -> Measured:
    """All figures of these chains, in double precision."""
    along = _Along(market, search, chains)
    conversions, needs, codes = market.conversions, market.needs, len(market.codes)
    cost = priced(conversions.cost, conversions.code, codes)
    price = priced(needs.price, needs.code, codes)
    for column in range(MOST_STEPS):
        on = chains.conversion[:, column] >= 0
        at = chains.conversion[on, column]
        along.move(on, conversions.sites.latitude[at], conversions.sites.longitude[at])
        along.limit(on, conversions.capacity[at], conversions.minimum[at])
        along.low[on] -= along.mass[on] * cost.high[at]
        along.high[on] -= along.mass[on] * cost.low[at]
        along.co2[on] -= along.mass[on] * conversions.co2[at]
        along.mass[on] *= conversions.output_per_tonne[at]
    everyone, at = np.ones(len(chains), dtype=bool), chains.need
    along.move(everyone, needs.sites.latitude[at], needs.sites.longitude[at])
    along.limit(everyone, needs.tonnes[at], needs.minimum[at])
    return Measured(
        tonnes=np.minimum(market.offers.tonnes[chains.offer], along.most),
        needed=along.needed,
        most=along.most,
        low=along.low + along.mass * price.low[at],
        high=along.high + along.mass * price.high[at],
        co2=along.co2 + along.mass * needs.co2[at],
        km=along.km,
        longest=along.longest,
    )


def director_hours(parties: NDArray, steps: NDArray, longest: Floats) -> NDArray[np.int64]:
    """Hours of a chain director over the whole period: at least these.

    Of the six indicators of `engine.effort` a search knows three. Players: up to 3 parties low, up
    to 5 medium. Technology: no conversion low, one medium. Scale: every leg within 25 km low,
    within 75 km medium. The other three count as low, so real chains ask as much or more. The
    borders are assumptions of ours.
    """
    rank = (
        np.searchsorted([FEW_PARTIES, SOME_PARTIES], parties),
        np.minimum(steps, 2),
        np.searchsorted([NEAR_KM, REGIONAL_KM], longest),
    )
    return _HOURS.of()[rank]


class _HOURS:
    """The 27 estimates, made once."""

    table: NDArray[np.int64] | None = None

    @classmethod
    def of(cls) -> NDArray[np.int64]:
        if cls.table is None:
            simple = Complexity(*[Level.LOW] * 6)
            cls.table = np.array(
                [
                    estimate(
                        replace(simple, players=players, technology=technology, scale=scale)
                    ).applicable.total_hours
                    for players, technology, scale in product(Level, repeat=3)
                ]
            ).reshape(3, 3, 3)
        return cls.table
