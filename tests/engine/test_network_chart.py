"""The picture of a chain: everything in it, nothing over another, whatever the number of parties.

Boxes are measured as wide as `text_width` says (the widest of the fonts it is shown in, see
test_letters), from ascender to descender.
"""

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.engine.chart.letters import text_width, wrapped
from schakel.engine.chart.network import (
    NARROW,
    WIDE,
    Network,
    Node,
    Place,
    State,
    Words,
    network_chart,
)
from tests.engine.boxes import SVG, Box, overlapping, placed, text_boxes

WORDS = Words(
    beside="Naast de keten",
    empty="Nog niemand",
    public="publiek belang",
    private="privaat belang",
    signed="heeft getekend",
    joined="doet mee",
    invited="uitgenodigd",
)
NAMES = (
    "Matras Retour Voorbeeld BV",
    "Omgevingsdienst Voorbeeldland en omstreken",
    "Hogeschool Voorbeeld",
    "Gemeenschappelijkeregelingafvalverwijderingsdienst Noord",
    "BV Q",
)


def network(parties: int, links: int = 5) -> Network:
    nodes = [
        Node(
            f"{NAMES[at % len(NAMES)]} {at}", public=at % 3 == 0, state=list(State)[at % len(State)]
        )
        for at in range(parties)
    ]
    places = [
        Place(
            f"Schakel {at} die schuim verwerkt tot vulling",
            "verwerker",
            tuple(nodes[at :: links + 5]),
        )
        for at in range(links)
    ]
    beside = [
        Place(kind, "", tuple(nodes[links + at :: links + 5]))
        for at, kind in enumerate(("Overheid", "Toezichthouder", "Kennis", "Financier", "Burgers"))
    ]
    return Network("Netwerk van de keten", "Wie doet mee", tuple(places), tuple(beside), WORDS)


def boxes(svg: str) -> tuple[list[Box], list[Box]]:
    """The texts, and the frames of cards, where they stand in the picture."""
    frames = [
        Box.of_rect(node, x, y)
        for node, x, y in placed(svg)
        if node.tag == f"{SVG}rect" and float(node.attrib["width"]) > 30
    ]
    return text_boxes(svg), frames


@pytest.mark.parametrize("width", [WIDE, NARROW, 640])
@pytest.mark.parametrize("links", [1, 5, 9, 20])
@pytest.mark.parametrize("parties", [3, 12, 60])
def test_nothing_stands_over_something_else(parties: int, links: int, width: int) -> None:
    nothing_overlaps(network_chart(network(parties, links), key="n", width=width), width)


def nothing_overlaps(svg: str, width: float) -> None:
    texts, frames = boxes(svg)
    height = float(ET.fromstring(svg).attrib["height"])
    assert overlapping(texts) == []
    assert overlapping(frames) == []
    assert [box for box in (*texts, *frames) if not box.within(width, height)] == []
    crossing = [
        (text.text, frame)
        for text, frame in itertools.product(texts, frames)
        if text.overlaps(frame) and not (frame.left < text.left and text.right < frame.right)
    ]
    assert crossing == []


words = st.text("abcdefghijmWM \u00e9\u00eb&<-", min_size=1, max_size=70)
nodes = st.builds(Node, words, st.booleans(), st.sampled_from(State))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Three to sixty parties with any names, in up to twelve links or beside them."""
    parties = draw(st.lists(nodes, min_size=3, max_size=60))
    places = draw(st.integers(1, 16))
    where = draw(st.lists(st.integers(0, places), min_size=len(parties), max_size=len(parties)))
    found = tuple(
        Place(
            draw(words),
            draw(words),
            tuple(node for node, at in zip(parties, where, strict=True) if at == place),
        )
        for place in range(places + 1)
    )
    links = draw(st.integers(0, 12))
    return Network("Netwerk", "Wie doet mee", found[:links], found[links:], WORDS)


@given(networks(), st.sampled_from([NARROW, 500, WIDE]))
@settings(max_examples=60, deadline=None)
def test_no_names_make_anything_overlap(found: Network, width: int) -> None:
    nothing_overlaps(network_chart(found, key="n", width=width), width)


def test_two_names_that_would_overlap_are_seen() -> None:
    """The measure above can fail."""
    texts, _ = boxes(
        '<svg xmlns="http://www.w3.org/2000/svg"><text x="0" y="20" font-size="14">Matras</text>'
        '<text x="30" y="20" font-size="14">Retour</text></svg>'
    )
    assert overlapping(texts) == [("Matras", "Retour")]


@given(st.integers(0, 60), st.integers(0, 20), st.sampled_from([NARROW, 500, WIDE]))
@settings(max_examples=30, deadline=None)
def test_every_party_is_in_it(parties: int, links: int, width: int) -> None:
    svg = network_chart(network(parties, links), key="n", width=width)
    texts, frames = boxes(svg)
    empty = sum(
        not place.nodes
        for place in (*network(parties, links).links, *network(parties, links).beside)
    )
    assert len(frames) == parties + empty
    assert sum(box.text == WORDS.empty for box in texts) == empty
    assert overlapping(texts) == []


@pytest.mark.parametrize("text", ["", "a", *NAMES, "Zeer " * 40])
@pytest.mark.parametrize("width", [60, 110, 300])
def test_lines_fit(text: str, width: float) -> None:
    lines = wrapped(text, width)
    assert 1 <= len(lines) <= 3
    assert all(text_width(line) <= width for line in lines)
    whole = "".join(lines).replace("-", "").replace(" ", "")
    assert whole == text.replace(" ", "") or lines[-1].endswith("…")


def test_states_and_interests_differ_in_shape_and_not_in_colour_alone() -> None:
    looks = {
        (public, state): re.sub(
            r"#[0-9a-f]{6}",
            "",
            network_chart(
                Network("t", "d", (Place("A", "", (Node("X", public, state),)),), (), WORDS),
                key="n",
            ),
        )
        for public in (True, False)
        for state in State
    }
    assert len(set(looks.values())) == len(looks)


def test_names_are_escaped_and_there_is_no_inline_style() -> None:
    nasty = Place("<b>&", "", (Node('"><script>', True, State.JOINED),))
    svg = network_chart(Network("<t>", "<d>", (nasty,), (), WORDS), key="n")
    ET.fromstring(svg)
    assert "<script>" not in svg
    assert "style=" not in svg


def test_it_has_a_title_and_a_description() -> None:
    root = ET.fromstring(network_chart(network(3), key="n"))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "n-title n-desc"
    assert root.findtext(f"{SVG}title") == "Netwerk van de keten"
    assert root.findtext(f"{SVG}desc") == "Wie doet mee"
