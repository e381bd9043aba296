"""Near misses: what would match with a little more distance or one level less of the code."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from schakel.engine.explore.chains import Chains
from schakel.engine.explore.counterparts import asked, best_of, offered
from schakel.engine.explore.measure import direct
from schakel.engine.explore.search import MOST_KM, Priced, Search
from schakel.engine.explore.sides import Records
from schakel.engine.model import Market, Sites
from schakel.engine.model.geography import distance_km

Places = NDArray[np.int64]
WASTE_CODE, SUBCHAPTER = 6, 4


def level_above(code: str) -> str:
    """The subchapter of a List of Waste code; of another code all but the part after the last dot.

    A code without a level above stands for itself.
    """
    if code.isdigit() and len(code) == WASTE_CODE:
        return code[:SUBCHAPTER]
    return code.rpartition(".")[0] or code


def just_outside(market: Market, search: Search, without: Places) -> Chains:
    """For these offers: needs beyond the radius, within `near_radius` times it."""
    wider = Search(
        radius_km=min(search.radius_km * search.near_radius, MOST_KM),
        top=search.top,
        eur_per_tkm=search.eur_per_tkm,
    )
    same = np.arange(len(market.codes), dtype=np.int32)
    found = _direct(market, wider, without, same)
    offers, needs = market.offers.sites, market.needs.sites
    km = distance_km(
        (offers.latitude[found.offer], offers.longitude[found.offer]),
        (needs.latitude[found.need], needs.longitude[found.need]),
    )
    return found.only(km > search.radius_km)


def level_away(market: Market, search: Search, without: Places) -> Chains:
    """For these offers: needs within the radius for another material of the same level above."""
    found = _direct(market, search, without, parents(market.codes))
    return found.only(market.offers.code[found.offer] != market.needs.code[found.need])


def parents(codes: Sequence[str]) -> NDArray[np.int32]:
    """For every code the number of its level above."""
    above = [level_above(code) for code in codes]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(above))}
    return np.array([numbers[name] for name in above], np.int32)


def _direct(market: Market, search: Search, rows: Places, number: NDArray[np.int32]) -> Chains:
    """Counterparts of these offers only, every code read as its number."""
    if not len(rows):
        none = np.zeros(0, np.int64)
        return Chains(none, np.zeros((0, 3), np.int64), none, np.zeros(0))
    have, want = offered(market.offers, len(market.codes)), asked(market.needs, len(market.codes))
    low = have.price.low[rows]
    high = low if have.price.certain else have.price.high[rows]
    sites = Sites(have.sites.latitude[rows], have.sites.longitude[rows])
    some = Records(number[have.code[rows]], have.tonnes[rows], Priced(low, high), sites)
    every = Records(number[want.code], want.tonnes, want.price, want.sites)
    found = direct(best_of(some, every, search))
    return Chains(rows[found.offer], found.conversion, found.need, found.value)
