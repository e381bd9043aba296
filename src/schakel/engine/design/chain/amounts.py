"""Whether amounts can be what they say: kilograms, money, distances."""

from schakel.engine.design.chain.model import Chain
from schakel.engine.errors import BadInput
from schakel.engine.model.door import MOST_TONNES

MOST_EUR = 1e12
"""A figure in EUR, per tonne or a year, above which nothing can be calculated in cents."""

MOST_KM = 10_000.0
"""Between two places in Europe, by any road."""
MOST_DETOUR = 10.0


def check_distances(chain: Chain) -> None:
    if (chain.transport.detour or 1.0) > MOST_DETOUR:
        raise BadInput(
            "transport",
            "detour",
            "is more than %(most)s; give road km per km as the crow flies, 1.3 as a rule",
            most=MOST_DETOUR,
        )
    seen: set[frozenset[str]] = set()
    for start, end, km in chain.distances:
        record, pair = f"distance {start} - {end}", frozenset({start, end})
        if start == end:
            raise BadInput(record, "to", "is where it starts; give two sites, or leave it out")
        if pair in seen:
            raise BadInput(record, "km", "is there twice (it holds both ways); leave one out")
        if km > MOST_KM:
            raise BadInput(
                record, "km", "is more than %(most)s km; are these metres?", most=MOST_KM
            )
        seen.add(pair)


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
                "is more than %(most)s t; are these kilograms? Divide by a thousand to get tonnes",
                most=MOST_TONNES,
            )
    for record, field, euro in _money(chain):
        if euro is not None and abs(euro) > MOST_EUR:
            raise BadInput(
                record,
                field,
                "is more than %(most)s EUR; nothing costs that, correct it",
                most=MOST_EUR,
            )


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
