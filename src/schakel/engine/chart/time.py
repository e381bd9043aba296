"""Figures over time: columns, lines, a band around one of them, and a limit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from schakel.engine.chart.letters import text_width
from schakel.engine.chart.scale import Scale, nice_scale
from schakel.engine.chart.svg import (
    COPPER,
    GRID,
    PETROL,
    PETROL_LIGHT,
    QUIET,
    Element,
    Svg,
    element,
    picture,
    written,
)

SMALL = 13
LEGEND_LINE = 22.0


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
    """`moments` are the words under the axis, `figure` writes a value beside it."""

    key: str
    title: str
    description: str
    moments: tuple[str, ...]
    figure: Callable[[float], str]
    columns: Columns | None = None
    lines: tuple[Line, ...] = ()
    band: Band | None = None
    limit: Limit | None = None

    @property
    def most(self) -> float:
        values = [value for line in self.lines for value in line.values]
        values += self.band.high if self.band else ()
        values += self.columns.values if self.columns else ()
        values += [self.limit.value] if self.limit else []
        return max(values, default=0)


@dataclass(frozen=True)
class _Plot:
    """The rectangle in which is drawn."""

    left: float
    top: float
    width: float
    height: float
    moments: int
    scale: Scale

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def x(self, index: int) -> float:
        """The middle of the room of a moment."""
        return self.left + (index + 0.5) * self.width / max(self.moments, 1)

    def y(self, value: float) -> float:
        return self.bottom - self.scale.place(value, self.height)

    def points(self, values: tuple[float, ...]) -> str:
        return " ".join(
            f"{self.x(index):.1f},{self.y(value):.1f}" for index, value in enumerate(values)
        )


def time_chart(chart: TimeChart, width: float = 720, height: float = 300) -> Svg:
    """The chart in this width; `height` is that of the plot, without legend and moments."""
    scale = nice_scale(chart.most)
    left = max(text_width(chart.figure(tick), SMALL) for tick in scale.ticks) + 12
    legend, legend_height = _legend(chart, width)
    plot = _Plot(left, legend_height + 12, width - left - 8, height, len(chart.moments), scale)
    return picture(
        *legend,
        *_grid(chart, plot),
        *_drawn(chart, plot),
        *_moments(chart, plot),
        width=width,
        height=plot.bottom + 28,
        key=f"{chart.key}-{width:.0f}",
        title=chart.title,
        description=chart.description,
    )


def _grid(chart: TimeChart, plot: _Plot) -> Iterator[Element]:
    for tick in plot.scale.ticks:
        y = plot.y(tick)
        yield element("line", x1=plot.left, x2=plot.left + plot.width, y1=y, y2=y, stroke=GRID)
        yield written(
            chart.figure(tick), plot.left - 8, y + 4.5, size=SMALL, fill=QUIET, text_anchor="end"
        )


def _drawn(chart: TimeChart, plot: _Plot) -> Iterator[Element]:
    if chart.band:
        low = " ".join(reversed(plot.points(chart.band.low).split()))
        points = f"{plot.points(chart.band.high)} {low}"
        yield element("polygon", points=points, fill=PETROL_LIGHT, fill_opacity=0.6)
    if chart.columns:
        yield from _columns(chart.columns, plot)
    if chart.limit:
        y = plot.y(chart.limit.value)
        yield element(
            "line",
            x1=plot.left,
            x2=plot.left + plot.width,
            y1=y,
            y2=y,
            stroke=COPPER,
            stroke_width=2,
            stroke_dasharray="2 5",
        )
    for line in chart.lines:
        yield from _line(line, plot)


def _columns(columns: Columns, plot: _Plot) -> Iterator[Element]:
    room = plot.width / max(plot.moments, 1)
    for index, value in enumerate(columns.values):
        wide = min(room * 0.66, 48.0)
        y = plot.y(value)
        yield element(
            "rect",
            x=plot.x(index) - wide / 2,
            y=y,
            width=wide,
            height=plot.bottom - y,
            rx=2,
            fill=PETROL_LIGHT,
        )


def _line(line: Line, plot: _Plot) -> Iterator[Element]:
    shape = _stroke(line)
    yield element("polyline", points=plot.points(line.values), fill="none", **shape)
    if line.values:
        last = len(line.values) - 1
        yield element(
            "circle", cx=plot.x(last), cy=plot.y(line.values[last]), r=4.5, fill=shape["stroke"]
        )


def _stroke(line: Line) -> dict[str, str | float]:
    if line.dashed:
        return {"stroke": PETROL, "stroke_width": 2, "stroke_dasharray": "7 5"}
    return {"stroke": COPPER, "stroke_width": 3.5, "stroke_linejoin": "round"}


def _moments(chart: TimeChart, plot: _Plot) -> Iterator[Element]:
    """As many words under the axis as there is room for, counted back from the last."""
    count = len(chart.moments)
    longest = max((text_width(word, SMALL) for word in chart.moments), default=0) + 14
    every = max(1, -(-int(longest * count) // int(plot.width))) if count else 1
    for index, word in enumerate(chart.moments):
        if (count - 1 - index) % every == 0:
            half = text_width(word, SMALL) / 2
            x = min(max(plot.x(index), half), plot.left + plot.width - half + 8)
            yield written(word, x, plot.bottom + 20, size=SMALL, fill=QUIET, text_anchor="middle")


def _legend(chart: TimeChart, width: float) -> tuple[list[Element], float]:
    """Names with their sign, as many on a line as fit; and how high it became."""
    drawn: list[Element] = []
    x, y = 0.0, LEGEND_LINE / 2
    for sign, label in _signs(chart):
        needed = 34 + text_width(label) + 18
        if x and x + needed > width:
            x, y = 0.0, y + LEGEND_LINE
        drawn += [
            element("g", sign, transform=f"translate({x:.0f} {y:.0f})"),
            written(label, x + 34, y + 5),
        ]
        x += needed
    return drawn, y + LEGEND_LINE / 2 if drawn else 0.0


def _signs(chart: TimeChart) -> Iterator[tuple[Element, str]]:
    for line in chart.lines:
        yield element("line", x1=0, x2=26, y1=0, y2=0, **_stroke(line)), line.label
    if chart.columns:
        box = element("rect", x=5, y=-8, width=16, height=16, rx=2, fill=PETROL_LIGHT)
        yield box, chart.columns.label
    if chart.band:
        box = element("rect", x=0, y=-7, width=26, height=14, fill=PETROL_LIGHT, fill_opacity=0.6)
        yield box, chart.band.label
    if chart.limit:
        level = element(
            "line", x1=0, x2=26, y1=0, y2=0, stroke=COPPER, stroke_width=2, stroke_dasharray="2 5"
        )
        yield level, chart.limit.label
