"""The door: what a chain must be before anything is calculated with it."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from schakel.engine.design.chain.amounts import check_amounts, check_distances
from schakel.engine.design.chain.model import Chain, Conversion, Facility
from schakel.engine.errors import BadInput, Phrase
from schakel.engine.model.door import on_land
from schakel.engine.model.loops import in_growing_loop


def check(chain: Chain) -> None:
    """Raises `BadInput` at the first thing that is wrong."""
    if not chain.parties or not (chain.offers or chain.needs):
        raise BadInput(
            Phrase("the chain"), "offers", "there is nothing to design; give offers and needs"
        )
    _names(chain)
    _references(chain)
    for site in chain.sites:
        on_land(f"site {site.name}", ("lat", "lon"), site.latitude, site.longitude)
    for conversion in chain.conversions:
        _mass(conversion)
    _no_growing_loop(chain.conversions)
    check_amounts(chain)
    check_distances(chain)
    _no_endless_trade(chain)
    for facility in chain.facilities:
        if facility.smallest > facility.capacity:
            raise BadInput(
                f"facility {facility.name}",
                "smallest_tonnes",
                "%(smallest)s t is above the capacity of %(capacity)s t; lower it",
                smallest=facility.smallest,
                capacity=facility.capacity,
            )
    _needs_can_be_met(chain)
    _outputs_can_go(chain)


def _names(chain: Chain) -> None:
    """Everything has a name of its own, within its kind."""
    kinds: dict[str, Iterable[Any]] = {
        "site": chain.sites,
        "material": chain.materials,
        "offer": chain.offers,
        "need": chain.needs,
        "conversion": chain.conversions,
        "facility": chain.facilities,
    }
    for kind, parts in [("party", chain.parties), *kinds.items()]:
        seen: set[str] = set()
        for part in parts:
            name = part if isinstance(part, str) else part.name
            if name in seen:
                raise BadInput(f"{kind} {name}", "name", "is there twice; rename one")
            seen.add(name)


def _references(chain: Chain) -> None:
    known = {
        "party": set(chain.parties),
        "site": set(chain.site),
        "material": set(chain.material),
        "conversion": set(chain.conversion),
    }
    for record, field, kind, name in _pointers(chain):
        if name not in known[kind]:
            raise BadInput(
                record,
                field,
                "there is no %(kind)s “%(name)s”; add it or correct the name",
                kind=kind,
                name=name,
            )


def _pointers(chain: Chain) -> Iterator[tuple[str, str, str, str]]:
    for site in chain.sites:
        yield f"site {site.name}", "party", "party", site.party
    for kind, parts in (("offer", chain.offers), ("need", chain.needs)):
        for part in parts:
            yield f"{kind} {part.name}", "site", "site", part.site
            yield f"{kind} {part.name}", "material", "material", part.material
    for conversion in chain.conversions:
        for share in (*conversion.inputs, *conversion.outputs):
            yield f"conversion {conversion.name}", "material", "material", share.material
    for facility in chain.facilities:
        yield f"facility {facility.name}", "site", "site", facility.site
        yield f"facility {facility.name}", "owner", "party", facility.owner
        yield f"facility {facility.name}", "conversion", "conversion", facility.conversion
    for start, end, _km in chain.distances:
        yield f"distance {start} - {end}", "from", "site", start
        yield f"distance {start} - {end}", "to", "site", end


def _mass(conversion: Conversion) -> None:
    """No more comes out than goes in."""
    record = f"conversion {conversion.name}"
    goes_in = sum(share.tonnes for share in conversion.inputs)
    comes_out = sum(share.tonnes for share in conversion.outputs)
    if not conversion.outputs:
        raise BadInput(record, "outputs", "are missing; say what comes out")
    if comes_out > goes_in * (1 + 1e-9):
        raise BadInput(
            record,
            "yield",
            "together %(made)s t out of %(taken)s t; add a co-input or lower a yield",
            made=comes_out,
            taken=goes_in,
        )


def _no_growing_loop(conversions: tuple[Conversion, ...]) -> None:
    """Round a loop of conversions a material cannot become more."""
    steps = [
        (conversion.name, conversion.input, share.material, share.tonnes)
        for conversion in conversions
        for share in conversion.outputs
        if share.tonnes > 0
    ]
    if not steps:
        return
    names, start, end, made = map(np.array, zip(*steps, strict=True))
    row = in_growing_loop(start, end, made)
    if row >= 0:
        raise BadInput(
            f"conversion {names[row]}",
            "yield",
            "is in a loop that makes more of a material than went in; lower a yield",
        )


def _no_endless_trade(chain: Chain) -> None:
    for material in chain.materials:
        if material.buy is not None and material.sell is not None and material.sell > material.buy:
            raise BadInput(
                f"material {material.name}",
                "sell_eur_per_tonne",
                "%(sell)s EUR is above the price to buy at, %(buy)s EUR: trading it would earn "
                "without end; correct one",
                sell=material.sell,
                buy=material.buy,
            )


def _needs_can_be_met(chain: Chain) -> None:
    """A need that nobody sells new must be within what offers and conversions can bring at most."""
    for need in chain.needs:
        if need.virgin is not None:
            continue
        most = _most(chain, need.material)
        if most < need.tonnes * (1 - 1e-9):
            raise BadInput(
                f"need {need.name}",
                "tonnes",
                "%(need)s t is more than the %(most)s t that offers and facilities can make; "
                "lower it, or give virgin_eur_per_tonne",
                need=need.tonnes,
                most=most,
            )


def _most(chain: Chain, material: str) -> float:
    offered = sum(offer.tonnes for offer in chain.offers if offer.material == material)
    return offered + sum(
        facility.capacity * share.tonnes
        for facility in chain.facilities
        for share in chain.conversion[facility.conversion].outputs
        if share.material == material and _fed(chain, facility)
    )


def _fed(chain: Chain, facility: Facility) -> bool:
    """Whether somebody has the main input of this facility at all."""
    material = chain.conversion[facility.conversion].input
    made = {share.material for each in chain.conversions for share in each.outputs}
    offered = {offer.material for offer in chain.offers}
    return material in made | offered or chain.material[material].buy is not None


def _outputs_can_go(chain: Chain) -> None:
    """Every output has a need, a next conversion, or a market."""
    asked = {need.material for need in chain.needs}
    asked |= {share.material for each in chain.conversions for share in each.inputs}
    used = {facility.conversion for facility in chain.facilities}
    for conversion in chain.conversions:
        for share in conversion.outputs:
            stuck = share.material not in asked and chain.material[share.material].sell is None
            if stuck and share.tonnes > 0 and conversion.name in used:
                raise BadInput(
                    f"conversion {conversion.name}",
                    "outputs",
                    "%(material)s has nowhere to go; give the material a sell_eur_per_tonne "
                    "(below zero where getting rid of it costs money)",
                    material=share.material,
                )
