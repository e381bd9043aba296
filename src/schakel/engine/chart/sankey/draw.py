"""The elements of a Sankey diagram, and the table of its figures."""

from collections.abc import Callable, Iterator

from schakel.engine.chart.letters import text_width
from schakel.engine.chart.sankey.below import below
from schakel.engine.chart.sankey.flows import Sankey, Stream
from schakel.engine.chart.sankey.frame import BAR, EDGE, LINE, NAME, NUMBER
from schakel.engine.chart.sankey.looks import bar_look, patterns
from schakel.engine.chart.sankey.plan import Bar, Plan, Ribbon, Turns, planned
from schakel.engine.chart.svg import (
    COPPER,
    COPPER_LIGHT,
    PETROL,
    PETROL_LIGHT,
    Element,
    element,
    picture,
    written,
)
from schakel.engine.chart.table import Chart, Table

WIDE = 1040.0
THIN = 2.0


def sankey_chart(chart: Sankey, *, key: str, width: float = WIDE) -> Chart:
    """The diagram in this width (pixels), with the table of its streams.

    Names stand beside their bar where there is room, and else below the picture by number.
    """
    plan = planned(chart, width)
    explained, bottom = below(chart, plan, key)
    svg = picture(
        patterns(key, width),
        *(_stream(chart, plan, at) for at in sorted(range(len(plan.ribbons)), key=_depth(plan))),
        *(_station(chart, at, bar, key) for at, bar in enumerate(plan.bars)),
        *(part for bar in plan.bars for part in _label(bar, numbered=plan.frame.numbered)),
        *explained,
        width=width,
        height=round(bottom + EDGE),
        key=key,
        title=chart.title,
        description=chart.description,
    )
    return Chart(svg, table_of(chart))


def table_of(chart: Sankey) -> Table:
    """A row per stream, the largest first."""
    words = chart.words
    return Table(
        (words.sender, words.receiver, words.material, words.amount),
        tuple(
            (one.sender, one.receiver, one.material, chart.figure(one.tonnes))
            for one in sorted(chart.streams, key=lambda stream: -stream.tonnes)
        ),
    )


def _depth(plan: Plan) -> Callable[[int], tuple[bool, float]]:
    """Loops over the others, narrow over wide."""
    return lambda at: (plan.ribbons[at].turns is not None, -plan.ribbons[at].width)


def _station(chart: Sankey, at: int, bar: Bar, key: str) -> Element:
    height = max(bar.height, THIN)
    station = chart.stations[at]
    return element(
        "rect",
        element("title", f"{station.name}: {chart.figure(chart.through[at])}"),
        x=bar.x,
        y=bar.middle - height / 2,
        width=BAR,
        height=height,
        **bar_look(station.look, key),
    )


def _stream(chart: Sankey, plan: Plan, at: int) -> Element:
    """A ribbon with a dark rim, so that it is seen on white and where it passes over another."""
    ribbon = plan.ribbons[at]
    sender, receiver = (plan.bars[number] for number in chart.ends[at])
    rim, body = (COPPER, COPPER_LIGHT) if ribbon.back else (PETROL, PETROL_LIGHT)
    title = element("title", _told(chart, chart.streams[at]))
    if ribbon.turns is None:
        way = _onward(ribbon, sender, receiver)
        return element("path", title, d=way, fill=body, stroke=rim, stroke_width=0.75)
    way = _loop(ribbon, ribbon.turns, sender, receiver)
    arrow = element("path", d=_arrow(ribbon.turns, sender, receiver), fill=rim)
    return element("g", title, *_lines(way, ribbon.width, rim, body), arrow)


def _told(chart: Sankey, stream: Stream) -> str:
    told = ", ".join(filter(None, (stream.material, chart.figure(stream.tonnes))))
    return f"{stream.sender} → {stream.receiver}: {told}"


def _lines(way: str, width: float, rim: str, body: str) -> Iterator[Element]:
    yield element("path", d=way, fill="none", stroke=rim, stroke_width=width + 0.75)
    if width > THIN:
        yield element("path", d=way, fill="none", stroke=body, stroke_width=width - 0.75)


def _onward(ribbon: Ribbon, sender: Bar, receiver: Bar) -> str:
    """Along the upper side to the receiver and along the lower side back; as high everywhere."""
    half = ribbon.width / 2
    points = [
        (sender.x + BAR, ribbon.leaves),
        *(side for x, y in ribbon.passes for side in ((x, y), (x + BAR, y))),
        (receiver.x, ribbon.enters),
    ]
    upper = _curve([(x, y - half) for x, y in points])
    lower = _curve([(x, y + half) for x, y in reversed(points)])
    return f"M{upper}L{lower}Z"


def _curve(points: list[tuple[float, float]]) -> str:
    """From bar to bar by a bend that leaves and comes in level; straight past a bar."""
    x, y = points[0]
    way = f"{x:.2f} {y:.2f}"
    for at, (to_x, to_y) in enumerate(points[1:]):
        half = (x + to_x) / 2
        bend = f"C{half:.2f} {y:.2f} {half:.2f} {to_y:.2f} {to_x:.2f} {to_y:.2f}"
        way += bend if at % 2 == 0 else f"H{to_x:.2f}"
        x, y = to_x, to_y
    return way


def _loop(ribbon: Ribbon, turns: Turns, sender: Bar, receiver: Bar) -> str:
    """Out to the right, down, to the left along its lane, and up into the receiver."""
    r = min(ribbon.width / 2 + 2, receiver.x - turns.up)
    return (
        f"M{sender.x + BAR:.2f} {ribbon.leaves:.2f}H{turns.down - r:.2f}"
        f"a{r:.2f} {r:.2f} 0 0 1 {r:.2f} {r:.2f}V{turns.lane - r:.2f}"
        f"a{r:.2f} {r:.2f} 0 0 1 {-r:.2f} {r:.2f}H{turns.up + r:.2f}"
        f"a{r:.2f} {r:.2f} 0 0 1 {-r:.2f} {-r:.2f}V{ribbon.enters + r:.2f}"
        f"a{r:.2f} {r:.2f} 0 0 1 {r:.2f} {-r:.2f}H{receiver.x:.2f}"
    )


def _arrow(turns: Turns, sender: Bar, receiver: Bar) -> str:
    """Which way a loop goes, on its lane."""
    return f"M{(sender.x + receiver.x + BAR) / 2:.2f} {turns.lane:.2f}l9 -5v10z"


def _label(bar: Bar, *, numbered: bool) -> Iterator[Element]:
    """The lines, each on white that lets the ribbons show through."""
    x, top = bar.label_place
    size = NUMBER if numbered else NAME
    weight = {"font_weight": "bold"} if numbered else {}
    for at, line in enumerate(bar.label):
        y = top + at * LINE
        wide = text_width(line, size) + 4
        yield element("rect", x=x - 2, y=y, width=wide, height=LINE, fill="#fff", fill_opacity=0.75)
        yield written(line, x, y + 13, size=size, **weight)
