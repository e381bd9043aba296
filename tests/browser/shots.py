"""Pictures of pages: in docs/screenshots with UPDATE_SCREENSHOTS, else in a temporary folder."""

import base64
import os
import struct
import tempfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from tests.browser.visitor import Visitor

DOCS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
TALLEST = {1440: 1500, 360: 1800}
COLOURS = 128

# Chromium writes true colour only; a page of text needs few colours, and is then a third in size.
TO_PALETTE = """async ([data, most]) => {
  const file = await (await fetch("data:image/png;base64," + data)).blob();
  const image = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const seen = context.getImageData(0, 0, image.width, image.height).data;
  const pixels = new Uint32Array(seen.buffer);
  const uses = new Map();
  for (const pixel of pixels) uses.set(pixel, (uses.get(pixel) ?? 0) + 1);
  const colours = [...uses].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const palette = colours.slice(0, most).map(parts);
  const nearest = ([r, g, b]) => {
    const distances = palette.map(([x, y, z]) => (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2);
    return distances.indexOf(Math.min(...distances));
  };
  const indexOf = (colour, at) => at < most ? at : nearest(parts(colour));
  const place = new Map(colours.map((colour, at) => [colour, indexOf(colour, at)]));
  const indices = Uint8Array.from(pixels, (pixel) => place.get(pixel));
  let text = "";
  for (let at = 0; at < indices.length; at += 32768)
    text += String.fromCharCode(...indices.subarray(at, at + 32768));
  return { width: image.width, height: image.height, palette, indices: btoa(text) };
}"""


@cache
def folder() -> Path:
    if "UPDATE_SCREENSHOTS" in os.environ:
        DOCS.mkdir(parents=True, exist_ok=True)
        return DOCS
    return Path(tempfile.mkdtemp(prefix="schakel-screenshots-"))


def take(visitor: Visitor, name: str) -> Path:
    """The top of the page as it stands, in few colours."""
    height = visitor.page.evaluate("document.documentElement.scrollHeight")
    height = min(height, TALLEST[visitor.width])
    shot = visitor.page.screenshot(
        full_page=True,
        clip={"x": 0, "y": 0, "width": visitor.width, "height": height},
        animations="disabled",
        caret="hide",
        scale="css",
    )
    path = folder() / f"{name}-{visitor.width}.png"
    path.write_bytes(_small(visitor, shot))
    return path


def _small(visitor: Visitor, shot: bytes) -> bytes:
    """The picture with a palette, made on an empty page, where nothing forbids reading pixels."""
    with visitor.context.browser.new_context() as context:  # type: ignore[union-attr]
        picture = context.new_page().evaluate(
            TO_PALETTE, [base64.b64encode(shot).decode(), COLOURS]
        )
    return _png(picture)


def _png(picture: dict[str, Any]) -> bytes:
    """A PNG file with a palette (PNG specification, colour type 3)."""
    width, height = picture["width"], picture["height"]
    indices = base64.b64decode(picture["indices"])
    lines = b"".join(b"\0" + indices[y * width : (y + 1) * width] for y in range(height))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(part for colour in picture["palette"] for part in colour)),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
