"""The door: what cannot be calculated with is named at its record, with what would mend it."""

from typing import Any

import numpy as np
import pytest

from schakel.domain.reference.tables import fields_by_code
from schakel.engine.errors import BadInput
from schakel.engine.model import Market
from schakel.engine.model.geography import in_open_water, outside_europe
from tests.engine import markets

UTRECHT, ALMERE = (52.09, 5.12), (52.37, 5.22)
NAN = float("nan")


def a_market(
    offered: dict[str, Any] | None = None,
    asked: dict[str, Any] | None = None,
    converted: dict[str, Any] | None = None,
    point: tuple[float, float] = UTRECHT,
) -> Market:
    return markets.market(
        markets.offers([UTRECHT, point], [0, 0], **(offered or {})),
        markets.needs([ALMERE], [0], **(asked or {})),
        markets.conversions([ALMERE], [(0, 1)], **(converted or {})),
    )


def test_a_sound_market_passes_and_unknown_stays_unknown() -> None:
    found = a_market({"saved": [NAN, 3]}, {"price": [NAN]})
    assert np.isnan(found.offers.saved[0])
    assert np.isnan(found.needs.price[0])


@pytest.mark.parametrize(
    ("given", "record", "field", "mend"),
    [
        ({"offered": {"tonnes": [5, NAN]}}, "offer O1", "tonnes", "fill it in"),
        ({"offered": {"tonnes": [5, 0]}}, "offer O1", "tonnes", "not above zero"),
        ({"offered": {"tonnes": [5, 9e8]}}, "offer O1", "tonnes", "kilograms"),
        ({"offered": {"saved": [5, np.inf]}}, "offer O1", "saved", "leave it empty"),
        ({"offered": {"saved": [5, -2e8]}}, "offer O1", "saved", "more than 100,000,000 per"),
        ({"asked": {"co2": [1e300]}}, "need N0", "co2", "more than 100,000,000 per"),
        ({"converted": {"co_input": [1e9]}}, "conversion C0", "co_input", "more than 100,000,000"),
        ({"converted": {"cost": [1e39]}}, "conversion C0", "cost", "more than 100,000,000 per"),
        ({"asked": {"minimum": [500]}}, "need N0", "minimum", "no amount will do"),
        ({"asked": {"minimum": [-1]}}, "need N0", "minimum", "below zero"),
        ({"converted": {"made": [1.2]}}, "conversion C0", "output_per_tonne", "co_input"),
        ({"converted": {"minimum": [2_000]}}, "conversion C0", "minimum", "capacity"),
        ({"point": (5.12, 52.09)}, "offer O1", "latitude, longitude", "swap the two"),
        ({"point": (54.5, 4.0)}, "offer O1", "latitude, longitude", "North Sea"),
        ({"point": (52.09, NAN)}, "offer O1", "longitude", "degrees"),
        ({"point": (-33.9, 18.4)}, "offer O1", "latitude, longitude", "outside Europe"),
    ],
)
def test_bad_input_is_named(given: dict[str, Any], record: str, field: str, mend: str) -> None:
    with pytest.raises(BadInput) as error:
        a_market(**given)
    assert (error.value.record, error.value.field) == (record, field)
    assert mend in error.value.message


def test_a_yield_above_one_passes_with_what_it_takes_along() -> None:
    assert a_market(converted={"made": [1.2], "co_input": [0.3]}).conversions.co_input[0] == 0.3


@pytest.mark.parametrize(
    ("steps", "made", "rows"),
    [
        ([(0, 1), (1, 0)], [1.3, 0.8], {0, 1}),
        ([(2, 3), (3, 4), (4, 2), (2, 0), (0, 1)], [0.9, 1.3, 0.9, 1.4, 1.4], {0, 1, 2}),
        ([(0, 0)], [1.1], {0}),
        ([(0, 1), (1, 0)], [1.25, 0.8], set()),
        ([(0, 1), (0, 1), (1, 2)], [1.4, 1.3, 1.4], set()),
    ],
)
def test_a_loop_that_makes_more_than_went_in_is_named(
    steps: list[tuple[int, int]], made: list[float], rows: set[int]
) -> None:
    count = len(steps)
    converted = markets.conversions([ALMERE] * count, steps, made=made, co_input=[0.5] * count)
    offered, asked = markets.offers([UTRECHT], [0]), markets.needs([ALMERE], [0])
    if not rows:
        markets.market(offered, asked, converted)
        return
    with pytest.raises(BadInput, match="is in a loop that makes more") as error:
        markets.market(offered, asked, converted)
    assert error.value.record in {f"conversion C{row}" for row in rows}


def test_nothing_at_all_is_named() -> None:
    with pytest.raises(BadInput, match="need: there are no records"):
        markets.market(markets.offers([UTRECHT], [0]), markets.needs([], []))


def test_an_id_twice_is_named() -> None:
    offered = markets.offers([UTRECHT, ALMERE], [0, 0])
    offered.id[1] = "O0"
    with pytest.raises(BadInput, match="offer O0, id"):
        markets.market(offered, markets.needs([ALMERE], [0]))


def test_a_code_that_is_not_there_is_named() -> None:
    with pytest.raises(BadInput, match="need N0, code"):
        markets.market(markets.offers([UTRECHT], [0]), markets.needs([ALMERE], [99]))


def test_islands_and_capes_beside_open_water_are_on_land() -> None:
    """Borkum, Juist, Norderney, Langeoog, Helgoland, Terschelling, Rottumeroog; Cape Sarych; the
    Maasvlakte, Lowestoft, Menorca, Ustica, Gotland's south, Sylt and Ile d'Yeu."""
    points = [
        (53.604, 6.70), (53.68, 7.0), (53.71, 7.25), (53.75, 7.55), (54.18, 7.89), (53.40, 5.35),
        (53.54, 6.58), (44.386, 33.74), (51.98, 3.99), (52.48, 1.76), (39.95, 4.1), (38.7, 13.18),
        (56.92, 18.14), (54.9, 8.3), (46.71, -2.35),
    ]  # fmt: skip
    latitude, longitude = np.array(points).T
    assert not (outside_europe(latitude, longitude) | in_open_water(latitude, longitude)).any()


def test_every_dutch_municipality_and_island_is_on_land() -> None:
    places = fields_by_code("municipalities").values()
    latitude = np.array([place["latitude"] for place in places])
    longitude = np.array([place["longitude"] for place in places])
    assert len(places) == 342
    assert not (outside_europe(latitude, longitude) | in_open_water(latitude, longitude)).any()
