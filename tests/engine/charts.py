"""A chart of each kind, as large as a test asks for, with names that are hard to draw."""

from collections.abc import Callable

from schakel.engine.chart import (
    Band,
    Bar,
    BarChart,
    Chart,
    Columns,
    Line,
    TimeChart,
    bar_chart,
    time_chart,
)
from schakel.engine.chart.points import Point, PointMap, point_map
from schakel.engine.chart.points import Words as MapWords
from schakel.engine.chart.tornado import Span, Tornado, tornado_chart
from schakel.engine.chart.tornado import Words as TornadoWords

NASTY = '"><script>alert(1)</script>'
NAMES = ("Matras Retour Voorbeeld BV", "Q", "Omgevingsdienst Voorbeeldland en omstreken", NASTY)
SQUARE = ((4.0, 52.0), (6.0, 52.0), (6.0, 53.0), (4.0, 53.0))


def figure(value: float) -> str:
    return f"{value:,.1f}".replace(",", "x").replace(".", ",").replace("x", ".")


def name(at: int) -> str:
    return f"{NAMES[at % len(NAMES)]} {at}"


def hours(moments: int = 5, **fields: object) -> TimeChart:
    line = tuple(float(index * 3) for index in range(moments))
    defaults: dict[str, object] = {
        "lines": (Line("geboekt", line), Line("norm", line, dashed=True)),
        "band": Band("marge", line, tuple(value * 1.25 for value in line)),
    }
    return TimeChart(
        key="hours",
        title="Uren",
        description="Van 0 naar 12 uur.",
        moment="week",
        moments=tuple(f"week {index}" for index in range(moments)),
        figure=figure,
        **(defaults | fields),  # type: ignore[arg-type]
    )


def bars(count: int = 4, series: int = 1, least: float = -50.0) -> BarChart:
    return BarChart(
        key="bars",
        title="Ton per partij",
        description="Wie hoeveel heeft.",
        name="partij",
        series=tuple(f"reeks {at}" for at in range(series)),
        bars=tuple(
            Bar(name(at), tuple(least + 37.5 * at * (one + 1) for one in range(series)))
            for at in range(count)
        ),
        figure=figure,
    )


def tornado(count: int = 4) -> Tornado:
    return Tornado(
        key="tornado",
        title="Wat de waarde beweegt",
        description="Elke invoer op laag en op hoog.",
        expected=10.0,
        spans=tuple(Span(name(at), 10.0 - 7.0 * at, 10.0 + 9.0 * at) for at in range(count)),
        words=TornadoWords("invoer", "bij laag", "bij hoog", "verwacht"),
        figure=figure,
    )


def places(count: int = 4) -> PointMap:
    return PointMap(
        key="map",
        title="Waar het aanbod is",
        description="Aanbod en vraag.",
        outlines=(SQUARE,),
        points=tuple(
            Point(
                name(at),
                4.1 + (at * 0.37) % 1.8,
                52.1 + (at * 0.61) % 0.8,
                at * 2.5,
                ("aanbod", "vraag")[at % 2],
            )
            for at in range(count)
        ),
        groups=("aanbod", "vraag"),
        words=MapWords("naam", "soort", "ton"),
        figure=figure,
    )


DRAWN: dict[str, Callable[[int, float], Chart]] = {
    "time": lambda count, width: time_chart(
        hours(count, columns=Columns("maand", tuple(10.0 - at for at in range(count)))), width
    ),
    "bars": lambda count, width: bar_chart(bars(count, series=3), width),
    "tornado": lambda count, width: tornado_chart(tornado(count), width),
    "map": lambda count, width: point_map(places(count), width),
}
