"""Counterparts, chains, pools, near misses and the front, each against the plain way."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.errors import BadInput
from schakel.engine.explore import (
    Kind,
    Search,
    Why,
    chains,
    counterparts,
    explore,
    reasons_of,
    unmet,
)
from schakel.engine.explore.bycode import gathered, matched, task_of
from schakel.engine.explore.counterparts import best_of
from schakel.engine.explore.measure import measure
from schakel.engine.explore.pareto import pareto_front
from schakel.engine.explore.search import Priced
from schakel.engine.explore.sides import Bands, Records
from schakel.engine.model import Market, Sites
from schakel.engine.reference import explore as plain
from tests.engine import markets

UTRECHT, AMERSFOORT, ALMERE, GRONINGEN = (52.09, 5.12), (52.16, 5.39), (52.37, 5.22), (53.22, 6.57)
NAN = float("nan")
points = st.tuples(st.floats(50.8, 53.2), st.floats(5.0, 6.6))
tonnes = st.floats(1, 1_000)
prices = st.integers(-5_000, 15_000).map(lambda cents: cents / 100)
maybe = prices | st.just(NAN)


def column(values: st.SearchStrategy[float], count: int) -> st.SearchStrategy[list[float]]:
    return st.lists(values, min_size=count, max_size=count)


@st.composite
def some_markets(draw: st.DrawFn, price: Any, conversions: int = 0) -> Market:
    have, want = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    code = st.integers(0, 2)
    offered = markets.offers(
        draw(st.lists(points, min_size=have, max_size=have)),
        draw(st.lists(code, min_size=have, max_size=have)),
        tonnes=draw(column(tonnes, have)),
        saved=draw(column(price, have)),
    )
    asked = markets.needs(
        draw(st.lists(points, min_size=want, max_size=want)),
        draw(st.lists(code, min_size=want, max_size=want)),
        tonnes=draw(column(tonnes, want)),
        price=draw(column(price, want)),
    )
    if not conversions:
        return markets.market(offered, asked)
    count = draw(st.integers(1, conversions))
    converted = markets.conversions(
        draw(st.lists(points, min_size=count, max_size=count)),
        draw(st.lists(st.tuples(code, code), min_size=count, max_size=count)),
        made=draw(column(st.floats(0.1, 1), count)),
        cost=draw(column(st.floats(-20, 60), count)),
    )
    return markets.market(offered, asked, converted)


searches = st.builds(
    Search,
    radius_km=st.floats(5, 400),
    top=st.integers(1, 4),
    steps=st.integers(1, 3),
    eur_per_tkm=st.floats(0, 0.3),
)


@settings(max_examples=80, deadline=None)
@given(some_markets(maybe), searches)
def test_counterparts_are_the_plain_ones(market: Market, search: Search) -> None:
    found = counterparts(market, search)
    for offer in range(len(market.offers.id)):
        expected = [value for value, _need in plain.matches(market, search, offer)]
        values = found.value[offer][found.need[offer] >= 0]
        assert values == pytest.approx(expected, rel=1e-4, abs=0.1)


@settings(max_examples=80, deadline=None)
@given(some_markets(prices, conversions=5), searches)
def test_chains_are_the_plain_ones(market: Market, search: Search) -> None:
    found = chains(market, search)
    for offer in range(len(market.offers.id)):
        mine = found.only(found.offer == offer)
        assert mine.value == pytest.approx(plain.best_chains(market, search, offer), abs=1e-6)
        for path, need, value in zip(mine.conversion, mine.need, mine.value, strict=True):
            way = [int(one) for one in path if one >= 0]
            assert plain.chain_value(market, search, offer, way, need) == pytest.approx(value)
            assert max(plain.legs(market, offer, way, need)) <= search.radius_km + 1e-6


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(-2, 2).map(float), min_size=4, max_size=4), max_size=20))
def test_the_front_is_the_plain_one(rows: list[list[float]]) -> None:
    assert pareto_front(np.array(rows).reshape(-1, 4)).tolist() == plain.front(rows)


@settings(max_examples=40, deadline=None)
@given(some_markets(maybe), searches)
def test_code_by_code_finds_the_same(market: Market, search: Search) -> None:
    """What a cluster does: every code by itself, and the answers brought together."""
    task = task_of(market, search)
    parts = [
        matched(
            task.offers.filter(pc.equal(task.offers["code"], code)),
            task.needs.filter(pc.equal(task.needs["code"], code)),
            search,
            task.common,
        )
        for code in range(len(market.codes))
    ]
    apart = gathered(pa.concat_tables(parts[::-1]), len(market.offers.id), search.top)
    together = counterparts(market, search)
    hit = together.need >= 0
    assert apart.need.tolist() == together.need.tolist()
    assert apart.value[hit].tolist() == together.value[hit].tolist()


def a_search(**given: Any) -> Search:
    return Search(**{"radius_km": 40.0, "eur_per_tkm": 0.1} | given)


def test_a_match_tells_its_value_and_its_reasons() -> None:
    market = markets.market(
        markets.offers([UTRECHT], [0], tonnes=[80], saved=[50], co2=[100]),
        markets.needs([AMERSFOORT], [0], tonnes=[200], price=[40], co2=[20]),
    )
    ideas = explore(market, a_search())
    km = plain.km_between(UTRECHT, AMERSFOORT)
    assert ideas.kind.tolist() == [Kind.ALONE]
    assert ideas.low == pytest.approx([80 * (50 + 40 - 0.1 * km)])
    assert ideas.high == pytest.approx(ideas.low)
    assert ideas.co2 == pytest.approx([80 * 120 / 1_000])
    assert ideas.front.all()
    assert [one.why for one in reasons_of(market, ideas, 0)] == [
        Why.SAME_MATERIAL,
        Why.NEARBY,
        Why.SAVES,
        Why.REPLACES,
        Why.ALL_OF_OFFER,
    ]


def test_an_unknown_price_gives_the_range_of_others_with_the_code() -> None:
    market = markets.market(
        markets.offers([UTRECHT], [0], saved=[50]),
        markets.needs([AMERSFOORT, GRONINGEN, GRONINGEN], [0, 0, 0], price=[NAN, 10, 30]),
    )
    ideas = explore(market, a_search(eur_per_tkm=0.0))
    assert (ideas.low[0], ideas.high[0]) == pytest.approx((100 * 60, 100 * 80))
    assert Why.PRICE_RANGE in [one.why for one in reasons_of(market, ideas, 0)]


def test_the_price_of_one_other_is_no_range() -> None:
    """It would stand in the answer as if it were known."""
    market = markets.market(
        markets.offers([UTRECHT], [0]),
        markets.needs([AMERSFOORT, GRONINGEN, GRONINGEN], [0, 0, 0], price=[NAN, 30, 30]),
    )
    ideas = explore(market, a_search())
    assert np.isnan(ideas.low).all()
    assert Why.PRICE_UNKNOWN in [one.why for one in reasons_of(market, ideas, 0)]


def test_the_largest_radius_leaves_nothing_just_outside() -> None:
    market = markets.market(
        markets.offers([UTRECHT], [0]), markets.needs([AMERSFOORT], [0], price=[-90])
    )
    assert len(explore(market, a_search(radius_km=5_000.0))) == 0


def test_a_price_that_nobody_knows_stays_unknown() -> None:
    market = markets.market(
        markets.offers([UTRECHT], [0]), markets.needs([AMERSFOORT], [0], price=[NAN])
    )
    ideas = explore(market, a_search())
    assert len(ideas) == 1
    assert np.isnan(ideas.low[0])
    assert np.isnan(ideas.high[0])
    assert Why.PRICE_UNKNOWN in [one.why for one in reasons_of(market, ideas, 0)]


def pooled_market(minimum: float) -> Market:
    return markets.market(
        markets.offers([UTRECHT, AMERSFOORT, ALMERE], [0, 0, 0], tonnes=[60, 50, 40]),
        markets.needs([AMERSFOORT], [3], tonnes=[500], price=[100]),
        markets.conversions([AMERSFOORT], [(0, 3)], made=[0.8], capacity=[300], minimum=[minimum]),
    )


def test_offers_are_pooled_to_the_smallest_viable_volume() -> None:
    ideas = explore(pooled_market(140), a_search())
    assert ideas.kind.tolist() == [Kind.POOLED] * 3
    assert ideas.pooled.tolist() == [150] * 3
    assert ideas.parties.tolist() == [5] * 3


def test_just_below_the_volume_is_a_near_miss() -> None:
    market = pooled_market(200)
    ideas = explore(market, a_search())
    assert ideas.kind.tolist() == [Kind.TOO_LITTLE] * 3
    missing = [one.figure for one in reasons_of(market, ideas, 0) if one.why is Why.TOO_LITTLE]
    assert missing == pytest.approx([50])


def test_a_chain_that_takes_too_little_asks_for_no_more_offers() -> None:
    """The work runs from 100 tonnes on; the need takes no more than what 75 tonnes make."""
    market = markets.market(
        markets.offers([UTRECHT, ALMERE], [0, 0], tonnes=[1_000, 1_000]),
        markets.needs([AMERSFOORT], [3], tonnes=[60], price=[100]),
        markets.conversions([AMERSFOORT], [(0, 3)], made=[0.8], minimum=[100]),
    )
    ideas = explore(market, a_search())
    assert ideas.kind.tolist() == [Kind.TOO_LITTLE]
    short = {one.why: one.figure for one in reasons_of(market, ideas, 0)}
    assert short[Why.TAKES_TOO_LITTLE] == pytest.approx(25)
    assert Why.TOO_LITTLE not in short


def test_far_below_the_volume_is_nothing() -> None:
    assert len(explore(pooled_market(300), a_search(near_volume=0.9))) == 0


def test_just_outside_the_radius_and_one_level_away_are_near_misses() -> None:
    km = plain.km_between(UTRECHT, ALMERE)
    market = markets.market(
        markets.offers([UTRECHT, UTRECHT], [2, 0]),
        markets.needs([ALMERE, AMERSFOORT], [2, 1]),
    )
    ideas = explore(market, a_search(radius_km=km - 1))
    assert ideas.kind.tolist() == [Kind.OUTSIDE, Kind.OTHER_CODE]
    assert next(one.why for one in reasons_of(market, ideas, 1)) is Why.OTHER_CODE


def ring(latitude: float, longitude: float, km: float) -> Sites:
    """Points all around a place at this distance (the direct problem on a sphere)."""
    bearing, arc = np.radians(np.arange(0, 360, 3)), km / plain.EARTH_KM
    lat = np.radians(latitude)
    sine = np.sin(lat) * np.cos(arc) + np.cos(lat) * np.sin(arc) * np.cos(bearing)
    east = np.arctan2(np.sin(bearing) * np.sin(arc) * np.cos(lat), np.cos(arc) - np.sin(lat) * sine)
    return Sites(np.degrees(np.arcsin(sine)), longitude + np.degrees(east))


def records(sites: Sites) -> Records:
    count = len(sites.latitude)
    price = np.full(count, 10.0)
    return Records(np.zeros(count, np.int32), price, Priced(price, price), sites)


@pytest.mark.parametrize("latitude", [36.0, 52.0, 70.5])
@pytest.mark.parametrize("radius_km", [2.0, 50.0, 150.0])
def test_all_around_a_place_within_the_radius_is_found_and_nothing_beyond(
    latitude: float, radius_km: float
) -> None:
    """Whichever side is in the middle, and however the bands of latitude fall."""
    search = Search(radius_km=radius_km, top=200)
    middle = records(Sites(np.array([latitude]), np.array([5.0])))
    for part, expected in ((0.9999, 120), (1.0001, 0)):
        around = records(ring(latitude, 5.0, radius_km * part))
        assert len(best_of(middle, around, search)) == expected
        assert len(best_of(around, middle, search)) == expected


@pytest.mark.parametrize("radius_km", [3.0, 40.0, 400.0])
def test_ten_centimetres_decide_who_is_within_the_radius(radius_km: float) -> None:
    """Less than single precision can tell."""
    north = UTRECHT[0] - np.degrees(radius_km / plain.EARTH_KM)
    market = markets.market(
        markets.offers([UTRECHT], [0]), markets.needs([(float(north), UTRECHT[1])], [0])
    )
    found = [
        len(counterparts(market, Search(radius_km=radius_km + more))) for more in (-1e-4, 1e-4)
    ]
    assert found == [0, 1]


def test_millions_of_codes_each_have_cells_of_their_own() -> None:
    codes = 12_000_000
    sites = markets.sites([(36.0, 0.0), (71.0, 0.0)])
    bands = Bands.over(sites, 0.01, codes)
    last = np.array([codes - 1, codes - 1], np.int32)
    cells = bands.cells(last, sites.latitude)
    assert cells.tolist() == [(codes - 1) * bands.count, codes * bands.count - 1]
    assert Bands.over(sites, 0.01, 800).count > 400


@pytest.mark.parametrize(("steps", "expected"), [(0, [1, 2, 3]), (1, [2, 3]), (2, [3])])
def test_a_need_that_nothing_can_meet_is_found(steps: int, expected: list[int]) -> None:
    """However far away: 0 is offered, 1 and 2 can be made of it, 4 only of what nobody has."""
    market = markets.market(
        markets.offers([UTRECHT], [0]),
        markets.needs([GRONINGEN] * 4, [0, 1, 2, 4]),
        markets.conversions([ALMERE] * 3, [(1, 2), (0, 1), (3, 4)]),
    )
    assert unmet(market, steps).tolist() == expected


def test_a_chain_adds_up_its_range_and_its_co2() -> None:
    """The cost is unknown; others with the code ask 10 and 30, too far away for a chain."""
    market = markets.market(
        markets.offers([UTRECHT], [0], saved=[50], co2=[100]),
        markets.needs([ALMERE], [3], price=[100], co2=[50]),
        markets.conversions(
            [AMERSFOORT, GRONINGEN, GRONINGEN],
            [(0, 3)] * 3,
            made=[0.8] * 3,
            cost=[NAN, 10, 30],
            co2=[10] * 3,
        ),
    )
    search = a_search(eur_per_tkm=0.2, co2_per_tkm=0.1)
    found = measure(market, search, chains(market, search))
    there, on = plain.km_between(UTRECHT, AMERSFOORT), plain.km_between(AMERSFOORT, ALMERE)
    without = 50 - 0.2 * there + 0.8 * (100 - 0.2 * on)
    assert found.low == pytest.approx([without - 30])
    assert found.high == pytest.approx([without - 10])
    assert found.co2 == pytest.approx([100 - 0.1 * there - 10 + 0.8 * (50 - 0.1 * on)])
    assert found.km == pytest.approx([there + on])
    assert found.longest == pytest.approx([on])


def test_a_chain_carries_what_its_narrowest_place_can() -> None:
    market = markets.market(
        markets.offers([UTRECHT], [0], tonnes=[1_000]),
        markets.needs([ALMERE], [2], tonnes=[100], price=[200]),
        markets.conversions(
            [UTRECHT, AMERSFOORT], [(0, 1), (1, 2)], made=[0.5, 0.5], capacity=[900, 300]
        ),
    )
    found = chains(market, a_search(radius_km=60.0))
    assert found.conversion.tolist() == [[0, 1, -1]]
    assert measure(market, a_search(), found).tonnes.tolist() == [400]


@pytest.mark.parametrize(
    "given",
    [
        {"radius_km": 0},
        {"radius_km": NAN},
        {"radius_km": 5_001},
        {"top": 0},
        {"steps": 4},
        {"eur_per_tkm": -1},
        {"co2_per_tkm": NAN},
        {"eur_per_tkm": float("inf")},
    ],
)
def test_a_bad_search_is_named(given: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as error:
        Search(**given)
    assert error.value.field == next(iter(given))
