"""In which order the stations of a column stand, so that few ribbons cross.

Ribbons that pass a column get a knot of their own in it, and columns are put in the order of the
weighted means of their neighbours, to and fro (K. Sugiyama, S. Tagawa and M. Toda, "Methods for
visual understanding of hierarchical system structures", 1981). The best order seen is kept.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schakel.engine.chart.sankey.layers import Ends, Layers

SWEEPS = 12

Edge = tuple[int, int]


@dataclass(frozen=True)
class Knots:
    """Knots per column, top to bottom: stations by number, and higher numbers that only pass.

    `ways` are the knots of each stream from sender to receiver; just these two where it loops.
    """

    columns: tuple[tuple[int, ...], ...]
    ways: tuple[tuple[int, ...], ...]


def ordered(found: Layers, ends: Ends, tonnes: Sequence[float]) -> Knots:
    columns, ways = _with_passing(found, ends)
    weight: dict[Edge, float] = {}
    for way, amount, loops in zip(ways, tonnes, found.loop, strict=True):
        if not loops:
            for edge in pairwise(way):
                weight[edge] = weight.get(edge, 0.0) + amount
    best, fewest = [list(one) for one in columns], crossings(columns, weight)
    for sweep in range(SWEEPS):
        _sweep(columns, weight, onward=sweep % 2 == 0)
        count = crossings(columns, weight)
        if count < fewest:
            best, fewest = [list(one) for one in columns], count
    return Knots(tuple(map(tuple, best)), tuple(map(tuple, ways)))


def crossings(columns: Sequence[Sequence[int]], edges: Iterable[Edge]) -> int:
    """How many pairs of ribbons cross between neighbouring columns."""
    place = {knot: (at, y) for at, column in enumerate(columns) for y, knot in enumerate(column)}
    between: dict[int, list[tuple[int, int]]] = {}
    for one, other in edges:
        between.setdefault(place[one][0], []).append((place[one][1], place[other][1]))
    return sum(_inversions(other for _, other in sorted(pairs)) for pairs in between.values())


def _inversions(places: Iterable[int]) -> int:
    seen: list[int] = []
    count = 0
    for place in places:
        count += len(seen) - bisect_right(seen, place)
        insort(seen, place)
    return count


def _with_passing(found: Layers, ends: Ends) -> tuple[list[list[int]], list[list[int]]]:
    columns: list[list[int]] = [[] for _ in range(found.count)]
    for station, column in enumerate(found.column):
        columns[column].append(station)
    number = len(found.column)
    ways = []
    for (one, other), loops in zip(ends, found.loop, strict=True):
        passed = () if loops else range(found.column[one] + 1, found.column[other])
        way = [one]
        for column in passed:
            columns[column].append(number)
            way.append(number)
            number += 1
        ways.append([*way, other])
    return columns, ways


def _sweep(columns: list[list[int]], weight: dict[Edge, float], *, onward: bool) -> None:
    """Every column after the first by the mean place of what it is joined to in the one before."""
    near: dict[int, list[tuple[int, float]]] = {}
    for (one, other), amount in weight.items():
        near.setdefault(other if onward else one, []).append((one if onward else other, amount))
    walk = columns[1:] if onward else columns[-2::-1]
    place = {knot: at for column in columns for at, knot in enumerate(column)}
    for column in walk:
        mean = {
            knot: sum(place[one] * amount for one, amount in joined)
            / sum(amount for _, amount in joined)
            for knot in column
            if (joined := near.get(knot))
        }
        column.sort(key=lambda knot: mean.get(knot, place[knot]))
        place.update((knot, at) for at, knot in enumerate(column))
