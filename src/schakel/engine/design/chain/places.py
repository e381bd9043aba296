"""Whether places and amounts can be what they say: sea, degrees, kilograms, money."""

import numpy as np

from schakel.engine.design.chain.model import Chain, Site
from schakel.engine.errors import BadInput
from schakel.engine.model import geography
from schakel.engine.model.door import MOST_TONNES

MOST_EUR = 1e12
"""A figure in EUR, per tonne or a year, above which nothing can be calculated in cents."""


def check_places(chain: Chain) -> None:
    for site in chain.sites:
        _on_land(site)
    seen: set[frozenset[str]] = set()
    for start, end, _km in chain.distances:
        pair = frozenset({start, end})
        if pair in seen:
            message = "is given twice (a distance holds both ways); leave one out"
            raise BadInput(f"distance {start} - {end}", "km", message)
        seen.add(pair)


def _on_land(site: Site) -> None:
    record, place = f"site {site.name}", f"{site.latitude:g}, {site.longitude:g}"
    if _outside(site.latitude, site.longitude):
        message = "%(place)s is outside Europe; give degrees (WGS 84), as in 52.09, 5.12"
        if not _outside(site.longitude, site.latitude):
            message = "%(place)s is outside Europe; swap the two"
        raise BadInput(record, "lat, lon", message, place=place)
    sea = geography.sea_of(site.latitude, site.longitude)
    if sea:
        message = "%(place)s is in the %(sea)s; take the point of the address"
        raise BadInput(record, "lat, lon", message, place=place, sea=sea)


def _outside(latitude: float, longitude: float) -> bool:
    return bool(geography.outside_europe(np.array([latitude]), np.array([longitude]))[0])


def check_amounts(chain: Chain) -> None:
    amounts = [(f"offer {each.name}", "tonnes", each.tonnes) for each in chain.offers]
    amounts += [(f"need {each.name}", "tonnes", each.tonnes) for each in chain.needs]
    amounts += [
        (f"facility {each.name}", "capacity_tonnes", each.capacity) for each in chain.facilities
    ]
    for record, field, tonnes in amounts:
        if tonnes > MOST_TONNES:
            raise BadInput(
                record,
                field,
                "%(tonnes)s is more than %(most)s; are these kilograms? Divide by 1,000 to get "
                "tonnes a year",
                tonnes=f"{tonnes:,.0f}",
                most=f"{MOST_TONNES:,.0f}",
            )
    for record, field, euro in _money(chain):
        if euro is not None and abs(euro) > MOST_EUR:
            message = "%(euro)s is more than anything costs; give EUR per tonne, or EUR a year"
            raise BadInput(record, field, message, euro=f"{euro:g}")


def _money(chain: Chain) -> list[tuple[str, str, float | None]]:
    found: list[tuple[str, str, float | None]] = [
        ("transport", "eur_per_tonne_km", chain.transport.cost)
    ]
    for material in chain.materials:
        record = f"material {material.name}"
        found.append((record, "price_eur_per_tonne", material.price))
        found.append((record, "buy_eur_per_tonne", material.buy))
        found.append((record, "sell_eur_per_tonne", material.sell))
    found += [(f"offer {each.name}", "outlet_eur_per_tonne", each.outlet) for each in chain.offers]
    found += [(f"need {each.name}", "virgin_eur_per_tonne", each.virgin) for each in chain.needs]
    found += [(f"conversion {each.name}", "eur_per_tonne", each.cost) for each in chain.conversions]
    found += [(f"facility {each.name}", "fixed_eur", each.fixed) for each in chain.facilities]
    return found
