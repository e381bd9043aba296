"""Where texts stand in a picture, and which of them stand over each other."""

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schakel.engine.chart.letters import text_width

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = r"(-?[\d.]+(?:e-?\d+)?)"
MOVED = re.compile(rf"translate\({NUMBER}[ ,]{NUMBER}\)")
SHARE = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True)
class Box:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of_rect(cls, rect: ET.Element, x: float = 0, y: float = 0) -> "Box":
        left, top = x + float(rect.get("x", 0)), y + float(rect.get("y", 0))
        wide, high = float(rect.attrib["width"]), float(rect.attrib["height"])
        return cls("", left, top, left + wide, top + high)

    @classmethod
    def of_text(cls, node: ET.Element, x: float, y: float) -> "Box":
        size = float(node.attrib["font-size"].removesuffix("px"))
        left, base = x + float(node.get("x", 0)), y + float(node.get("y", 0))
        wide = text_width(node.text or "", size)
        left -= wide * SHARE[node.get("text-anchor", "start")]
        return cls(node.text or "", left, base - 0.8 * size, left + wide, base + 0.2 * size)

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, width: float, height: float) -> bool:
        across = self.left >= 0 and self.right <= width
        return across and self.top >= 0 and self.bottom <= height


def placed(svg: str) -> Iterator[tuple[ET.Element, float, float]]:
    """Every element with how far it is moved by the groups around it."""
    return _placed(ET.fromstring(svg), 0, 0)


def _placed(node: ET.Element, x: float, y: float) -> Iterator[tuple[ET.Element, float, float]]:
    if moved := MOVED.match(node.get("transform", "")):
        x, y = x + float(moved[1]), y + float(moved[2])
    yield node, x, y
    for child in node:
        yield from _placed(child, x, y)


def text_boxes(svg: str) -> list[Box]:
    return [Box.of_text(node, x, y) for node, x, y in placed(svg) if node.tag == f"{SVG}text"]


def overlapping(found: Sequence[Box]) -> list[tuple[str, str]]:
    return [
        (one.text, other.text)
        for one, other in itertools.combinations(found, 2)
        if one.overlaps(other)
    ]
