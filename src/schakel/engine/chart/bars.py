"""Two figures per name, one above the other: what is, against what is meant to be."""

from collections.abc import Iterator
from dataclasses import dataclass

from schakel.engine.chart.letters import text_width
from schakel.engine.chart.svg import (
    COPPER,
    GRID,
    PETROL_LIGHT,
    QUIET,
    Element,
    Svg,
    element,
    picture,
    written,
)

ROW, BAR = 72.0, 16.0


@dataclass(frozen=True)
class Pair:
    """The share (0 to 100) as it is, and as it is meant to be; None where nothing is meant."""

    label: str
    actual: int
    meant: int | None


@dataclass(frozen=True)
class BarChart:
    key: str
    title: str
    description: str
    actual: str
    meant: str
    pairs: tuple[Pair, ...]


def bar_chart(chart: BarChart, width: float = 720) -> Svg:
    """A row per name in this width; bars run to the highest share."""
    most = max([1, *(max(pair.actual, pair.meant or 0) for pair in chart.pairs)])
    long = width - text_width("100%") - 12
    rows = [
        part
        for index, pair in enumerate(chart.pairs)
        for part in _row(pair, 34 + index * ROW, long / most, width)
    ]
    return picture(
        *_legend(chart, width),
        *rows,
        width=width,
        height=34 + len(chart.pairs) * ROW,
        key=f"{chart.key}-{width:.0f}",
        title=chart.title,
        description=chart.description,
    )


def _row(pair: Pair, top: float, per_percent: float, width: float) -> Iterator[Element]:
    yield element("line", x1=0, x2=width, y1=top - 6, y2=top - 6, stroke=GRID)
    yield written(pair.label, 0, top + 14, font_weight=600)
    yield from _bar(pair.actual, top + 22, per_percent, COPPER)
    if pair.meant is not None:
        yield from _bar(pair.meant, top + 22 + BAR + 2, per_percent, PETROL_LIGHT)


def _bar(percent: int, y: float, per_percent: float, fill: str) -> Iterator[Element]:
    wide = percent * per_percent
    yield element("rect", x=0, y=y, width=max(wide, 1.5), height=BAR, rx=2, fill=fill)
    yield written(f"{percent}%", max(wide, 1.5) + 8, y + BAR - 3.5, size=13, fill=QUIET)


def _legend(chart: BarChart, width: float) -> Iterator[Element]:
    x = 0.0
    for fill, label in ((COPPER, chart.actual), (PETROL_LIGHT, chart.meant)):
        yield element("rect", x=x, y=4, width=14, height=14, rx=2, fill=fill)
        yield written(label, x + 20, 16, size=13)
        x += min(20 + text_width(label, 13) + 16, width / 2)
