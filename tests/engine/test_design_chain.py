"""Designing a chain: examples by hand, and what is refused at the door."""

import copy
import json
import math
from pathlib import Path
from typing import Any

import pytest

import schakel.cli
from schakel.engine.design.chain import (
    Kind,
    Network,
    Part,
    best,
    chain_of,
    coalitions,
    design,
    read_chain,
    written,
)
from schakel.engine.design.chain.optimum import kept
from schakel.engine.errors import BadInput
from schakel.engine.solver import Run, Status

EXAMPLE = Path(schakel.cli.__file__).parent / "data" / "design.json"


def test_the_sub_optimisation_of_a_chain_of_two() -> None:
    """A pays 100 to burn its waste, B could make of it what it buys for 300, at a cost of 150 and
    with 1000 fixed: together 10 t save 10 * (100 + 300 - 150) - 1000 = 1500. At a price of -60 A
    gains 40 a tonne, B the rest; at -160 A stands in the way."""
    content = two()
    report = design(chain_of(content, "two"))
    assert report.meter.euro == pytest.approx(1500)
    assert [each.gain for each in report.meter.positions] == pytest.approx([400, 1100])
    assert not any(each.in_the_way for each in report.meter.positions)
    assert report.break_even[0].volume == pytest.approx(1000 / 250)
    assert kept(report.chain, report.design) == pytest.approx(10)
    content["materials"][0]["price_eur_per_tonne"] = -160
    assert design(chain_of(content, "two")).meter.positions[0].in_the_way


def test_one_missing_figure_makes_the_co2_unknown() -> None:
    content = two()
    assert written(design(chain_of(content, "two")))["meter"]["co2_less_kg"] == 10 * (700 + 2000)
    del content["needs"][0]["virgin_co2_kg_per_tonne"]
    assert written(design(chain_of(content, "two")))["meter"]["co2_less_kg"] is None


def test_who_cannot_do_alone_leaves_the_gain_unknown() -> None:
    content = two()
    content["needs"][0]["virgin_eur_per_tonne"] = None
    report = design(chain_of(content, "two"))
    assert report.meter.euro is None
    assert report.design.opened == {"plant"}
    with pytest.raises(BadInput, match="need product, virgin_eur_per_tonne"):
        coalitions(Network(report.chain), Run())


def test_groups_that_cannot_be_known_are_said_before_the_work() -> None:
    content = two()
    content["needs"][0]["virgin_eur_per_tonne"] = None
    told: list[Part] = []
    with pytest.raises(BadInput, match="need product, virgin_eur_per_tonne"):
        design(chain_of(content, "two"), with_coalitions=True, tell=told.append)
    assert not told


def test_a_smallest_viable_volume_that_is_not_reached_keeps_it_closed() -> None:
    content = two()
    content["facilities"][0] |= {"smallest_tonnes": 11, "capacity_tonnes": 20}
    assert design(chain_of(content, "two")).design.opened == frozenset()


def test_cancelled_says_so_or_is_ready() -> None:
    run = Run(cancelled=lambda: True)
    assert best(Network(chain_of(two(), "two")), run).status in (Status.CANCELLED, Status.OPTIMAL)


def test_the_example_can_be_designed() -> None:
    report = design(read_chain(EXAMPLE.read_text(encoding="utf-8"), "example"))
    assert report.design.status is Status.OPTIMAL
    assert report.design.tonnes(Kind.FLOW) > 0
    assert "made up" in EXAMPLE.read_text(encoding="utf-8")


def two() -> dict[str, Any]:
    return {
        "parties": [{"name": "A"}, {"name": "B"}],
        "sites": [
            {"name": "a", "party": "A", "lat": 52, "lon": 5},
            {"name": "b", "party": "B", "lat": 52, "lon": 5},
        ],
        "materials": [{"name": "waste", "price_eur_per_tonne": -60}, {"name": "product"}],
        "transport": {"eur_per_tonne_km": 1, "co2_kg_per_tonne_km": 0, "detour": 1},
        "offers": [
            {
                "name": "waste",
                "site": "a",
                "material": "waste",
                "tonnes": 10,
                "outlet_eur_per_tonne": 100,
                "outlet_co2_kg_per_tonne": 700,
            }
        ],
        "needs": [
            {
                "name": "product",
                "site": "b",
                "material": "product",
                "tonnes": 10,
                "virgin_eur_per_tonne": 300,
                "virgin_co2_kg_per_tonne": 2000,
            }
        ],
        "conversions": [
            {
                "name": "make",
                "input": "waste",
                "eur_per_tonne": 150,
                "co2_kg_per_tonne": 0,
                "outputs": [{"material": "product", "yield": 1}],
            }
        ],
        "facilities": [
            {
                "name": "plant",
                "site": "b",
                "conversion": "make",
                "fixed_eur": 1000,
                "capacity_tonnes": 10,
            }
        ],
    }


Path_ = tuple[str | int, ...]
BROKEN: list[tuple[str, Path_, Any, str]] = [
    ("yield", ("conversions", 0, "outputs", 0, "yield"), 1.2, "conversion make, yield: .*co-input"),
    ("unit", ("offers", 0, "unit"), "kg", "offer waste, unit: “kg” is not tonnes"),
    (
        "not a number",
        ("offers", 0, "tonnes"),
        math.nan,
        "tonnes: “nan” is not a figure",
    ),
    ("text", ("offers", 0, "tonnes"), "12", "offer waste, tonnes: “12” is not a figure"),
    ("below zero", ("needs", 0, "tonnes"), -1, "need product, tonnes: -1 is below 0"),
    ("no outlet", ("offers", 0, "outlet_eur_per_tonne"), None, "offer waste, outlet_eur.* missing"),
    ("price", ("materials", 0, "price_eur_per_tonne"), None, "material waste, price_eur.*missing"),
    ("reference", ("offers", 0, "site"), "x", "offer waste, site: there is no site “x”"),
    ("twice", ("parties", 1, "name"), "A", "party A, name: is there twice"),
    ("misspelt", ("offers", 0, "tons"), 3, "offer waste, tons: is not a field here"),
    ("off the earth", ("sites", 0, "lat"), 152, "site a, lat, lon: 152, 5 is outside Europe"),
    ("at sea", ("sites", 0, "lat"), 54, "site a, lat, lon: 54, 5 is in the North Sea"),
    ("smallest", ("facilities", 0, "smallest_tonnes"), 11, "facility plant, smallest_tonnes"),
    ("no detour", ("transport",), {"eur_per_tonne_km": 1}, "transport, detour: is missing"),
    ("kilograms", ("offers", 0, "tonnes"), 6e7, "offer waste, tonnes: is more .* kilograms"),
    ("kilograms in", ("facilities", 0, "capacity_tonnes"), 6e7, "plant, capacity_tonnes: .* kilo"),
    (
        "no money",
        ("needs", 0, "virgin_eur_per_tonne"),
        1e25,
        "need product, virgin.*: is more than",
    ),
    (
        "no distance",
        ("distances",),
        [{"from": "a", "to": "a", "km": 1}],
        "distance a - a, to: is w",
    ),
    (
        "distance twice",
        ("distances",),
        [{"from": "a", "to": "b", "km": 1}, {"from": "b", "to": "a", "km": 2}],
        "distance b - a, km: is there twice",
    ),
    ("no text", ("offers", 0, "name"), 5, "offer 1, name: is not a text"),
    (
        "metres",
        ("distances",),
        [{"from": "a", "to": "b", "km": 52_000}],
        "distance a - b, km: is more than 10,000 km",
    ),
    ("a detour", ("transport", "detour"), 130, "transport, detour: is more than 10"),
    ("no list", ("offers",), {}, "chain.json, offers: is not a list"),
    ("no record", ("offers", 0), 3, "offer 1: is not a record"),
    ("nothing", ("parties",), [], "chain, offers: there is nothing to design"),
]


@pytest.mark.parametrize(("path", "value", "message"), [row[1:] for row in BROKEN],
                         ids=[row[0] for row in BROKEN])  # fmt: skip
def test_bad_input_is_named_at_its_record(path: Path_, value: Any, message: str) -> None:
    content: Any = two()
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(BadInput, match=message):
        design(chain_of(content, "chain.json"))


def test_a_need_that_nobody_can_meet() -> None:
    content = two()
    content["needs"][0] |= {"virgin_eur_per_tonne": None, "tonnes": 11}
    with pytest.raises(BadInput, match="need product, tonnes: 11 t is more than the 10 t"):
        chain_of(content, "x")


def test_needs_that_cannot_all_be_met() -> None:
    """Each by itself could be met, so that only the design finds it."""
    content = two()
    more = copy.deepcopy(content["needs"][0]) | {"name": "more", "virgin_eur_per_tonne": None}
    content["needs"][0]["virgin_eur_per_tonne"] = None
    content["needs"].append(more)
    with pytest.raises(BadInput, match=r"need more, tonnes: of 10.* t, 10.* t cannot be met"):
        design(chain_of(content, "x"))


def test_what_a_need_is_short_of() -> None:
    """Two plants could make 20 t, but 10 t of waste is all there is."""
    content = two()
    content["facilities"].append(content["facilities"][0] | {"name": "second"})
    content["needs"][0] |= {"virgin_eur_per_tonne": None, "tonnes": 15}
    with pytest.raises(BadInput, match=r"need product, tonnes: of 15.* t, 5.* t cannot be met"):
        design(chain_of(content, "x"))


def test_a_loop_that_makes_more() -> None:
    content = two()
    content["materials"].append({"name": "water", "buy_eur_per_tonne": 1})
    content["conversions"].append(
        {
            "name": "back",
            "input": "product",
            "eur_per_tonne": 1,
            "co_inputs": [{"material": "water", "tonnes": 0.5}],
            "outputs": [{"material": "waste", "yield": 1.5}],
        }
    )
    with pytest.raises(BadInput, match="yield: is in a loop that makes more"):
        chain_of(content, "x")


def test_trade_without_end() -> None:
    content = two()
    content["materials"][1] |= {"buy_eur_per_tonne": 5, "sell_eur_per_tonne": 6}
    with pytest.raises(BadInput, match=r"material product, sell_eur_per_tonne: .* without end"):
        chain_of(content, "x")


def test_an_output_that_has_nowhere_to_go() -> None:
    content = two()
    content["materials"].append({"name": "rest"})
    content["conversions"][0]["outputs"] = [
        {"material": "product", "yield": 0.5},
        {"material": "rest", "yield": 0.5},
    ]
    with pytest.raises(BadInput, match="conversion make, outputs: rest has nowhere to go"):
        chain_of(content, "x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.json: the file is empty"),
        ("{", "is not JSON at line 1"),
        ("[" * 100_000, "is nested too deep"),
        ('{"offers": [{"name": "o", "tonnes": 1, "tonnes": 2}]}', "o, tonnes: is there twice"),
        (
            '{"transport": {"eur_per_tonne_km": 1' + "0" * 400 + "}}",
            "eur_per_tonne_km: .* is not a figure",
        ),
    ],
)
def test_a_file_that_is_no_chain(text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_chain(text, "x.json")


def test_what_is_written_is_json() -> None:
    found = design(chain_of(two(), "two"), with_coalitions=True)
    content = json.loads(json.dumps(written(found), allow_nan=False))
    assert content["design"]["open"] == [{"facility": "plant", "tonnes": 10.0, "existing": False}]
    assert content["coalitions"]["values"][3] == {"parties": ["A", "B"], "value_eur": -2500.0}
