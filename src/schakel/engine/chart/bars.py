"""Figures per name as bars under it: one for each series, from 0 to the left or the right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

from schakel.engine.chart.kept import Work, kept
from schakel.engine.chart.legend import legend
from schakel.engine.chart.letters import TEXT, text_width, wrapped
from schakel.engine.chart.svg import (
    COPPER,
    INK,
    PETROL,
    PETROL_LIGHT,
    QUIET,
    Element,
    Svg,
    element,
)
from schakel.engine.chart.table import Chart, Table
from schakel.engine.chart.vega import SMALL, TOLD, Plot, framed, marks, pixels, rules, texts
from schakel.engine.errors import BadInput

if TYPE_CHECKING:
    import altair as alt

BAR, STEP, LINE, BETWEEN = 16.0, 18.0, 18.0, 14.0
LOOKS = (
    {"fill": COPPER, "stroke": COPPER},
    {"fill": PETROL_LIGHT, "stroke": PETROL},
    {"fill": "#ffffff", "stroke": INK},
)


@dataclass(frozen=True)
class Bar:
    """A name with its figure in each series; None where there is none."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class BarChart:
    """`name` is what the labels are together, `figure` writes a value; up to three series.

    Raises BadInput where there is no bar, or a value that isn't finite.
    """

    key: str
    title: str
    description: str
    name: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    figure: Callable[[float], str] = field(compare=False)

    def __post_init__(self) -> None:
        if not self.bars:
            raise BadInput(self.key, "bars", "is empty; give at least one")
        if not 1 <= len(self.series) <= len(LOOKS):
            raise BadInput(
                self.key,
                "series",
                "is %(got)s; give 1 to %(most)s",
                got=len(self.series),
                most=len(LOOKS),
            )
        for bar in self.bars:
            self._check(bar)

    def _check(self, bar: Bar) -> None:
        if len(bar.values) != len(self.series):
            raise BadInput(
                bar.label,
                "values",
                "has %(got)s values; give %(most)s, one for each series",
                got=len(bar.values),
                most=len(self.series),
            )
        for name, value in zip(self.series, bar.values, strict=True):
            if value is not None and not isfinite(value):
                raise BadInput(bar.label, name, "is %(got)s; give a finite number", got=value)

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(one for bar in self.bars for one in bar.values if one is not None)


def bar_chart(chart: BarChart, width: float = 720) -> Chart:
    """A row per name in this width."""
    table = table_of(chart)
    return Chart(kept(Work((chart, table, width), lambda: _draw(chart, width))), table)


def table_of(chart: BarChart) -> Table:
    return Table(
        (chart.name, *chart.series),
        tuple(
            (bar.label, *("" if one is None else chart.figure(one) for one in bar.values))
            for bar in chart.bars
        ),
    )


def _draw(chart: BarChart, width: float) -> Svg:
    named = len(chart.series) > 1
    signs, top = legend(_signs(chart), width) if named else ([], 0.0)
    rows = _Rows(chart, width)
    plot = Plot(0, top + 8, width, rows.bottom)
    return framed(chart, signs, rows.layers(), plot, (width, round(plot.bottom)))


def _signs(chart: BarChart) -> Iterator[tuple[Element, str]]:
    for label, look in zip(chart.series, LOOKS, strict=False):
        yield element("rect", x=5, y=-7, width=14, height=14, **look), label


class _Rows:
    """Where each name and bar stands, in pixels."""

    def __init__(self, chart: BarChart, width: float) -> None:
        self.chart, self.width = chart, width
        figures = [text_width(chart.figure(one), SMALL) for one in chart.values]
        below = [text_width(chart.figure(one), SMALL) for one in chart.values if one < 0]
        self.least, self.most = min([0.0, *chart.values]), max([0.0, *chart.values])
        self.left = max(below, default=-10) + 10
        self.right = width - max(figures, default=0) - 10
        self.names = [wrapped(bar.label, width, most=2) for bar in chart.bars]
        self.tops = [0.0]
        for name in self.names:
            tall = len(name) * LINE + len(chart.series) * STEP + BETWEEN
            self.tops.append(self.tops[-1] + tall)
        self.bottom = self.tops.pop()

    def x(self, value: float) -> float:
        span = (self.most - self.least) or 1.0
        return self.left + (value - self.least) / span * (self.right - self.left)

    def layers(self) -> "Iterator[alt.Chart]":
        lines = [{"x": 0, "x2": self.width, "y": top, "y2": top} for top in self.tops]
        yield rules(lines)
        names = [
            {"x": 0, "y": top + 4 + TEXT + at * LINE, "text": line}
            for top, name in zip(self.tops, self.names, strict=True)
            for at, line in enumerate(name)
        ]
        yield texts(names, fontSize=TEXT, fontWeight=600, fill=INK)
        bars = list(self.bars())
        where = {"x": pixels("x"), "x2": {"field": "x2"}, "y": pixels("y"), "description": TOLD}
        for number, look in enumerate(LOOKS[: len(self.chart.series)]):
            ours = [row for row in bars if row["series"] == number]
            yield marks(ours, "bar", where, orient="horizontal", size=BAR - 1, **look)
        for align in ("left", "right"):
            ours = [row | {"x": row["at"], "y": row["y"] + 4.5} for row in bars]
            yield texts([row for row in ours if row["align"] == align], align=align, fill=QUIET)
        zero = self.x(0)
        sides = [{"x": zero, "x2": zero, "y": bar["y"] - 9, "y2": bar["y"] + 9} for bar in bars]
        yield rules(sides, stroke=QUIET)

    def bars(self) -> Iterator[dict[str, Any]]:
        for top, name, bar in zip(self.tops, self.names, self.chart.bars, strict=True):
            for at, value in enumerate(bar.values):
                if value is not None:
                    end, text = self.x(value), self.chart.figure(value)
                    yield {
                        "series": at,
                        "x": self.x(0),
                        "x2": end,
                        "y": top + len(name) * LINE + 8 + (at + 0.5) * STEP,
                        "at": end + (8 if value >= 0 else -8),
                        "align": "left" if value >= 0 else "right",
                        "text": text,
                        "told": f"{bar.label}, {self.chart.series[at]}: {text}",
                    }
