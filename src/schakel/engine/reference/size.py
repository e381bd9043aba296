"""Impact and size, counted out by hand: which chains get built, in plain loops."""

import math
from collections.abc import Mapping


def verdict(
    levels: Mapping[str, str],
    simple_points: int,
    full_tonnes: float,
    tonnes: tuple[float, float] | None,
) -> str:
    """For a rule without a value in euro."""
    points = 0
    for level in levels.values():
        if level == "medium":
            points += 1
        if level == "high":
            points += 2
    small = levels["players"] != "high" and levels["scale"] != "high"
    if points <= simple_points and small:
        return "simple"
    if tonnes is None:
        return "unknown"
    needed = math.ceil(full_tonnes * points / 12)
    if tonnes[0] >= needed and tonnes[1] >= needed:
        return "enough"
    if tonnes[0] < needed and tonnes[1] < needed:
        return "in_between"
    return "uncertain"
