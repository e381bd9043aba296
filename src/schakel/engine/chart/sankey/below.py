"""Below a diagram: what the looks mean, and the names by number where they aren't beside a bar."""

from collections.abc import Iterator

from schakel.engine.chart.letters import text_width, wrapped
from schakel.engine.chart.sankey.flows import Sankey
from schakel.engine.chart.sankey.frame import BAR, EDGE, LINE, NUMBER, PAD
from schakel.engine.chart.sankey.looks import bar_look
from schakel.engine.chart.sankey.plan import Plan
from schakel.engine.chart.svg import COPPER, Element, element, written

ENTRY, INSET, SIGN = 230.0, 24.0, 34.0


def below(chart: Sankey, plan: Plan, key: str) -> tuple[list[Element], float]:
    """The elements, and how far down they reach."""
    legend, bottom = _legend(chart, plan, key)
    if not plan.frame.numbered:
        return legend, bottom
    names, bottom = _names(chart, plan, bottom + 12)
    return legend + names, bottom


def _legend(chart: Sankey, plan: Plan, key: str) -> tuple[list[Element], float]:
    elements: list[Element] = []
    x, y = EDGE, plan.bottom + 14
    for sign, name in _signs(chart, plan, key):
        (text,) = wrapped(name, plan.frame.width - 2 * EDGE - SIGN, NUMBER, most=1)
        wide = SIGN + text_width(text, NUMBER) + 18
        if x > EDGE and x + wide - 18 > plan.frame.width - EDGE:
            x, y = EDGE, y + 24
        elements.append(element("g", sign, transform=f"translate({x:g} {y:g})"))
        elements.append(written(text, x + SIGN, y + 13, size=NUMBER))
        x += wide
    return elements, y + 18 if elements else plan.bottom


def _signs(chart: Sankey, plan: Plan, key: str) -> Iterator[tuple[Element, str]]:
    used = {station.look for station in chart.stations}
    for look, text in chart.words.looks:
        if look in used:
            yield element("rect", x=7, y=1, width=BAR, height=16, **bar_look(look, key)), text
    if any(ribbon.back for ribbon in plan.ribbons):
        arrow = element("path", d="M8 9l9 -5v10z", fill=COPPER)
        line = element("path", d="M2 9H26", stroke=COPPER, stroke_width=2)
        yield element("g", line, arrow), chart.words.back


def _names(chart: Sankey, plan: Plan, y: float) -> tuple[list[Element], float]:
    """As many columns as fit, read from left to right; a name takes three lines at most."""
    columns = max(1, int((plan.frame.width - 2 * EDGE) // ENTRY))
    wide = (plan.frame.width - 2 * EDGE) / columns
    elements: list[Element] = []
    for start in range(0, len(plan.reading), columns):
        deepest = 0
        for at, station in enumerate(plan.reading[start : start + columns]):
            text = f"{chart.stations[station].name}, {chart.figure(chart.through[station])}"
            lines = wrapped(text, wide - INSET - PAD, NUMBER, most=3)
            elements += _entry(str(start + at + 1), lines, EDGE + at * wide, y)
            deepest = max(deepest, len(lines))
        y += deepest * LINE + 4
    return elements, y


def _entry(number: str, lines: tuple[str, ...], x: float, y: float) -> Iterator[Element]:
    yield written(number, x, y + 13, size=NUMBER, font_weight="bold")
    for row, line in enumerate(lines):
        yield written(line, x + INSET, y + 13 + row * LINE, size=NUMBER)
