"""The table that the report's two anchors lead to, written out row by row."""

from collections.abc import Sequence

HOURS_A_WEEK_BY_POINTS = (4, 4.5, 4.5, 5, 5.5, 5.5, 6, 6.5, 6.5, 7, 7.5, 7.5, 8)
MONTHS_BY_POINTS = (12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24)


def effort(levels: Sequence[str]) -> tuple[float, int]:
    """Hours a week and months for six levels: a medium is one point, a high two."""
    points = 0
    for level in levels:
        if level == "medium":
            points += 1
        if level == "high":
            points += 2
    return HOURS_A_WEEK_BY_POINTS[points], MONTHS_BY_POINTS[points]
