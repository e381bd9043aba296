"""Where knots stand in their column: near what they are joined to, and never over each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schakel.engine.chart.sankey.order import Knots

ROUNDS = 16


@dataclass(frozen=True)
class Slot:
    """The height a knot needs, with its label, and the room kept free below it."""

    height: float
    gap: float


def heights(knots: Knots, slots: Mapping[int, Slot]) -> tuple[dict[int, float], float]:
    """The middle of each knot from the top of the picture, and the height of it all."""
    total = max(_needed(column, slots) for column in knots.columns)
    middle: dict[int, float] = {}
    for column in knots.columns:
        spare = (total - _needed(column, slots)) / (len(column) + 1)
        y = spare
        for knot in column:
            middle[knot] = y + slots[knot].height / 2
            y += slots[knot].height + slots[knot].gap + spare
    before, after = _joined(knots)
    for number in range(ROUNDS):
        near = before if number % 2 == 0 else after
        for column in knots.columns if number % 2 == 0 else reversed(knots.columns):
            wanted = [_mean([middle[one] for one in near.get(k, ())], middle[k]) for k in column]
            middle.update(_apart(column, wanted, slots, total))
    return middle, total


def _needed(column: Sequence[int], slots: Mapping[int, Slot]) -> float:
    gaps = sum(slots[knot].gap for knot in column[:-1])
    return sum(slots[knot].height for knot in column) + gaps


def _joined(knots: Knots) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    column = {knot: at for at, one in enumerate(knots.columns) for knot in one}
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for way in knots.ways:
        for one, other in pairwise(way):
            if column[one] < column[other]:
                before.setdefault(other, []).append(one)
                after.setdefault(one, []).append(other)
    return before, after


def _mean(places: Sequence[float], own: float) -> float:
    return sum(places) / len(places) if places else own


def _apart(
    column: Sequence[int], wanted: Sequence[float], slots: Mapping[int, Slot], total: float
) -> dict[int, float]:
    """As near to what is wanted as the order and the room allow: pushed down, then up again."""
    tops, free = [], 0.0
    for knot, middle in zip(column, wanted, strict=True):
        tops.append(max(free, middle - slots[knot].height / 2))
        free = tops[-1] + slots[knot].height + slots[knot].gap
    below = total
    for at in range(len(column) - 1, -1, -1):
        height = slots[column[at]].height
        tops[at] = min(tops[at], below - height)
        below = tops[at] - (slots[column[at - 1]].gap if at else 0)
    return {knot: tops[at] + slots[knot].height / 2 for at, knot in enumerate(column)}
