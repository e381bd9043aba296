"""Points on outlines: where things are, how much, and of which kind.

Places are drawn as degrees are seen from above the middle of the picture (equirectangular, with
longitude shortened by the cosine of the middle latitude): true enough for a country or smaller.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from math import cos, isfinite, radians
from typing import TYPE_CHECKING, Any

from schakel.engine.chart.kept import Work, kept
from schakel.engine.chart.legend import legend
from schakel.engine.chart.letters import text_width, wrapped
from schakel.engine.chart.svg import (
    COPPER,
    INK,
    PETROL,
    QUIET,
    Element,
    Svg,
    element,
)
from schakel.engine.chart.table import Chart, Table
from schakel.engine.chart.vega import SMALL, TOLD, Plot, framed, marks, pixels, texts
from schakel.engine.errors import BadInput

if TYPE_CHECKING:
    import altair as alt

EDGE, TALLEST = 14.0, 1.25
LARGEST, SMALLEST = 0.04, 5.0
CORNERS = 3
LABEL, TALL = 170.0, 16.0
LOOKS = (
    ("circle", PETROL, "M5 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z"),
    ("square", COPPER, "M6 -7h14v14h-14z"),
    ("triangle-up", INK, "M13 -8l8 14h-16z"),
    ("diamond", QUIET, "M13 -9l7 9l-7 9l-7 -9z"),
)

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Point:
    """A place in degrees (WGS 84) with an amount of at least 0, in one of the groups."""

    name: str
    longitude: float
    latitude: float
    amount: float
    group: str


@dataclass(frozen=True)
class Words:
    """The heads of the columns of the table."""

    name: str
    group: str
    amount: str


@dataclass(frozen=True)
class PointMap:
    """`outlines` are rings of longitude and latitude; `groups` are up to four, in order.

    Raises BadInput for a point or an outline that can't be drawn.
    """

    key: str
    title: str
    description: str
    outlines: tuple[Ring, ...]
    points: tuple[Point, ...]
    groups: tuple[str, ...]
    words: Words
    figure: Callable[[float], str] = field(compare=False)

    def __post_init__(self) -> None:
        if not self.points:
            raise BadInput(self.key, "points", "is empty; give at least one")
        if len(self.groups) > len(LOOKS):
            raise BadInput(
                self.key,
                "groups",
                "has %(got)s; give at most %(most)s",
                got=len(self.groups),
                most=len(LOOKS),
            )
        for number, ring in enumerate(self.outlines, 1):
            if len(ring) < CORNERS or not all(map(isfinite, chain.from_iterable(ring))):
                raise BadInput(
                    self.key,
                    "outlines",
                    "number %(got)s is no outline; give at least three finite corners",
                    got=number,
                )
        for point in self.points:
            self._check(point)

    def _check(self, point: Point) -> None:
        for name, value, most in (
            ("longitude", point.longitude, 180),
            ("latitude", point.latitude, 85),
        ):
            if not -most <= value <= most:
                raise BadInput(
                    point.name,
                    name,
                    "is %(got)s; give degrees from -%(most)s to %(most)s",
                    got=value,
                    most=most,
                )
        if not (isfinite(point.amount) and point.amount >= 0):
            raise BadInput(
                point.name,
                "amount",
                "is %(got)s; give a finite number of at least 0",
                got=point.amount,
            )
        if point.group not in self.groups:
            raise BadInput(
                point.name,
                "group",
                "is %(got)s, which is none of the groups; add it to them",
                got=point.group,
            )

    @property
    def ordered(self) -> tuple[Point, ...]:
        """The largest first: it is named first, and drawn below the others."""
        return tuple(sorted(self.points, key=lambda one: -one.amount))


def point_map(chart: PointMap, width: float = 720) -> Chart:
    """The points on their outlines in this width; as many names as there is room for."""
    table = table_of(chart)
    return Chart(kept(Work((chart, table, width), lambda: _draw(chart, width))), table)


def table_of(chart: PointMap) -> Table:
    words = chart.words
    return Table(
        (words.name, words.group, words.amount),
        tuple((one.name, one.group, chart.figure(one.amount)) for one in chart.ordered),
    )


def _draw(chart: PointMap, width: float) -> Svg:
    signs, top = legend(_signs(chart), width)
    ground = _Ground(chart, width)
    plot = Plot(0, top + 4, width, ground.height)
    layers = chain(_outlines(ground), _points(ground), _names(ground))
    return framed(chart, signs, layers, plot, (width, round(plot.bottom)))


def _signs(chart: PointMap) -> Iterator[tuple[Element, str]]:
    for group, (_, fill, shape) in zip(chart.groups, LOOKS, strict=False):
        yield element("path", d=shape, fill=fill), group


@dataclass(frozen=True)
class _Spot:
    """A point in pixels; `half` is how far it reaches to all sides."""

    point: Point
    x: float
    y: float
    half: float


class _Ground:
    """From degrees to pixels, with everything in the frame."""

    def __init__(self, chart: PointMap, width: float) -> None:
        self.chart, self.width = chart, width
        corners = [corner for ring in chart.outlines for corner in ring]
        corners += [(one.longitude, one.latitude) for one in chart.points]
        self.west, self.east = min(x for x, _ in corners), max(x for x, _ in corners)
        self.south, self.north = min(y for _, y in corners), max(y for _, y in corners)
        self.shorter = cos(radians((self.south + self.north) / 2))
        self.edge = EDGE + LARGEST * width / 2
        wide = max((self.east - self.west) * self.shorter, 1e-6)
        high = max(self.north - self.south, 1e-6)
        room = width - 2 * self.edge
        self.scale = min(room / wide, TALLEST * room / high)
        self.left = (width - wide * self.scale) / 2
        self.height = high * self.scale + 2 * self.edge

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = self.left + (longitude - self.west) * self.shorter * self.scale
        return x, self.edge + (self.north - latitude) * self.scale

    @cached_property
    def spots(self) -> tuple[_Spot, ...]:
        """An area in proportion to the amount, and large enough to see."""
        most = max(one.amount for one in self.chart.points) or 1.0
        return tuple(
            _Spot(
                one,
                *self.place(one.longitude, one.latitude),
                max(LARGEST * self.width * (one.amount / most) ** 0.5, SMALLEST),
            )
            for one in self.chart.ordered
        )


def _outlines(ground: _Ground) -> "Iterator[alt.Chart]":
    rings = [[ground.place(*corner) for corner in ring] for ring in ground.chart.outlines]
    rows = [
        {"ring": number, "order": at, "x": x, "y": y}
        for number, ring in enumerate(rings)
        for at, (x, y) in enumerate([*ring, ring[0]])
    ]
    where = {
        "x": pixels("x"),
        "y": pixels("y"),
        "order": {"field": "order", "type": "quantitative"},
        "detail": {"field": "ring", "type": "nominal"},
    }
    look = {"fill": "#f1f8f8", "stroke": "#86c1c2", "strokeWidth": 1}
    yield marks(rows, "line", where, aria=False, **look)


def _points(ground: _Ground) -> "Iterator[alt.Chart]":
    """The largest first, so that the small ones stay in sight; a group at a time."""
    area: dict[str, Any] = {"field": "area", "type": "quantitative", "scale": None}
    where = {"x": pixels("x"), "y": pixels("y"), "size": area, "description": TOLD}
    for group, (shape, fill, _) in zip(ground.chart.groups, LOOKS, strict=False):
        rows = [
            {
                "x": spot.x,
                "y": spot.y,
                "area": (2 * spot.half) ** 2 * (0.75 if shape == "circle" else 0.6),
                "told": f"{spot.point.name}, {group}: {ground.chart.figure(spot.point.amount)}",
            }
            for spot in ground.spots
            if spot.point.group == group
        ]
        look = {"fill": fill, "stroke": "#ffffff", "strokeWidth": 1, "opacity": 0.85}
        yield marks(rows, "point", where, shape=shape, filled=True, **look)


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: "_Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def _names(ground: _Ground) -> "Iterator[alt.Chart]":
    """The name of each point where it stands over nothing; the largest has the first choice."""
    taken = [
        _Box(one.x - one.half, one.y - one.half, one.x + one.half, one.y + one.half)
        for one in ground.spots
    ]
    rows = []
    for spot in ground.spots:
        (name,) = wrapped(spot.point.name, LABEL, SMALL, most=1)
        for box in _beside(spot, text_width(name, SMALL)):
            inside = box.left >= 0 and box.right <= ground.width and box.top >= 0
            free = not any(map(box.over, taken))
            if inside and free and box.bottom <= ground.height:
                taken.append(box)
                rows.append({"x": box.left, "y": box.bottom - 4, "text": name})
                break
    yield texts(rows, fill=INK)


def _beside(spot: _Spot, wide: float) -> Sequence[_Box]:
    """Right, left, above and below."""
    far, half = spot.half + 3, wide / 2
    level, above, below = spot.y - TALL / 2, spot.y - far - TALL, spot.y + far
    corners = (
        (spot.x + far, level),
        (spot.x - far - wide, level),
        (spot.x - half, above),
        (spot.x - half, below),
    )
    return [_Box(x, y, x + wide, y + TALL) for x, y in corners]
