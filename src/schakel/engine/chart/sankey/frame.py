"""The room of a diagram: how many pixels a tonne is, and where columns, labels and loops stand."""

from dataclasses import dataclass

from schakel.engine.chart.letters import text_width, wrapped
from schakel.engine.chart.sankey.flows import Sankey
from schakel.engine.chart.sankey.layers import Layers, layers

EDGE, BAR, PAD = 10.0, 12.0, 6.0
LINE, NAME, NUMBER = 17.0, 14.0, 13.0
LABEL_ROOM, NUMBER_ROOM = 96.0, 20.0
FLAT, LEAST, MOST = 0.36, 150.0, 380.0
LOOPS, LOOP_GAP = 0.2, 8.0


@dataclass(frozen=True)
class Frame:
    """`columns` are the left sides of the bars, `room` is what a bar and its label take in width;
    `numbered` says that names are below the picture. A loop takes `loop_gap` beside its width."""

    width: float
    scale: float
    columns: tuple[float, ...]
    room: float
    numbered: bool
    loop_gap: float


@dataclass(frozen=True)
class _Strips:
    """Room left of each column for loops that come in, and right of it for those that go out."""

    into: tuple[float, ...]
    out: tuple[float, ...]
    scale: float
    gap: float


def layered(chart: Sankey, width: float) -> Layers:
    """As many columns as have room for a number beside the bar, fewer where there are loops."""
    tonnes = [one.tonnes for one in chart.streams]
    least = BAR + PAD + NUMBER_ROOM
    most = int((width - 2 * EDGE) // least)
    found = layers(len(chart.stations), chart.ends, tonnes, most)
    if any(found.loop):
        most = max(2, int((width * (1 - 2 * LOOPS) - 2 * EDGE) // least))
        found = layers(len(chart.stations), chart.ends, tonnes, most)
    return found


def framed(chart: Sankey, found: Layers, width: float) -> Frame:
    """Ribbons as wide as the picture is high enough for, loops in strips of their own."""
    strips = _strips(chart, found, width)
    free = width - 2 * EDGE - sum(strips.into) - sum(strips.out)
    room = free / found.count
    numbered = room - BAR - 2 * PAD < LABEL_ROOM
    if found.count > 1:
        room = (free - min(room, _last(chart, found, numbered))) / (found.count - 1)
    columns, x = [], EDGE
    for into, out in zip(strips.into, strips.out, strict=True):
        columns.append(x + into)
        x += into + room + out
    return Frame(width, strips.scale, tuple(columns), room, numbered, strips.gap)


def label(chart: Sankey, station: int, width: float) -> tuple[str, ...]:
    """The name in two lines at most, and the amount behind it or below it."""
    name, amount = chart.stations[station].name, chart.figure(chart.through[station])
    lines = wrapped(name, width, NAME, most=2)
    together = f"{lines[-1]}, {amount}"
    if text_width(together, NAME) <= width:
        return (*lines[:-1], together)
    return (*lines, *wrapped(amount, width, NAME, most=1))


def _last(chart: Sankey, found: Layers, numbered: bool) -> float:
    """What the last column needs, so that no room is left empty on its right."""
    if numbered:
        return BAR + PAD + NUMBER_ROOM
    names = (
        f"{chart.stations[one].name}, {chart.figure(chart.through[one])}"
        for one, column in enumerate(found.column)
        if column == found.count - 1
    )
    return BAR + 2 * PAD + max(LABEL_ROOM, *(text_width(name, NAME) for name in names))


def _strips(chart: Sankey, found: Layers, width: float) -> _Strips:
    loops = [one.tonnes for one, loop in zip(chart.streams, found.loop, strict=True) if loop]
    busiest = [0.0] * found.count
    for station, column in enumerate(found.column):
        busiest[column] += chart.through[station]
    scale = min(max(FLAT * width, LEAST), MOST) / max(busiest)
    if loops:
        scale = min(scale, LOOPS * width / (2 * sum(loops)))
    gap = min(LOOP_GAP, LOOPS * width / (2 * max(len(loops), 1)))
    into, out = [0.0] * found.count, [0.0] * found.count
    for (sender, receiver), one, loop in zip(chart.ends, chart.streams, found.loop, strict=True):
        if loop:
            out[found.column[sender]] += one.tonnes * scale + gap
            into[found.column[receiver]] += one.tonnes * scale + gap
    return _Strips(tuple(into), tuple(out), scale, gap)
