"""Searching the slow, obvious way: try every combination, sort, cut off."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, permutations

from scipy.optimize import linprog

from schakel.engine.explore import Search
from schakel.engine.model import Market, Sites

EARTH_KM = 6371.0088
Place = tuple[float, float]
Way = tuple[int, tuple[int, ...], int]
"""An offer, its conversions, its need."""


def km_between(here: Place, there: Place) -> float:
    lat1, lon1, lat2, lon2 = map(math.radians, (*here, *there))
    a = math.sin((lat2 - lat1) / 2) ** 2
    a += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, a)))


def place(sites: Sites, row: int) -> Place:
    return float(sites.latitude[row]), float(sites.longitude[row])


def worth_range(values: Sequence[float], codes: Sequence[int], row: int) -> tuple[float, float]:
    """What an unknown price can be: what others with the code gave, if that makes a range."""
    if not math.isnan(values[row]):
        return values[row], values[row]
    others = [
        value
        for value, code in zip(values, codes, strict=True)
        if code == codes[row] and not math.isnan(value)
    ]
    return (min(others), max(others)) if len(set(others)) > 1 else (math.nan, math.nan)


def matches(market: Market, search: Search, offer: int) -> list[tuple[float, int]]:
    """The best needs of one offer: value in EUR a year as it counts in the order, and the need."""
    offers, needs = market.offers, market.needs
    found = []
    for need in range(len(needs.id)):
        km = km_between(place(offers.sites, offer), place(needs.sites, need))
        if offers.code[offer] != needs.code[need] or km > search.radius_km:
            continue
        tonnes = min(offers.tonnes[offer], needs.tonnes[need])
        saved = worth_range(list(offers.saved), list(offers.code), offer)
        price = worth_range(list(needs.price), list(needs.code), need)
        transport = search.eur_per_tkm * km
        low = sum(0.0 if math.isnan(one[0]) else one[0] for one in (saved, price)) - transport
        high = saved[1] + price[1] - transport
        if math.isnan(high) or high > 0:
            found.append((float(tonnes * low), need))
    return sorted(found, reverse=True)[: search.top]


def ways(market: Market, search: Search, offer: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every chain of this offer: its conversions and its need, all legs within the radius."""
    conversions, needs = market.conversions, market.needs
    for steps in range(1, search.steps + 1):
        for path in permutations(range(len(conversions.id)), steps):
            for need in range(len(needs.id)):
                codes = [int(market.offers.code[offer])]
                codes += [int(conversions.output[one]) for one in path]
                asked = [int(conversions.code[one]) for one in path] + [int(needs.code[need])]
                near = all(km <= search.radius_km for km in legs(market, offer, path, need))
                if codes == asked and near:
                    yield path, need


def legs(market: Market, offer: int, path: Sequence[int], need: int) -> list[float]:
    stops = [place(market.offers.sites, offer)]
    stops += [place(market.conversions.sites, one) for one in path]
    stops.append(place(market.needs.sites, need))
    return [km_between(here, there) for here, there in pairwise(stops)]


def chain_value(
    market: Market, search: Search, offer: int, path: Sequence[int], need: int
) -> float:
    """EUR per tonne offered, all prices known: walk along the chain with one tonne."""
    conversions = market.conversions
    mass, value = 1.0, float(market.offers.saved[offer])
    distances = legs(market, offer, path, need)
    for one, km in zip(path, distances, strict=False):
        value -= mass * (search.eur_per_tkm * km + float(conversions.cost[one]))
        mass *= float(conversions.output_per_tonne[one])
    value -= mass * search.eur_per_tkm * distances[-1]
    return value + mass * float(market.needs.price[need])


def best_chains(market: Market, search: Search, offer: int) -> list[float]:
    """The values of the best chains of one offer."""
    values = [
        chain_value(market, search, offer, path, need) for path, need in ways(market, search, offer)
    ]
    return sorted(values, reverse=True)[: search.top]


def best_set(market: Market, search: Search, found: Sequence[Way]) -> float:
    """EUR a year of the best set of these chains for the same tonnes, over all sets of conversions
    and needs that run: one linear model each."""
    paying = [way for way in found if chain_value(market, search, *way) > 0]
    tables = [("conversion", n) for n in range(len(market.conversions.id))]
    tables += [("need", n) for n in range(len(market.needs.id))]
    return max(
        _value_of(market, search, paying, set(running))
        for count in range(len(tables) + 1)
        for running in combinations(tables, count)
    )


def _value_of(
    market: Market, search: Search, every: Sequence[Way], running: set[tuple[str, int]]
) -> float:
    """With exactly these conversions and needs running, each within its volumes."""
    open_ways = [
        (offer, path, need)
        for offer, path, need in every
        if {("need", need), *(("conversion", one) for one in path)} <= running
    ]
    rows, most = [], []
    for offer in range(len(market.offers.id)):
        rows.append([float(way[0] == offer) for way in open_ways])
        most.append(float(market.offers.tonnes[offer]))
    for kind, one in running:
        table = market.conversions if kind == "conversion" else market.needs
        limit = market.conversions.capacity if kind == "conversion" else market.needs.tonnes
        passes = [_passes(market, way, kind, one) for way in open_ways]
        rows += [passes, [-amount for amount in passes]]
        most += [float(limit[one]), -float(table.minimum[one])]
    if not open_ways:
        return 0.0 if all(limit >= 0 for limit in most) else -math.inf
    loss = [-chain_value(market, search, *way) for way in open_ways]
    found = linprog(loss, rows, most, method="highs")
    return -float(found.fun) if found.status == 0 else -math.inf


def _passes(market: Market, way: Way, kind: str, one: int) -> float:
    """Tonnes that reach this conversion or need per tonne offered in this chain."""
    _offer, path, need = way
    mass = 1.0
    for step in path:
        if (kind, one) == ("conversion", step):
            return mass
        mass *= float(market.conversions.output_per_tonne[step])
    return mass if (kind, one) == ("need", need) else 0.0


def front(points: Sequence[Sequence[float]]) -> list[bool]:
    """Which points no other point equals or beats everywhere while beating it somewhere."""

    def beats(one: Sequence[float], other: Sequence[float]) -> bool:
        pairs = list(zip(one, other, strict=True))
        return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)

    return [not any(beats(other, point) for other in points) for point in points]
