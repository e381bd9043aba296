"""How bars are filled: each look differs in pattern or shape as well as colour."""

from schakel.engine.chart.sankey.flows import Look
from schakel.engine.chart.svg import COPPER, INK, PETROL, Element, element

STRIPE = 6


def patterns(key: str, width: float) -> Element:
    """One tile as wide as the picture, so that there is no seam within a bar."""
    return element(
        "defs",
        element(
            "pattern",
            element("rect", width=width, height=STRIPE, fill=COPPER),
            element("rect", width=width, height=2, fill="#fff"),
            id=f"{key}-stripes",
            width=width,
            height=STRIPE,
            patternUnits="userSpaceOnUse",
        ),
    )


def bar_look(look: Look, key: str) -> dict[str, str | float]:
    looks: dict[Look, dict[str, str | float]] = {
        Look.SOLID: {"fill": PETROL, "stroke": PETROL},
        Look.STRIPED: {"fill": f"url(#{key}-stripes)", "stroke": COPPER},
        Look.DARK: {"fill": INK, "stroke": INK, "rx": 5},
        Look.OPEN: {"fill": "#fff", "stroke": INK, "stroke_dasharray": "3 2"},
    }
    return looks[look]
