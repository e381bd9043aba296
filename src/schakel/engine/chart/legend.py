"""Signs with their names above a plot, as many on a line as fit."""

from collections.abc import Iterable

from schakel.engine.chart.letters import text_width, wrapped
from schakel.engine.chart.svg import Element, element, written

LINE, SIGN, BETWEEN = 22.0, 34.0, 18.0


def legend(signs: Iterable[tuple[Element, str]], width: float) -> tuple[list[Element], float]:
    """The elements, and how high they are; a sign is 26 wide around y = 0."""
    drawn: list[Element] = []
    x, y = 0.0, LINE / 2
    for sign, name in signs:
        (label,) = wrapped(name, width - SIGN, most=1)
        needed = SIGN + text_width(label) + BETWEEN
        if x and x + needed - BETWEEN > width:
            x, y = 0.0, y + LINE
        drawn += [
            element("g", sign, transform=f"translate({x:.0f} {y:.0f})"),
            written(label, x + SIGN, y + 5),
        ]
        x += needed
    return drawn, y + LINE / 2 if drawn else 0.0
