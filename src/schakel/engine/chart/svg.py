"""Building SVG: elements that escape their own text, and the frame that makes them a picture."""

import re
from dataclasses import dataclass, field
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

# The colours of the interface, as presentation attributes: the content security policy of the pages
# allows no style attribute, and a file outside the page has no style sheet.
INK, QUIET, GRID = "#062a31", "#4a5a5e", "#d5dfe0"
PETROL, PETROL_LIGHT, COPPER, COPPER_LIGHT = "#0b5860", "#c3e0e0", "#a9531a", "#fbe9d9"
FONT = "Figtree, 'Source Sans Pro', sans-serif"
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = str | float | int


class Titled(Protocol):
    """A chart with what a reader who cannot see it is told; `key` is unique in its page."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...


class Svg(str):
    """SVG that is safe in a page: every text in it went through `element` or `written`."""

    __slots__ = ()

    def __html__(self) -> str:
        """What template engines ask for before they escape."""
        return str(self)


@dataclass(frozen=True)
class Element:
    tag: str
    attributes: dict[str, Value] = field(default_factory=dict)
    children: tuple["Element | str", ...] = ()

    def __str__(self) -> str:
        named = "".join(
            f" {name}={quoteattr(printable(_number(value)))}"
            for name, value in self.attributes.items()
        )
        inner = "".join(
            str(child) if isinstance(child, Element) else escape(printable(child))
            for child in self.children
        )
        return f"<{self.tag}{named}>{inner}</{self.tag}>" if inner else f"<{self.tag}{named}/>"


def element(tag: str, *children: Element | str, **attributes: Value) -> Element:
    """An element; `stroke_width=2` becomes stroke-width, `class_` class. Text is escaped."""
    names = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
    return Element(tag, names, children)


def written(
    text: str, x: float, y: float, *, size: float = 14, fill: str = INK, **attributes: Value
) -> Element:
    """A line of text with its baseline at y."""
    return element("text", text, x=x, y=y, font_size=size, fill=fill, **attributes)


def picture(
    *children: Element, width: float, height: float, key: str, title: str, description: str
) -> Svg:
    """A picture with its name and description; `key` is unique in the page it stands in."""
    heading, story = f"{key}-title", f"{key}-desc"
    frame = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_number(width)} {_number(height)}",
            "width": width,
            "height": height,
            "role": "img",
            "aria-labelledby": f"{heading} {story}",
            "font-family": FONT,
        },
        (
            element("title", title, id=heading),
            element("desc", description, id=story),
            *children,
        ),
    )
    return Svg(frame)


def _number(value: Value) -> str:
    """Figures with at most two decimals, the same on every machine."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def printable(text: str) -> str:
    """XML has no place for control characters, even escaped."""
    return UNPRINTABLE.sub("", text)
