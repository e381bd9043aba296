"""Where everything in a diagram comes: bars, ends of ribbons, and lanes of what loops."""

from dataclasses import dataclass

from schakel.engine.chart.sankey.flows import Sankey
from schakel.engine.chart.sankey.frame import BAR, EDGE, LINE, PAD, Frame, framed, label, layered
from schakel.engine.chart.sankey.layers import Layers
from schakel.engine.chart.sankey.order import Knots, ordered
from schakel.engine.chart.sankey.place import Slot, heights

GAP, TIGHT, LANE = 10.0, 4.0, 12.0


@dataclass(frozen=True)
class Bar:
    """A station: its left side, top and height, and the lines of its label."""

    x: float
    top: float
    height: float
    label: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def label_place(self) -> tuple[float, float]:
        """The left side and the top of the label."""
        return self.x + BAR + PAD, self.middle - len(self.label) * LINE / 2


@dataclass(frozen=True)
class Turns:
    """The middles of the way down of a loop, of its lane, and of its way up."""

    down: float
    lane: float
    up: float


@dataclass(frozen=True)
class Ribbon:
    """A stream: its middle where it leaves and where it comes in, and the points it passes."""

    width: float
    leaves: float
    enters: float
    passes: tuple[tuple[float, float], ...]
    turns: Turns | None
    back: bool


@dataclass(frozen=True)
class Plan:
    """`reading` holds the stations from left to right and from top to bottom."""

    frame: Frame
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    bottom: float
    reading: tuple[int, ...]


def planned(chart: Sankey, width: float) -> Plan:
    found = layered(chart, width)
    frame = framed(chart, found, width)
    knots = ordered(found, chart.ends, [one.tonnes for one in chart.streams])
    stations = range(len(chart.stations))
    reading = tuple(one for column in knots.columns for one in column if one in stations)
    labels = _labels(chart, frame, reading)
    middle, total = heights(knots, _slots(chart, frame, knots, labels))
    tall = [amount * frame.scale for amount in chart.through]
    bars = tuple(
        Bar(
            frame.columns[found.column[at]],
            middle[at] + EDGE - tall[at] / 2,
            tall[at],
            labels[at],
        )
        for at in stations
    )
    scene = _Scene(chart, found, frame, knots, bars, middle)
    turns, bottom = scene.turns(total + EDGE)
    return Plan(frame, bars, scene.ribbons(turns), bottom, reading)


def _labels(chart: Sankey, frame: Frame, reading: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    if frame.numbered:
        return {one: (str(at),) for at, one in enumerate(reading, 1)}
    return {one: label(chart, one, frame.room - BAR - 2 * PAD) for one in reading}


def _slots(
    chart: Sankey, frame: Frame, knots: Knots, labels: dict[int, tuple[str, ...]]
) -> dict[int, Slot]:
    slots = {
        one: Slot(max(chart.through[one] * frame.scale, len(lines) * LINE + 2), GAP)
        for one, lines in labels.items()
    }
    for way, stream in zip(knots.ways, chart.streams, strict=True):
        slots |= {one: Slot(stream.tonnes * frame.scale, TIGHT) for one in way[1:-1]}
    return slots


@dataclass(frozen=True)
class _Scene:
    """What is known before the ribbons are: `middle` holds that of every knot."""

    chart: Sankey
    found: Layers
    frame: Frame
    knots: Knots
    bars: tuple[Bar, ...]
    middle: dict[int, float]

    def wide(self, at: int) -> float:
        return self.chart.streams[at].tonnes * self.frame.scale

    def turns(self, bottom: float) -> tuple[dict[int, Turns], float]:
        """The turns of each loop, short ones within long ones; and how far down they come."""
        out = [x + self.frame.room for x in self.frame.columns]
        into = list(self.frame.columns)
        deep = [bottom] * self.found.count
        turns = {}
        for at in sorted((at for at, loop in enumerate(self.found.loop) if loop), key=self.length):
            sender, receiver = (self.found.column[one] for one in self.chart.ends[at])
            half = (self.wide(at) + self.frame.loop_gap) / 2
            span = slice(receiver, sender + 1)
            lane = max(deep[span]) + LANE + self.wide(at) / 2
            turns[at] = Turns(out[sender] + half, lane, into[receiver] - half)
            out[sender] += 2 * half
            into[receiver] -= 2 * half
            deep[span] = [lane + self.wide(at) / 2] * (sender + 1 - receiver)
        return turns, max(deep)

    def length(self, at: int) -> tuple[float, float]:
        sender, receiver = (self.bars[one] for one in self.chart.ends[at])
        return sender.x - receiver.x, -sender.middle

    def ribbons(self, turns: dict[int, Turns]) -> tuple[Ribbon, ...]:
        column = {knot: at for at, one in enumerate(self.knots.columns) for knot in one}
        depth = {at: number for number, at in enumerate(turns)}
        leaves, enters = self.ends(0, depth), self.ends(1, depth)
        return tuple(
            Ribbon(
                self.wide(at),
                leaves[at],
                enters[at],
                tuple(
                    (self.frame.columns[column[one]], self.middle[one] + EDGE) for one in way[1:-1]
                ),
                turns.get(at),
                self.found.back[at],
            )
            for at, way in enumerate(self.knots.ways)
        )

    def ends(self, side: int, depth: dict[int, int]) -> list[float]:
        """The middle of each stream at its sender (0) or receiver (1): from top to bottom as they
        stand on the other side, and below them the loops, the innermost lowest."""

        def order(at: int) -> tuple[int, float]:
            near = self.knots.ways[at][1 if side == 0 else -2]
            return (1, -depth[at]) if at in depth else (0, self.middle[near])

        places = [0.0] * len(self.chart.streams)
        used = [0.0] * len(self.bars)
        for at in sorted(range(len(places)), key=order):
            station = self.chart.ends[at][side]
            places[at] = self.bars[station].top + used[station] + self.wide(at) / 2
            used[station] += self.wide(at)
        return places
