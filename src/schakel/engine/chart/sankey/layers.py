"""Which column a station stands in, and which streams go back.

What goes round is opened with the ordering of P. Eades, X. Lin and W.F. Smyth, "A fast and
effective heuristic for the feedback arc set problem" (1993), weighted by tonnes: few tonnes go
back. Without a round nothing goes back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import and_

Ends = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Layers:
    """The column of each station, and of each stream whether it goes back in the chain, and
    whether it has to loop since it doesn't reach a column further on."""

    column: tuple[int, ...]
    back: tuple[bool, ...]
    loop: tuple[bool, ...]

    @property
    def count(self) -> int:
        return max(self.column) + 1


def layers(stations: int, ends: Ends, tonnes: Sequence[float], most: int) -> Layers:
    """Columns from left to right, at most so many; where there would be more, neighbours share
    one, and what then stays within a column loops."""
    place = {one: at for at, one in enumerate(_in_order(stations, ends, tonnes))}
    onward = [(one, other) for one, other in ends if place[one] < place[other]]
    column = _columns(sorted(range(stations), key=place.__getitem__), onward)
    count = max(column) + 1
    if count > most:
        column = [at * most // count for at in column]
    loop = tuple(column[one] >= column[other] for one, other in ends)
    against = (place[one] >= place[other] for one, other in ends)
    return Layers(tuple(column), tuple(map(and_, loop, against)), loop)


def _in_order(stations: int, ends: Ends, tonnes: Sequence[float]) -> list[int]:
    """Stations such that few tonnes go against the order: what only gives first, what only takes
    last, and else who gives most more than it takes."""
    left = set(range(stations))
    first: list[int] = []
    last: list[int] = []
    while left:
        net = dict.fromkeys(sorted(left), 0.0)
        gives, takes = set(), set()
        for (one, other), amount in zip(ends, tonnes, strict=True):
            if one in left and other in left and one != other:
                net[one] += amount
                net[other] -= amount
                gives.add(one)
                takes.add(other)
        if ending := [one for one in net if one not in gives]:
            last += reversed(ending)
            left.difference_update(ending)
        elif starting := [one for one in net if one not in takes]:
            first += starting
            left.difference_update(starting)
        else:
            best = max(net, key=net.__getitem__)
            first.append(best)
            left.remove(best)
    return [*first, *reversed(last)]


def _columns(order: Sequence[int], onward: Ends) -> list[int]:
    """As far left as what comes in allows; who only gives stands next to who takes it."""
    column = [0] * len(order)
    for station in order:
        column[station] = max([column[a] + 1 for a, b in onward if b == station], default=0)
    for station in order:
        after = [column[b] for a, b in onward if a == station]
        if after and not any(b == station for _, b in onward):
            column[station] = min(after) - 1
    return column
