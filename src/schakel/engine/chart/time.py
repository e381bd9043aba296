"""Figures over time: columns, lines, a band around one of them, and a limit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from math import isfinite
from typing import TYPE_CHECKING, Any

from schakel.engine.chart.kept import Work, kept
from schakel.engine.chart.legend import legend
from schakel.engine.chart.letters import text_width
from schakel.engine.chart.scale import Scale, nice_scale
from schakel.engine.chart.svg import COPPER, PETROL, PETROL_LIGHT, Element, Svg, element
from schakel.engine.chart.table import Chart, Table
from schakel.engine.chart.vega import SMALL, TOLD, Plot, framed, marks, pixels, rules, texts, values
from schakel.engine.errors import BadInput

if TYPE_CHECKING:
    import altair as alt

BELOW = 28.0


@dataclass(frozen=True)
class Line:
    """A value for each moment, from the first on; it may stop earlier than the axis."""

    label: str
    values: tuple[float, ...]
    dashed: bool = False


@dataclass(frozen=True)
class Band:
    """What lies between two values at each moment."""

    label: str
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Columns:
    label: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Limit:
    """A level that something stays under, drawn over the whole width."""

    label: str
    value: float


@dataclass(frozen=True)
class TimeChart:
    """`moments` are the words under the axis, `moment` is what they are together; `figure` writes
    a value. Raises BadInput where there is no moment, more values than moments, or one that isn't
    finite."""

    key: str
    title: str
    description: str
    moment: str
    moments: tuple[str, ...]
    figure: Callable[[float], str] = field(compare=False)
    columns: Columns | None = None
    lines: tuple[Line, ...] = ()
    band: Band | None = None
    limit: Limit | None = None

    def __post_init__(self) -> None:
        if not self.moments:
            raise BadInput(self.key, "moments", "is empty; give at least one moment")
        for label, found in self.series:
            if len(found) > len(self.moments):
                raise BadInput(
                    self.key,
                    label,
                    "has %(got)s values; give at most %(most)s, one for each moment",
                    got=len(found),
                    most=len(self.moments),
                )
            self._check(label, found)
        if self.band and len(self.band.low) != len(self.band.high):
            counts = {"low": len(self.band.low), "high": len(self.band.high)}
            raise BadInput(
                self.key,
                self.band.label,
                "has %(low)s values below and %(high)s above; give as many of both",
                **counts,
            )
        if self.limit:
            self._check(self.limit.label, (self.limit.value,))

    def _check(self, label: str, found: tuple[float, ...]) -> None:
        for value in found:
            if not isfinite(value):
                raise BadInput(self.key, label, "is %(got)s; give a finite number", got=value)

    @property
    def series(self) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """Everything that has a value at a moment, by its name."""
        found = [(line.label, line.values) for line in self.lines]
        if self.columns:
            found.append((self.columns.label, self.columns.values))
        if self.band:
            found += [(self.band.label, self.band.low), (self.band.label, self.band.high)]
        return tuple(found)

    @property
    def scale(self) -> Scale:
        found = [value for _, values in self.series for value in values]
        found += [self.limit.value] if self.limit else []
        return nice_scale(min(found, default=0), max(found, default=0))


def time_chart(chart: TimeChart, width: float = 720, height: float = 300) -> Chart:
    """The chart in this width; `height` is that of the plot, without legend and moments."""
    table = table_of(chart)
    axis = tuple(map(chart.figure, chart.scale.ticks))
    work = Work((chart, table, axis, width, height), lambda: _draw(chart, width, height))
    return Chart(kept(work), table)


def _draw(chart: TimeChart, width: float, height: float) -> Svg:
    signs, legend_height = legend(_signs(chart), width)
    left = max(text_width(chart.figure(tick), SMALL) for tick in chart.scale.ticks) + 12
    plot = Plot(left, legend_height + 12, width - left - 8, height)
    layers = chain(_axis(chart, plot), _series(chart, plot), _moments(chart, plot))
    return framed(chart, signs, layers, plot, (width, plot.bottom + BELOW))


def table_of(chart: TimeChart) -> Table:
    """A row per moment; the limit has a column of its own."""
    columns = [(label, [chart.figure(one) for one in found]) for label, found in chart.series]
    if chart.limit:
        level = chart.figure(chart.limit.value)
        columns.append((chart.limit.label, [level] * len(chart.moments)))
    return Table(
        (chart.moment, *(label for label, _ in columns)),
        tuple(
            (moment, *(found[at] if at < len(found) else "" for _, found in columns))
            for at, moment in enumerate(chart.moments)
        ),
    )


def _x(plot: Plot, index: int, moments: int) -> float:
    """The middle of the room of a moment."""
    return (index + 0.5) * plot.width / moments


def _axis(chart: TimeChart, plot: Plot) -> "Iterator[alt.Chart]":
    scale = chart.scale
    places = [
        (tick, plot.height * (scale.top - tick) / (scale.top - scale.bottom))
        for tick in scale.ticks
    ]
    yield rules([{"x": 0, "x2": plot.width, "y": y, "y2": y} for _, y in places])
    figures = [{"x": -8, "y": y + 4.5, "text": chart.figure(tick)} for tick, y in places]
    yield texts(figures, align="right")


def _rows(chart: TimeChart, plot: Plot, label: str, found: tuple[float, ...]) -> list[Any]:
    return [
        {
            "x": _x(plot, at, len(chart.moments)),
            "y": value,
            "told": f"{label}, {chart.moments[at]}: {chart.figure(value)}",
        }
        for at, value in enumerate(found)
    ]


def _series(chart: TimeChart, plot: Plot) -> "Iterator[alt.Chart]":
    where = {"x": pixels("x"), "y": values("y", chart.scale)}
    told = where | {"description": TOLD}
    if chart.band:
        rows = [
            {"x": _x(plot, at, len(chart.moments)), "y": low, "y2": high}
            for at, (low, high) in enumerate(zip(chart.band.low, chart.band.high, strict=True))
        ]
        to = where | {"y2": {"field": "y2"}}
        yield marks(rows, "area", to, aria=False, fill=PETROL_LIGHT, fillOpacity=0.6)
    if chart.columns:
        rows = _rows(chart, plot, chart.columns.label, chart.columns.values)
        size = min(plot.width / len(chart.moments) * 0.66, 48.0)
        to = told | {"y2": {"datum": 0}}
        yield marks(rows, "bar", to, fill=PETROL_LIGHT, size=size, orient="vertical")
    if chart.limit:
        rows = [{"x": 0, "x2": plot.width, "y": chart.limit.value}]
        to = where | {"x2": {"field": "x2"}}
        look = {"stroke": COPPER, "strokeWidth": 2, "strokeDash": [2, 5]}
        yield marks(rows, "rule", to, aria=False, **look)
    for line in chart.lines:
        rows = _rows(chart, plot, line.label, line.values)
        yield marks(rows, "line", where, aria=False, **_stroke(line))
        yield marks(rows[-1:], "circle", told, size=64, fill=_stroke(line)["stroke"], opacity=1)


def _stroke(line: Line) -> dict[str, Any]:
    if line.dashed:
        return {"stroke": PETROL, "strokeWidth": 2, "strokeDash": [7, 5]}
    return {"stroke": COPPER, "strokeWidth": 3.5, "strokeJoin": "round"}


def _moments(chart: TimeChart, plot: Plot) -> "Iterator[alt.Chart]":
    """As many words under the axis as there is room for, counted back from the last."""
    count = len(chart.moments)
    moved = text_width(chart.moments[-1], SMALL) / 2 - plot.width / count / 2 - 8
    longest = max(text_width(word, SMALL) for word in chart.moments) + 14 + max(moved, 0)
    every = max(1, -(-int(longest * count) // int(plot.width)))
    rows = []
    for index, word in enumerate(chart.moments):
        if (count - 1 - index) % every == 0:
            half = text_width(word, SMALL) / 2
            x = min(max(_x(plot, index, count), half - plot.left), plot.width - half + 8)
            rows.append({"x": x, "y": plot.height + 20, "text": word})
    yield texts(rows, align="center")


def _signs(chart: TimeChart) -> Iterator[tuple[Element, str]]:
    for line in chart.lines:
        look: dict[str, str | float] = {"stroke": COPPER, "stroke_width": 3.5}
        if line.dashed:
            look = {"stroke": PETROL, "stroke_width": 2, "stroke_dasharray": "7 5"}
        yield element("line", x1=0, x2=26, y1=0, y2=0, **look), line.label
    if chart.columns:
        box = element("rect", x=5, y=-8, width=16, height=16, fill=PETROL_LIGHT)
        yield box, chart.columns.label
    if chart.band:
        box = element("rect", x=0, y=-7, width=26, height=14, fill=PETROL_LIGHT, fill_opacity=0.6)
        yield box, chart.band.label
    if chart.limit:
        level = element(
            "line", x1=0, x2=26, y1=0, y2=0, stroke=COPPER, stroke_width=2, stroke_dasharray="2 5"
        )
        yield level, chart.limit.label
