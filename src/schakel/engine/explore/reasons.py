"""Why an idea stands in the list: each reason with its figure; the words come from the doors."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from schakel.engine.explore.ideas import Ideas, Kind
from schakel.engine.model import Market


class Why(StrEnum):
    """What the figure of each is: EUR per tonne, tonnes a year, km, or a number of conversions."""

    SAME_MATERIAL = "same_material"
    CONVERSIONS = "conversions"
    SAVES = "saves"
    REPLACES = "replaces"
    NEARBY = "nearby"
    ALL_OF_OFFER = "all_of_offer"
    ALL_OF_NEED = "all_of_need"
    POOLED = "pooled"
    TOO_LITTLE = "too_little"
    TAKES_TOO_LITTLE = "takes_too_little"
    OUTSIDE = "outside"
    OTHER_CODE = "other_code"
    PRICE_RANGE = "price_range"
    PRICE_UNKNOWN = "price_unknown"


@dataclass(frozen=True)
class Reason:
    why: Why
    figure: float


def reasons_of(market: Market, ideas: Ideas, row: int) -> tuple[Reason, ...]:
    """The reasons of one row: what fits, what it brings, what is missing, what is unknown."""
    return (*_fit(ideas, row), *_gain(market, ideas, row), *_missing(ideas, row))


def _fit(ideas: Ideas, row: int) -> list[Reason]:
    kind, steps = ideas.kind[row], int(ideas.chains.steps[row])
    if steps:
        fit = Reason(Why.CONVERSIONS, steps)
    elif kind == Kind.OTHER_CODE:
        fit = Reason(Why.OTHER_CODE, 0)
    else:
        fit = Reason(Why.SAME_MATERIAL, 0)
    place = Why.OUTSIDE if kind == Kind.OUTSIDE else Why.NEARBY
    return [fit, Reason(place, float(ideas.km[row]))]


def _gain(market: Market, ideas: Ideas, row: int) -> list[Reason]:
    offer, need = ideas.chains.offer[row], ideas.chains.need[row]
    saved, price = float(market.offers.saved[offer]), float(market.needs.price[need])
    tonnes = float(ideas.tonnes[row])
    found = []
    if saved > 0:
        found.append(Reason(Why.SAVES, saved))
    if price > 0:
        found.append(Reason(Why.REPLACES, price))
    if tonnes >= market.offers.tonnes[offer] * (1 - 1e-12):
        found.append(Reason(Why.ALL_OF_OFFER, tonnes))
    if not ideas.chains.steps[row] and tonnes >= market.needs.tonnes[need] * (1 - 1e-12):
        found.append(Reason(Why.ALL_OF_NEED, tonnes))
    return found


def _missing(ideas: Ideas, row: int) -> list[Reason]:
    found = []
    if ideas.kind[row] == Kind.POOLED:
        found.append(Reason(Why.POOLED, float(ideas.pooled[row])))
    found += _short(ideas, row)
    low, high = float(ideas.low[row]), float(ideas.high[row])
    if np.isnan(low) or np.isnan(high):
        found.append(Reason(Why.PRICE_UNKNOWN, 0))
    elif low < high:
        found.append(Reason(Why.PRICE_RANGE, high - low))
    return found


def _short(ideas: Ideas, row: int) -> list[Reason]:
    """What keeps it below the smallest volume: more offers only help where the rest takes more."""
    enough = ideas.needed[row] * (1 - 1e-12)
    if ideas.most[row] < enough:
        return [Reason(Why.TAKES_TOO_LITTLE, float(ideas.needed[row] - ideas.most[row]))]
    if ideas.pooled[row] < enough:
        return [Reason(Why.TOO_LITTLE, float(ideas.needed[row] - ideas.pooled[row]))]
    return []
