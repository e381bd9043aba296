"""What Altair describes, drawn by Vega without a browser or a network, as elements of ours.

Altair and vl-convert take half a second to load, so they are loaded where something is drawn.
Vega gives every mark a role and an English label; the picture as a whole is the image here, with
a title and a description in the language of the reader, so these are left out. A mark keeps the
description it was given as the title that a pointer shows.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from schakel.engine.chart.scale import Scale
from schakel.engine.chart.svg import GRID, QUIET, Element, Svg, Titled, picture, printable

if TYPE_CHECKING:
    import altair as alt

SMALL = 13
NAMESPACE = "{http://www.w3.org/2000/svg}"
KEPT = frozenset(
    (
        *("d", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "transform", "opacity"),
        *("fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"),
        *("stroke-linejoin", "stroke-linecap", "stroke-miterlimit"),
        *("text-anchor", "font-size", "font-weight"),
    )
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Plot:
    """The rectangle that is drawn in, and how far from the left and the top of the picture."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


def marks(rows: Sequence[Row], kind: Any, channels: Mapping[str, Row], **look: Any) -> "alt.Chart":
    """A mark for each of these rows, or one through all of them, and what its channels show."""
    import altair as alt

    # Vega writes control characters as they are, which no reader of XML takes.
    clean = [
        {name: printable(one) if isinstance(one, str) else one for name, one in row.items()}
        for row in rows
    ]
    chart = alt.Chart({"values": clean}, mark=alt.MarkDef(type=kind, **look))
    # Given as classes: Altair takes many times as long to find out what a plain mapping is.
    return chart.encode(*(getattr(alt, name.title())(**is_) for name, is_ in channels.items()))


def pixels(field: str) -> Row:
    """A field that holds pixels already."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def values(field: str, scale: Scale) -> Row:
    """A field that holds figures on this scale."""
    ends = {"domain": [scale.bottom, scale.top], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": ends, "axis": None}


CHECKED: ContextVar[bool] = ContextVar("CHECKED", default=False)
TOLD = {"field": "told", "type": "nominal"}
BOX = {"x": pixels("x"), "y": pixels("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}


def texts(rows: Sequence[Row], **look: Any) -> "alt.Chart":
    """Texts (`text`) at `x` and `y` in pixels, on their baseline."""
    look = {"fontSize": SMALL, "fill": QUIET, "align": "left", "baseline": "alphabetic"} | look
    where = {"x": pixels("x"), "y": pixels("y"), "text": {"field": "text", "type": "nominal"}}
    return marks(rows, "text", where, aria=False, **look)


def rules(rows: Sequence[Row], **look: Any) -> "alt.Chart":
    """Lines from `x`, `y` to `x2`, `y2` in pixels."""
    look = {"stroke": GRID, "strokeWidth": 1} | look
    return marks(rows, "rule", BOX, aria=False, **look)


def drawn(layers: "Iterable[alt.Chart]", plot: Plot) -> tuple[Element, ...]:
    """The layers over each other. They are made and checked against the schema here; the check
    takes ten times as long as the drawing, so it is on in tests only (see `CHECKED`)."""
    import vl_convert
    from altair.utils.schemapi import debug_mode

    with debug_mode(CHECKED.get()):
        chart = _spec(layers, plot)
    register_fonts()
    found = vl_convert.vegalite_to_svg(chart, allowed_base_urls=[])
    _background, scene = ET.fromstring(found)  # noqa: S314 - Vega wrote it, here and now
    return tuple(_converted([scene]))


def framed(
    chart: Titled,
    signs: Iterable[Element],
    layers: "Iterable[alt.Chart]",
    plot: Plot,
    size: tuple[float, float],
) -> Svg:
    """The signs of the legend and the layers as the picture of this chart, `size` wide and high."""
    return picture(
        *signs,
        *drawn(layers, plot),
        width=size[0],
        height=size[1],
        key=f"{chart.key}-{size[0]:.0f}",
        title=chart.title,
        description=chart.description,
    )


def _spec(layers: "Iterable[alt.Chart]", plot: Plot) -> dict[str, Any]:
    import altair as alt

    chart = alt.layer(*layers).properties(
        width=plot.width,
        height=plot.height,
        padding={"left": plot.left, "top": plot.top, "right": 0, "bottom": 0},
        autosize=alt.AutoSizeParams(type="none"),
        config=alt.Config(
            view=alt.ViewConfig(stroke=None),
        ),
    )
    return chart.to_dict(validate=CHECKED.get())


@cache
def register_fonts() -> None:
    """The font of files; Vega measures with it where it has to."""
    import vl_convert

    vl_convert.register_font_directory(str(files("font_source_sans_pro") / "files"))


def _converted(nodes: Iterable[ET.Element]) -> Iterator[Element]:
    """What is to be seen of these: groups that only group are passed through."""
    for child in nodes:
        if child.get("display") == "none" or child.get("opacity") == "0":
            continue
        if child.tag == f"{NAMESPACE}g":
            yield from _group(child)
        elif _is_seen(child):
            yield _one(child)


def _group(node: ET.Element) -> Iterator[Element]:
    within = tuple(_converted(node))
    moved = node.get("transform", "translate(0,0)")
    if not within or moved == "translate(0,0)":
        yield from within
    else:
        yield Element("g", {"transform": moved}, within)


def _is_seen(node: ET.Element) -> bool:
    """Vega draws backgrounds without a colour."""
    return node.tag == f"{NAMESPACE}text" or not {"none", None} >= {
        node.get("fill"),
        node.get("stroke"),
    }


def _one(node: ET.Element) -> Element:
    kept: dict[str, str | float] = {"fill": "none"}
    for name, value in node.attrib.items():
        if name in KEPT and (name, value) != ("opacity", "1"):
            kept[name] = value.removesuffix("px")
    told = node.get("aria-label")
    title = (Element("title", {}, (told,)),) if told else ()
    return Element(node.tag.removeprefix(NAMESPACE), kept, (*title, *_inner(node)))


def _inner(node: ET.Element) -> Iterator[Element | str]:
    if node.text:
        yield node.text
    yield from map(_one, node)
