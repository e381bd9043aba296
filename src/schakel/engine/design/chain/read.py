"""A chain out of the content of a JSON file (docs/reference/engine-formats.md)."""

from collections.abc import Callable
from typing import Any, TypeVar

from schakel.engine.design.chain.door import check
from schakel.engine.design.chain.model import (
    NONE,
    Chain,
    Conversion,
    Facility,
    Material,
    Need,
    Offer,
    Share,
    Site,
    Transport,
)
from schakel.engine.design.chain.record import Record
from schakel.engine.errors import BadInput
from schakel.engine.jsontext import read_json

Part = TypeVar("Part")


def read_chain(text: str, record: str) -> Chain:
    """The chain, checked; `record` names the file."""
    if not text.strip():
        raise BadInput(record, "", "the file is empty; `schakel design --example` writes one")
    return chain_of(read_json(text, record), record)


def chain_of(content: Any, record: str) -> Chain:
    file = Record(content, record)
    chain = Chain(
        parties=_all(file, "parties", "party", lambda each: each.text("name")),
        sites=_all(file, "sites", "site", _site),
        materials=_all(file, "materials", "material", _material),
        transport=_transport(file.record("transport")),
        offers=_all(file, "offers", "offer", _offer),
        needs=_all(file, "needs", "need", _need),
        conversions=_all(file, "conversions", "conversion", _conversion),
        facilities=_facilities(file),
        distances=_all(file, "distances", "distance", _distance),
    )
    file.done()
    check(chain)
    return chain


def _all(file: Record, field: str, kind: str, make: Callable[[Record], Part]) -> tuple[Part, ...]:
    parts = []
    for record in file.records(field, kind):
        parts.append(make(record))
        record.done()
    return tuple(parts)


def _or_none(figure: float | None) -> float:
    return NONE if figure is None else figure


def _site(record: Record) -> Site:
    return Site(
        record.text("name"), record.text("party"), record.number("lat"), record.number("lon")
    )


def _material(record: Record) -> Material:
    return Material(
        name=record.text("name"),
        price=record.maybe("price_eur_per_tonne"),
        buy=record.maybe("buy_eur_per_tonne"),
        buy_co2=_or_none(record.maybe("buy_co2_kg_per_tonne")),
        sell=record.maybe("sell_eur_per_tonne"),
        sell_co2=_or_none(record.maybe("sell_co2_kg_per_tonne")),
    )


def _transport(record: Record) -> Transport:
    transport = Transport(
        cost=record.number("eur_per_tonne_km", least=0.0),
        co2=_or_none(record.maybe("co2_kg_per_tonne_km", least=0.0)),
        detour=record.maybe("detour", least=1.0),
    )
    record.done()
    return transport


def _offer(record: Record) -> Offer:
    return Offer(
        name=record.text("name"),
        site=record.text("site"),
        material=record.text("material"),
        tonnes=record.tonnes("tonnes"),
        outlet=record.number("outlet_eur_per_tonne"),
        outlet_co2=_or_none(record.maybe("outlet_co2_kg_per_tonne")),
    )


def _need(record: Record) -> Need:
    return Need(
        name=record.text("name"),
        site=record.text("site"),
        material=record.text("material"),
        tonnes=record.tonnes("tonnes"),
        virgin=record.maybe("virgin_eur_per_tonne"),
        virgin_co2=_or_none(record.maybe("virgin_co2_kg_per_tonne")),
    )


def _conversion(record: Record) -> Conversion:
    return Conversion(
        name=record.text("name"),
        input=record.text("input"),
        co_inputs=_all(record, "co_inputs", f"{record.where}, co-input", _share("tonnes")),
        outputs=_all(record, "outputs", f"{record.where}, output", _share("yield")),
        cost=record.number("eur_per_tonne"),
        co2=_or_none(record.maybe("co2_kg_per_tonne")),
    )


def _share(field: str) -> Callable[[Record], Share]:
    return lambda record: Share(record.text("material"), record.number(field, least=0.0))


def _facilities(file: Record) -> tuple[Facility, ...]:
    owners = {
        site.text("name"): site.text("party") for site in Record(file._content, "").records("sites")
    }

    def make(record: Record) -> Facility:
        site = record.text("site")
        return Facility(
            name=record.text("name"),
            site=site,
            owner=record.text("owner", owners.get(site, site)),
            conversion=record.text("conversion"),
            fixed=record.number("fixed_eur", least=0.0),
            capacity=record.tonnes("capacity_tonnes"),
            smallest=record.number("smallest_tonnes", least=0.0, default=0.0),
            existing=record.flag("existing"),
        )

    return _all(file, "facilities", "facility", make)


def _distance(record: Record) -> tuple[str, str, float]:
    return record.text("from"), record.text("to"), record.number("km", least=0.0)
