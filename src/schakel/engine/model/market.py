"""Offers, needs and conversions as columns, checked once when they are made.

Units: tonnes a year, EUR per tonne, km, kg CO2e per tonne, degrees (WGS 84). NaN means unknown
where the field says so, and nothing is put in its place. `code` is a position in `Market.codes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import BadInput
from schakel.engine.model.door import MOST_PER_TONNE, MOST_TONNES, Door
from schakel.engine.model.loops import in_growing_loop

Floats = NDArray[np.float64]
Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Sites:
    """Where records are; row for row with the table that holds them."""

    latitude: Floats
    longitude: Floats


@dataclass(frozen=True)
class Offers:
    """What is to be had.

    `saved`: EUR per tonne that the offering party no longer pays once the stream is taken (what
    it pays now to be rid of it); negative where it gets money for it now. NaN: unknown.
    `co2`: kg CO2e per tonne that no longer arises at its present treatment. NaN: unknown.
    """

    id: NDArray
    code: Codes
    tonnes: Floats
    saved: Floats
    co2: Floats
    sites: Sites


@dataclass(frozen=True)
class Needs:
    """What is asked for.

    `price`: EUR per tonne that the asking party pays now for what this would replace. NaN: unknown.
    `co2`: kg CO2e per tonne of what this would replace. NaN: unknown.
    `minimum`: tonnes a year below which it doesn't start; 0 where any amount will do.
    """

    id: NDArray
    code: Codes
    tonnes: Floats
    price: Floats
    co2: Floats
    minimum: Floats
    sites: Sites


@dataclass(frozen=True)
class Conversions:
    """Makes `output` out of `code` at a place.

    `output_per_tonne`: tonnes out per tonne in (the yield). Above 1 only with `co_input`: tonnes of
    something else that each tonne in takes along. `cost`: EUR per tonne in; NaN: unknown.
    `capacity` and `minimum`: tonnes in a year. `co2`: kg CO2e per tonne in that the work emits.
    """

    id: NDArray
    code: Codes
    output: Codes
    output_per_tonne: Floats
    co_input: Floats
    cost: Floats
    capacity: Floats
    minimum: Floats
    co2: Floats
    sites: Sites

    @classmethod
    def none(cls) -> "Conversions":
        no, nothing = np.zeros(0, np.int32), np.zeros(0)
        return cls(
            id=np.zeros(0, "U1"),
            code=no,
            output=no,
            output_per_tonne=nothing,
            co_input=nothing,
            cost=nothing,
            capacity=nothing,
            minimum=nothing,
            co2=nothing,
            sites=Sites(nothing, nothing),
        )


@dataclass(frozen=True)
class Market:
    """Everything that can be combined; the codes that occur, each once."""

    codes: Sequence[str]
    offers: Offers
    needs: Needs
    conversions: Conversions

    def __post_init__(self) -> None:
        _check_offers(self.offers, len(self.codes))
        _check_needs(self.needs, len(self.codes))
        if len(self.conversions.id):
            _check_conversions(self.conversions, len(self.codes))


def _door(table: str, records: Offers | Needs | Conversions, known: int) -> Door:
    door = Door(table, records.id)
    columns = {one.name: getattr(records, one.name) for one in fields(records)}
    sites = columns.pop("sites")
    door.lengths(columns | {"latitude": sites.latitude, "longitude": sites.longitude})
    door.unique()
    door.codes(records.code, known)
    door.on_land(sites.latitude, sites.longitude)
    door.known_or_missing("co2", records.co2)
    return door


def _check_offers(offers: Offers, known: int) -> None:
    door = _door("offer", offers, known)
    door.positive("tonnes", offers.tonnes, MOST_TONNES)
    door.known_or_missing("saved", offers.saved)


def _check_needs(needs: Needs, known: int) -> None:
    door = _door("need", needs, known)
    door.positive("tonnes", needs.tonnes, MOST_TONNES)
    door.known_or_missing("price", needs.price)
    door.not_negative("minimum", needs.minimum)
    _check_minimum("need", needs.id, "tonnes", needs.tonnes, needs.minimum)


def _check_conversions(conversions: Conversions, known: int) -> None:
    door = _door("conversion", conversions, known)
    door.codes(conversions.output, known, "output")
    door.positive("output_per_tonne", conversions.output_per_tonne)
    door.not_negative("co_input", conversions.co_input, MOST_PER_TONNE)
    door.known_or_missing("cost", conversions.cost)
    door.positive("capacity", conversions.capacity, MOST_TONNES)
    door.not_negative("minimum", conversions.minimum)
    _check_minimum(
        "conversion", conversions.id, "capacity", conversions.capacity, conversions.minimum
    )
    _check_yield(conversions)
    _check_loops(conversions)


def _check_minimum(table: str, ids: NDArray, field: str, most: Floats, minimum: Floats) -> None:
    wrong = minimum > most
    if wrong.any():
        row = int(wrong.argmax())
        raise BadInput(
            f"{table} {ids[row]}",
            "minimum",
            "%(minimum)s t is more than %(field)s, %(most)s t: no amount will do; lower it",
            minimum=minimum[row],
            field=field,
            most=most[row],
        )


def _check_yield(conversions: Conversions) -> None:
    """Out no more than in: the tonne itself and what it takes along."""
    made, taken = conversions.output_per_tonne, 1 + conversions.co_input
    wrong = made > taken * (1 + 1e-9)
    if wrong.any():
        row = int(wrong.argmax())
        raise BadInput(
            f"conversion {conversions.id[row]}",
            "output_per_tonne",
            "%(made)s t out of %(taken)s t in makes material out of nothing; "
            "lower it, or fill in co_input",
            made=made[row],
            taken=taken[row],
        )


def _check_loops(conversions: Conversions) -> None:
    made = conversions.output_per_tonne
    row = in_growing_loop(conversions.code, conversions.output, made)
    if row >= 0:
        raise BadInput(
            f"conversion {conversions.id[row]}",
            "output_per_tonne",
            "is in a loop that makes more of a material than went in; lower a yield",
        )
