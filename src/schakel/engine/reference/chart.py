"""Charts, the slow way: crossings pair by pair, and what goes round by walking every stream."""

from collections.abc import Collection, Sequence
from itertools import combinations


def crossings(columns: Sequence[Sequence[int]], edges: Collection[tuple[int, int]]) -> int:
    """Of every two ribbons that leave the same column: do they change places on the way?"""
    at = {knot: (number, y) for number, one in enumerate(columns) for y, knot in enumerate(one)}
    count = 0
    for (a, b), (c, d) in combinations(sorted(edges), 2):
        same = at[a][0] == at[c][0]
        count += same and (at[a][1] - at[c][1]) * (at[b][1] - at[d][1]) < 0
    return count


def reached(start: int, ends: Sequence[tuple[int, int]]) -> set[int]:
    """Every station that tonnes from this one can come to, and itself."""
    seen = {start}
    while found := {receiver for sender, receiver in ends if sender in seen} - seen:
        seen |= found
    return seen
