"""The Sankey diagram: no label over another or outside the frame, and ribbons that add up.

Boxes are measured as wide as `text_width` says (the widest of the fonts it is shown in, see
test_letters), from ascender to descender.
"""

import itertools
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schakel.engine.chart.sankey import Look, Sankey, Station, Stream, Words, sankey_chart
from schakel.engine.chart.sankey.layers import layers
from schakel.engine.chart.sankey.order import crossings, ordered
from schakel.engine.errors import BadInput
from schakel.engine.reference import chart as reference
from tests.engine.boxes import SVG, Box, overlapping, text_boxes

NAMES = (
    "Matras Retour Voorbeeld BV",
    "Omgevingsdienst Voorbeeldland en omstreken",
    "Gemeenschappelijkeregelingafvalverwijderingsdienst Noord",
    "WWW MAXIMUM & ŴŴŴ",
    "Coöperatieve inzameling Ĳmuiden",
    "Q",
)
WORDS = Words(
    sender="van",
    receiver="naar",
    material="materiaal",
    amount="ton per jaar",
    back="terug in de keten",
    looks=tuple((look, f"betekenis van {look.value}") for look in Look),
)
WIDTHS = (328.0, 640.0, 1040.0)


def figure(tonnes: float) -> str:
    return f"{tonnes:,.1f} t".replace(",", "x").replace(".", ",").replace("x", ".")


def diagram(stations: int, flows: Sequence[tuple[int, int, float]]) -> Sankey:
    names = [f"{NAMES[at % len(NAMES)]} {at}" for at in range(stations)]
    return Sankey(
        title="Ontwerp van de keten",
        description="Ton per jaar",
        stations=tuple(Station(name, list(Look)[at % 4]) for at, name in enumerate(names)),
        streams=tuple(Stream(names[a], names[b], tonnes, "schuim") for a, b, tonnes in flows),
        figure=figure,
        words=WORDS,
    )


@st.composite
def diagrams(draw: st.DrawFn) -> Sankey:
    stations = draw(st.integers(3, 60))
    number = st.integers(0, stations - 1)
    flow = st.tuples(number, number, st.floats(0.01, 1e6))
    flows = draw(st.lists(flow, min_size=1, max_size=90))
    if draw(st.booleans()):
        flows = [(min(a, b), max(a, b), tonnes) for a, b, tonnes in flows if a != b]
    return diagram(stations, flows or [(0, 1, 1.0)])


def line(stations: int) -> Sankey:
    return diagram(stations, [(at, at + 1, 100.0) for at in range(stations - 1)])


def star(stations: int) -> Sankey:
    return diagram(stations, [(0, at, 1.0 + at) for at in range(1, stations)])


def ring(stations: int) -> Sankey:
    return diagram(stations, [(at, (at + 1) % stations, 50.0) for at in range(stations)])


@given(diagrams(), st.sampled_from(WIDTHS))
@example(line(60), 328.0)
@example(line(60), 1040.0)
@example(star(60), 328.0)
@example(star(60), 1040.0)
@example(ring(60), 640.0)
@example(ring(3), 1040.0)
@settings(max_examples=80, deadline=None)
def test_no_label_stands_over_another_or_outside(chart: Sankey, width: float) -> None:
    svg = sankey_chart(chart, key="s", width=width).svg
    texts = text_boxes(svg)
    height = float(ET.fromstring(svg).attrib["height"])
    assert len(texts) >= len(chart.stations)
    assert overlapping(texts) == []
    assert [one for one in texts if not one.within(width, height)] == []
    assert overlapping([*bars(svg), *texts]) == []


@given(diagrams(), st.sampled_from(WIDTHS))
@example(line(60), 1040.0)
@example(ring(12), 1040.0)
@settings(max_examples=60, deadline=None)
def test_what_is_drawn_stays_within_the_frame(chart: Sankey, width: float) -> None:
    svg = sankey_chart(chart, key="s", width=width).svg
    height = float(ET.fromstring(svg).attrib["height"])
    for x, y in (point for way in ways(svg) for point in points(way)):
        assert -1 <= x <= width + 1
        assert -1 <= y <= height + 1
    assert [one for one in bars(svg) if not one.within(width, height)] == []


@given(diagrams(), st.sampled_from(WIDTHS))
@settings(max_examples=60, deadline=None)
def test_ribbons_are_as_wide_as_their_tonnes_and_fill_their_bars(
    chart: Sankey, width: float
) -> None:
    svg = sankey_chart(chart, key="s", width=width).svg
    drawn = ribbon_widths(svg)
    tonnes: dict[str, float] = defaultdict(float)
    into: dict[str, float] = defaultdict(float)
    out: dict[str, float] = defaultdict(float)
    for one in chart.streams:
        title = f"{one.sender} → {one.receiver}: schuim, {figure(one.tonnes)}"
        assert title in drawn
        tonnes[title] += one.tonnes
    scale = max(drawn.values()) / max(tonnes.values())
    for title, amount in tonnes.items():
        sender, receiver = title.split(":")[0].split(" → ")
        assert drawn[title] == pytest.approx(amount * scale, rel=1e-2, abs=0.2)
        out[sender] += drawn[title]
        into[receiver] += drawn[title]
    for title, height in bar_heights(svg).items():
        name = title.rsplit(":", 1)[0]
        assert height == pytest.approx(max(into[name], out[name], 2.0), abs=0.02 * 90 + 0.1)


@given(diagrams())
@settings(max_examples=40, deadline=None)
def test_the_table_holds_the_same_figures(chart: Sankey) -> None:
    drawn = sankey_chart(chart, key="s")
    head, rows = drawn.table.head, drawn.table.rows
    assert head == ("van", "naar", "materiaal", "ton per jaar")
    assert sorted(rows) == sorted(
        (one.sender, one.receiver, "schuim", figure(one.tonnes)) for one in chart.streams
    )
    assert {f"{a} → {b}: {what}, {amount}" for a, b, what, amount in rows} == set(
        ribbon_widths(drawn.svg)
    )


@given(diagrams())
@settings(max_examples=40, deadline=None)
def test_only_what_goes_round_goes_back(chart: Sankey) -> None:
    """Against plain search: a stream goes back only where its receiver can reach its sender."""
    tonnes = [one.tonnes for one in chart.streams]
    found = layers(len(chart.stations), chart.ends, tonnes, most=1000)
    for (sender, receiver), back in zip(chart.ends, found.back, strict=True):
        if back:
            assert sender in reference.reached(receiver, chart.ends)
        else:
            assert found.column[sender] < found.column[receiver]


@given(diagrams())
@settings(max_examples=40, deadline=None)
def test_crossings_are_counted_as_pair_by_pair_and_not_made_more(chart: Sankey) -> None:
    tonnes = [one.tonnes for one in chart.streams]
    found = layers(len(chart.stations), chart.ends, tonnes, most=1000)
    knots = ordered(found, chart.ends, tonnes)
    edges = {
        edge
        for way, back in zip(knots.ways, found.loop, strict=True)
        if not back
        for edge in itertools.pairwise(way)
    }
    pairs = reference.crossings(knots.columns, edges)
    assert crossings(knots.columns, edges) == pairs
    assert pairs <= crossings([sorted(one) for one in knots.columns], edges)


def test_crossing_pairs_are_put_straight() -> None:
    chart = diagram(4, [(0, 3, 10.0), (1, 2, 10.0)])
    found = layers(4, chart.ends, [10.0, 10.0], most=10)
    assert crossings([[0, 1], [2, 3]], [(0, 3), (1, 2)]) == 1
    knots = ordered(found, chart.ends, [10.0, 10.0])
    assert crossings(knots.columns, [(0, 3), (1, 2)]) == 0


def test_a_return_is_drawn_as_one_and_explained() -> None:
    there = [(0, 1, 100.0), (1, 2, 90.0)]
    with_return = sankey_chart(diagram(3, [*there, (2, 1, 30.0)]), key="s").svg
    assert "terug in de keten" in with_return
    assert "terug in de keten" not in sankey_chart(diagram(3, there), key="s").svg


def test_looks_differ_without_colour() -> None:
    flows = [(0, 1, 1.0)]
    looks = set()
    for look in Look:
        chart = replace(
            diagram(2, flows),
            stations=tuple(replace(one, look=look) for one in diagram(2, flows).stations),
            words=replace(WORDS, looks=()),
        )
        bar = next(
            one
            for one in ET.fromstring(sankey_chart(chart, key="s").svg).iter(f"{SVG}rect")
            if one.find(f"{SVG}title") is not None
        )
        looks.add((bar.get("stroke-dasharray"), bar.get("rx"), "url" in bar.get("fill", "")))
    assert len(looks) == len(Look)


def test_it_has_a_name_a_description_and_nothing_that_a_page_refuses() -> None:
    nasty = '"><script>alert(1)</script>'
    chart = replace(
        diagram(2, [(0, 1, 1.0)]),
        title=nasty,
        stations=(Station(nasty), Station("<b>&")),
        streams=(Stream(nasty, "<b>&", 3.0, "<i>"),),
    )
    svg = sankey_chart(chart, key="s").svg
    root = ET.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "s-title s-desc"
    assert root.findtext(f"{SVG}title") == nasty
    assert root.findtext(f"{SVG}desc") == "Ton per jaar"
    assert "<script" not in svg
    assert "style=" not in svg
    assert sankey_chart(chart, key="s").svg == svg


@pytest.mark.parametrize(
    ("flows", "stations", "message"),
    [
        ([], 2, "diagram, streams: is empty; give at least one flow"),
        ([(0, 1, 0.0)], 2, "tonnes: is 0; give a finite number above 0"),
        ([(0, 1, -4.0)], 2, "tonnes: is -4"),
        ([(0, 1, nan)], 2, "tonnes: is nan"),
        ([(0, 1, inf)], 2, "tonnes: is inf"),
    ],
)
def test_what_cannot_be_drawn_is_named(
    flows: list[tuple[int, int, float]], stations: int, message: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(message)):
        diagram(stations, flows)


def test_an_unknown_station_and_a_name_twice_are_named() -> None:
    chart = diagram(2, [(0, 1, 1.0)])
    with pytest.raises(BadInput, match="receiver: is Nergens, which is no station; add it"):
        replace(chart, streams=(Stream(chart.stations[0].name, "Nergens", 1.0),))
    with pytest.raises(BadInput, match="holds a name twice"):
        replace(chart, stations=chart.stations * 2)


def bars(svg: str) -> list[Box]:
    return [
        Box.of_rect(one)
        for one in ET.fromstring(svg).iter(f"{SVG}rect")
        if one.find(f"{SVG}title") is not None
    ]


def bar_heights(svg: str) -> dict[str, float]:
    return {
        one.findtext(f"{SVG}title") or "": float(one.attrib["height"])
        for one in ET.fromstring(svg).iter(f"{SVG}rect")
        if one.find(f"{SVG}title") is not None
    }


def ways(svg: str) -> list[str]:
    return [
        one.attrib["d"]
        for one in ET.fromstring(svg).iter(f"{SVG}path")
        if re.fullmatch(r"[MLCHZ\d. -]+", one.attrib["d"]) and "C" in one.attrib["d"]
    ]


def points(way: str) -> list[tuple[float, float]]:
    numbers = [float(one) for one in re.findall(r"-?[\d.]+", re.sub(r"H-?[\d.]+", "", way))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def ribbon_widths(svg: str) -> dict[str, float]:
    """The width of each ribbon by its title, added up where a title comes twice."""
    found: dict[str, float] = defaultdict(float)
    for one in ET.fromstring(svg).iter():
        title = one.findtext(f"{SVG}title") or ""
        if "→" not in title:
            continue
        if one.tag == f"{SVG}path":
            upper, lower = one.attrib["d"].removesuffix("Z").split("L")
            found[title] += points("M" + lower)[-1][1] - points(upper)[0][1]
        else:
            (rim, *_) = one.iter(f"{SVG}path")
            found[title] += float(rim.attrib["stroke-width"]) - 0.75
    return found
