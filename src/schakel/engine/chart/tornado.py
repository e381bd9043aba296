"""A tornado: how far each uncertain figure moves an outcome, one at a time, the widest on top."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

from schakel.engine.chart.kept import Work, kept
from schakel.engine.chart.legend import legend
from schakel.engine.chart.letters import TEXT, text_width, wrapped
from schakel.engine.chart.svg import COPPER, INK, PETROL, Element, Svg, element
from schakel.engine.chart.table import Chart, Table
from schakel.engine.chart.vega import SMALL, TOLD, Plot, framed, marks, pixels, rules, texts
from schakel.engine.errors import BadInput

if TYPE_CHECKING:
    import altair as alt

BAR, LINE, HEAD, BETWEEN = 18.0, 18.0, 24.0, 16.0
AT_LOW = {"fill": "#ffffff", "stroke": PETROL}
AT_HIGH = {"fill": COPPER, "stroke": COPPER}


@dataclass(frozen=True)
class Span:
    """The outcome with one input at its low and at its high; the others as expected."""

    label: str
    at_low: float
    at_high: float


@dataclass(frozen=True)
class Words:
    """The words in the picture and its table."""

    name: str
    at_low: str
    at_high: str
    expected: str


@dataclass(frozen=True)
class Tornado:
    """`expected` is the outcome with every input as expected; `figure` writes an outcome.

    Raises BadInput where there is no span, or an outcome that isn't finite.
    """

    key: str
    title: str
    description: str
    expected: float
    spans: tuple[Span, ...]
    words: Words
    figure: Callable[[float], str] = field(compare=False)

    def __post_init__(self) -> None:
        if not self.spans:
            raise BadInput(self.key, "inputs", "is empty; give at least one uncertain input")
        outcomes = [(self.key, self.words.expected, self.expected)]
        for span in self.spans:
            outcomes.append((span.label, self.words.at_low, span.at_low))
            outcomes.append((span.label, self.words.at_high, span.at_high))
        for record, name, outcome in outcomes:
            if not isfinite(outcome):
                raise BadInput(record, name, "is %(got)s; give a finite number", got=outcome)

    @property
    def ordered(self) -> tuple[Span, ...]:
        return tuple(sorted(self.spans, key=lambda one: -abs(one.at_high - one.at_low)))


def tornado_chart(chart: Tornado, width: float = 720) -> Chart:
    """A row per input in this width."""
    table = table_of(chart)
    content = (chart, table, chart.figure(chart.expected), width)
    return Chart(kept(Work(content, lambda: _draw(chart, width))), table)


def table_of(chart: Tornado) -> Table:
    words = chart.words
    return Table(
        (words.name, words.at_low, words.at_high),
        tuple(
            (one.label, chart.figure(one.at_low), chart.figure(one.at_high))
            for one in chart.ordered
        ),
    )


def _draw(chart: Tornado, width: float) -> Svg:
    signs, top = legend(_signs(chart.words), width)
    rows = _Rows(chart, width)
    plot = Plot(0, top + 8, width, rows.bottom)
    return framed(chart, signs, rows.layers(), plot, (width, round(plot.bottom)))


def _signs(words: Words) -> Iterator[tuple[Element, str]]:
    for look, label in ((AT_LOW, words.at_low), (AT_HIGH, words.at_high)):
        yield element("rect", x=5, y=-7, width=14, height=14, **look), label


class _Rows:
    """Where every name, bar and figure stands, in pixels.

    Bars to the same side stand below each other, bars to different sides on one line.
    """

    def __init__(self, chart: Tornado, width: float) -> None:
        self.chart, self.width = chart, width
        outcomes = [chart.expected]
        outcomes += [one for span in chart.spans for one in (span.at_low, span.at_high)]
        self.least, self.most = min(outcomes), max(outcomes)
        room = max(text_width(chart.figure(one), SMALL) for one in outcomes) + 10
        self.left, self.right = room, width - room
        self.names = [wrapped(span.label, width, most=2) for span in chart.ordered]
        self.tops = [HEAD]
        for span, name in zip(chart.ordered, self.names, strict=True):
            bars = 1 + self.one_side(span)
            self.tops.append(self.tops[-1] + len(name) * LINE + bars * (BAR + 2) + BETWEEN)
        self.bottom = self.tops.pop()

    def one_side(self, span: Span) -> bool:
        low, high = sorted((span.at_low, span.at_high))
        return low > self.chart.expected or high < self.chart.expected

    def x(self, outcome: float) -> float:
        if self.most == self.least:
            return (self.left + self.right) / 2
        share = (outcome - self.least) / (self.most - self.least)
        return self.left + share * (self.right - self.left)

    def layers(self) -> "Iterator[alt.Chart]":
        yield rules([{"x": 0, "x2": self.width, "y": top, "y2": top} for top in self.tops])
        names = [
            {"x": 0, "y": top + 4 + TEXT + at * LINE, "text": line}
            for top, name in zip(self.tops, self.names, strict=True)
            for at, line in enumerate(name)
        ]
        yield texts(names, fontSize=TEXT, fontWeight=600, fill=INK)
        bars = list(self.bars())
        where = {"x": pixels("x"), "x2": {"field": "x2"}, "y": pixels("y"), "description": TOLD}
        for high, look in ((False, AT_LOW), (True, AT_HIGH)):
            ours = [row for row in bars if row["high"] is high]
            yield marks(ours, "bar", where, orient="horizontal", size=BAR - 2, **look)
        for align in ("left", "right"):
            ours = [row | {"x": row["at"], "y": row["y"] + 4.5} for row in bars]
            yield texts([row for row in ours if row["align"] == align], align=align, fill=INK)
        yield from self.middle(bars)

    def middle(self, bars: list[dict[str, Any]]) -> "Iterator[alt.Chart]":
        """The expected outcome, written on top and drawn through every bar."""
        x = self.x(self.chart.expected)
        text = f"{self.chart.words.expected}: {self.chart.figure(self.chart.expected)}"
        (text,) = wrapped(text, self.width, SMALL, most=1)
        half = text_width(text, SMALL) / 2
        place = min(max(x, half), self.width - half)
        yield texts([{"x": place, "y": 14, "text": text}], align="center", fill=INK)
        sides = [{"x": x, "x2": x, "y": bar["y"] - 11, "y2": bar["y"] + 11} for bar in bars]
        yield rules(sides, stroke=INK, strokeWidth=2)

    def bars(self) -> Iterator[dict[str, Any]]:
        words, middle = self.chart.words, self.chart.expected
        for top, name, span in zip(self.tops, self.names, self.chart.ordered, strict=True):
            y = top + len(name) * LINE + 8 + BAR / 2
            for high, outcome in ((False, span.at_low), (True, span.at_high)):
                other = span.at_low if high else span.at_high
                rightward = (outcome, middle, high) > (middle, other, False)
                text = self.chart.figure(outcome)
                yield {
                    "high": high,
                    "x": self.x(middle),
                    "x2": self.x(outcome),
                    "y": y + (BAR + 2 if high and self.one_side(span) else 0),
                    "at": self.x(outcome) + (8 if rightward else -8),
                    "align": "left" if rightward else "right",
                    "text": text,
                    "told": f"{span.label}, {words.at_high if high else words.at_low}: {text}",
                }
