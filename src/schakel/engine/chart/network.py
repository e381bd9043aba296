"""The picture of a chain: its links in order as a spine, who holds them, and who stands beside.

Public and private differ in shape as well as colour, so that the picture reads without colours.
Every text gets its own room by its measured width, so no two can overlap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from schakel.engine.chart.letters import TEXT, text_width, wrapped
from schakel.engine.chart.svg import (
    COPPER,
    COPPER_LIGHT,
    GRID,
    INK,
    PETROL,
    PETROL_LIGHT,
    QUIET,
    Element,
    Svg,
    element,
    picture,
    written,
)

WIDE, NARROW = 1040, 328
EDGE = 16
CELL, GAP = 172, 16
RING = 11
SMALL = 12
LINE, SMALL_LINE = 18, 16
DASHES = "5 4"
BEFORE_NAME, AFTER_NAME = 26, 24


class State(Enum):
    SIGNED = "signed"
    JOINED = "joined"
    INVITED = "invited"


@dataclass(frozen=True)
class Node:
    """A party in the picture."""

    name: str
    public: bool
    state: State


@dataclass(frozen=True)
class Place:
    """A link, or a kind of party beside the chain; without nodes it is empty."""

    name: str
    note: str
    nodes: tuple[Node, ...]

    @property
    def held(self) -> bool:
        return any(node.state is not State.INVITED for node in self.nodes)


@dataclass(frozen=True)
class Words:
    """The words in the picture, in the language of the reader."""

    beside: str
    empty: str
    public: str
    private: str
    signed: str
    joined: str
    invited: str


@dataclass(frozen=True)
class Network:
    title: str
    description: str
    links: tuple[Place, ...]
    beside: tuple[Place, ...]
    words: Words


@dataclass(frozen=True)
class Part:
    """Elements, and how far down they reach."""

    elements: tuple[Element, ...]
    bottom: float


def network_chart(network: Network, *, key: str, width: int = WIDE) -> Svg:
    """The picture in this width: the spine lies where two links fit beside each other, and stands
    where they don't. Everything is in pixels."""
    columns = int((width - 2 * EDGE + GAP) // (CELL + GAP))
    links = _standing(network, width) if columns < 2 else _lying(network, width, columns)
    beside = _beside(network, width, max(columns, 1), links.bottom + 2 * GAP)
    legend = _legend(network.words, width, beside.bottom + 2 * GAP)
    return picture(
        *links.elements,
        *beside.elements,
        *legend.elements,
        width=width,
        height=round(legend.bottom + EDGE),
        key=key,
        title=network.title,
        description=network.description,
    )


def _lying(network: Network, width: int, columns: int) -> Part:
    """Rows of links from left to right; a row that goes on is joined to the next by an elbow."""
    elements: list[Element] = []
    top = float(EDGE)
    rows = list(_rows(network.links, columns))
    for number, row in enumerate(rows):
        cell = min((width - 2 * EDGE + GAP) / columns, CELL * 1.6)
        middle = top + RING
        last = EDGE + cell * (len(row) - 1) + RING
        elements.append(_line(EDGE + RING, middle, last, middle))
        elements += (_ring(one, EDGE + at * cell + RING, middle) for at, one in enumerate(row))
        part = _side_by_side(row, network.words, top + 2 * RING + 6, cell)
        elements += part.elements
        if number + 1 < len(rows):
            elements.insert(0, _elbow(last, middle, width, part.bottom + GAP))
        top = part.bottom + 2 * GAP
    return Part(tuple(elements), top - 2 * GAP)


def _elbow(x: float, y: float, width: int, channel: float) -> Element:
    """From the end of a row along the right edge, between the rows, to the start of the next."""
    right, left, down = width - 4, 4, channel + GAP + RING
    way = f"M{x:.0f} {y:.0f}H{right}V{channel:.0f}H{left}V{down:.0f}H{EDGE + RING}"
    return element("path", d=way, fill="none", stroke=PETROL_LIGHT, stroke_width=4)


def _standing(network: Network, width: int) -> Part:
    """The links below each other."""
    elements: list[Element] = []
    top, inset = float(EDGE), 2 * RING + 10
    rings: list[float] = []
    for place in network.links:
        rings.append(top + RING)
        elements.append(_ring(place, EDGE + RING, top + RING))
        heading = _heading(place, EDGE + inset, top + 3, width - 2 * EDGE - inset)
        cards = _cards(place, network.words, EDGE + inset, heading.bottom, width - 2 * EDGE - inset)
        elements += (*heading.elements, *cards.elements)
        top = cards.bottom + GAP
    if rings:
        x = EDGE + RING
        elements.insert(0, _line(x, rings[0], x, rings[-1]))
    return Part(tuple(elements), top - GAP)


def _ring(place: Place, x: float, y: float) -> Element:
    dashes = {} if place.held else {"stroke_dasharray": DASHES}
    return element(
        "circle",
        cx=x,
        cy=y,
        r=RING - 2.5,
        fill="#fff",
        stroke=PETROL if place.held else COPPER,
        stroke_width=5 if place.held else 3,
        **dashes,
    )


def _side_by_side(places: Sequence[Place], words: Words, y: float, cell: float) -> Part:
    """Places in columns from the left edge; their cards begin at the same height."""
    headings = [_heading(place, EDGE + at * cell, y, cell - GAP) for at, place in enumerate(places)]
    top = max(heading.bottom for heading in headings)
    cards = [
        _cards(place, words, EDGE + at * cell, top, cell - GAP) for at, place in enumerate(places)
    ]
    elements = [one for part in (*headings, *cards) for one in part.elements]
    return Part(tuple(elements), max(part.bottom for part in cards))


def _heading(place: Place, x: float, y: float, width: float) -> Part:
    """The name of a link or a kind, and below it what it is."""
    elements: list[Element] = []
    for line in wrapped(place.name, width, most=2):
        elements.append(written(line, x, y + TEXT, font_weight="bold"))
        y += LINE
    for line in wrapped(place.note, width, SMALL, most=2) if place.note else ():
        elements.append(written(line, x, y + SMALL, size=SMALL, fill=QUIET))
        y += SMALL_LINE
    return Part(tuple(elements), y + 6)


def _cards(place: Place, words: Words, x: float, y: float, width: float) -> Part:
    """A card per party, or one that says there is nobody."""
    elements: list[Element] = []
    cards = [_card(node, width) for node in place.nodes] or [_nobody(words.empty, width)]
    for card in cards:
        elements.append(element("g", *card.elements, transform=f"translate({x:g} {y:g})"))
        y += card.bottom + 8
    return Part(tuple(elements), y - 8)


def _card(node: Node, width: float) -> Part:
    """A party: a square with straight corners is public, a dot with round ones is private."""
    after = AFTER_NAME if node.state is State.SIGNED else EDGE / 2
    lines = wrapped(node.name, width - BEFORE_NAME - after)
    height = len(lines) * LINE + 12
    colour = PETROL if node.public else COPPER
    invited = node.state is State.INVITED
    elements = [
        element(
            "rect",
            x=1,
            y=1,
            width=width - 2,
            height=height - 2,
            rx=2 if node.public else 14,
            fill="#fff" if invited else (PETROL_LIGHT if node.public else COPPER_LIGHT),
            stroke=colour,
            stroke_width=2.5 if node.state is State.SIGNED else 1.25,
            **({"stroke_dasharray": DASHES} if invited else {}),
        ),
        _mark(node, 13, height / 2, colour),
        *(written(line, BEFORE_NAME, 6 + TEXT + at * LINE - 1) for at, line in enumerate(lines)),
    ]
    if node.state is State.SIGNED:
        elements.append(_tick(width - 15, height / 2, colour))
    return Part(tuple(elements), height)


def _mark(node: Node, x: float, y: float, colour: str) -> Element:
    look: dict[str, str | float] = {
        "fill": "#fff" if node.state is State.INVITED else colour,
        "stroke": colour,
        "stroke_width": 2,
    }
    if node.public:
        return element("rect", x=x - 4, y=y - 4, width=8, height=8, **look)
    return element("circle", cx=x, cy=y, r=4.5, **look)


def _tick(x: float, y: float, colour: str) -> Element:
    way = f"M{x - 5:g} {y:g}l4 4 7 -8"
    return element("path", d=way, fill="none", stroke=colour, stroke_width=2.5)


def _nobody(text: str, width: float) -> Part:
    height = LINE + 12
    frame = element(
        "rect",
        x=1,
        y=1,
        width=width - 2,
        height=height - 2,
        rx=6,
        fill="none",
        stroke=COPPER,
        stroke_width=1.5,
        stroke_dasharray=DASHES,
    )
    (line,) = wrapped(text, width - 24, most=1)
    return Part((frame, written(line, 12, 6 + TEXT - 1, fill=QUIET)), height)


def _beside(network: Network, width: int, columns: int, y: float) -> Part:
    """Who stands beside the chain: a column per kind of party."""
    elements = [
        element(
            "line", x1=EDGE, x2=width - EDGE, y1=y, y2=y, stroke=QUIET, stroke_dasharray=DASHES
        ),
        written(network.words.beside, EDGE, y + 24, font_weight="bold", fill=QUIET),
    ]
    top = y + 40
    bottom = top - GAP
    columns = min(columns, max(len(network.beside), 1))
    cell = (width - 2 * EDGE + GAP) / columns
    for row in _rows(network.beside, columns):
        part = _side_by_side(row, network.words, top, cell)
        elements += part.elements
        bottom, top = part.bottom, part.bottom + GAP
    return Part(tuple(elements), bottom)


def _rows(places: Sequence[Place], columns: int) -> Iterator[Sequence[Place]]:
    for at in range(0, len(places), columns):
        yield places[at : at + columns]


def _legend(words: Words, width: int, y: float) -> Part:
    """What shapes and lines mean, in as many rows as it takes."""
    elements: list[Element] = [element("line", x1=EDGE, x2=width - EDGE, y1=y, y2=y, stroke=GRID)]
    x, top = float(EDGE), y + 14
    for sign, text in _signs(words):
        wide = 34 + text_width(text, SMALL) + 18
        if x + wide > width - EDGE + 18 and x > EDGE:
            x, top = float(EDGE), top + 24
        elements.append(element("g", *sign, transform=f"translate({x:g} {top:g})"))
        elements.append(written(text, x + 34, top + 13, size=SMALL, fill=INK))
        x += wide
    return Part(tuple(elements), top + 18)


def _signs(words: Words) -> Iterator[tuple[tuple[Element, ...], str]]:
    yield (_mark(Node("", True, State.JOINED), 13, 9, PETROL),), words.public
    yield (_mark(Node("", False, State.JOINED), 13, 9, COPPER),), words.private
    yield (_frame(2.5), _tick(13, 9, QUIET)), words.signed
    yield (_frame(1.25),), words.joined
    yield (_frame(1.25, dashed=True),), words.invited


def _frame(thick: float, *, dashed: bool = False) -> Element:
    dashes = {"stroke_dasharray": DASHES} if dashed else {}
    return element(
        "rect",
        x=1,
        y=1,
        width=26,
        height=16,
        rx=3,
        fill="#fff",
        stroke=QUIET,
        stroke_width=thick,
        **dashes,
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> Element:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=PETROL_LIGHT, stroke_width=4)
