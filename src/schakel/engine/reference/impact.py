"""Emissions added up one line after the other."""

from collections.abc import Sequence


def net(lines: Sequence[tuple[float, float, bool]]) -> float:
    """Lines are (quantity, kg per unit, avoided)."""
    total = 0.0
    for quantity, factor, avoided in lines:
        if avoided:
            total -= quantity * factor
        else:
            total += quantity * factor
    return total
