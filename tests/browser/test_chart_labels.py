"""Labels as a browser draws them, in the font of the page and in that of files: no wider than they
were counted, none over another, none outside the picture."""

from base64 import b64encode
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from schakel.engine.chart.letters import text_width
from schakel.engine.chart.network import network_chart
from schakel.engine.chart.sankey import sankey_chart
from tests.engine.boxes import Box, overlapping
from tests.engine.charts import DRAWN
from tests.engine.test_network_chart import network
from tests.engine.test_sankey import line, ring, star

pytestmark = pytest.mark.browser

PAGE = Path(__file__).resolve().parents[2] / "src/schakel/web/shell/static/shell/fonts"
FILES = files("font_source_sans_pro") / "files"
FONTS = {
    "Figtree": [((PAGE / "figtree.woff2").read_bytes(), "300 900")],
    "Source Sans Pro": [
        ((FILES / "SourceSansPro-Regular.ttf").read_bytes(), "400"),
        ((FILES / "SourceSansPro-Bold.ttf").read_bytes(), "700"),
    ],
}
# A box in a browser is a line high; ink is less, from about ascender to descender.
INK = 0.12
# A browser without subpixel positions puts every letter on a whole pixel.
ROUNDED = 1.0
MEASURE = f"""svg => {{
  const frame = svg.getBoundingClientRect();
  return Array.from(svg.querySelectorAll("text"), one => {{
    const box = one.getBoundingClientRect(), room = box.height * {INK};
    const size = parseFloat(one.getAttribute("font-size"));
    return [one.textContent, box.left - frame.left, box.top - frame.top + room,
            box.right - frame.left, box.bottom - frame.top - room, size];
  }});
}}"""


def pictures() -> Iterator[tuple[str, str]]:
    for width in (328, 1040):
        yield f"network {width}", network_chart(network(60), key="n", width=width)
        for name, chart in (("line", line(9)), ("star", star(40)), ("ring", ring(20))):
            yield f"{name} {width}", sankey_chart(chart, key="s", width=width).svg
    for width in (340, 720):
        for kind, draw in DRAWN.items():
            yield f"{kind} {width}", draw(12, width).svg


@pytest.fixture(scope="module", params=FONTS)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that has this font and no other."""
    faces = [
        f"@font-face{{font-family:'{request.param}';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{b64encode(data).decode()})}}"
        for data, weight in FONTS[request.param]
    ]
    context = browser.new_context(viewport={"width": 1100, "height": 800})
    found = context.new_page()
    found.set_content(f"<!doctype html><meta charset=utf-8><style>{''.join(faces)}</style>")
    found.evaluate("Promise.all(Array.from(document.fonts, one => one.load()))")
    assert found.evaluate("Array.from(document.fonts).every(one => one.status == 'loaded')")
    yield found
    context.close()


def test_labels_keep_apart_in_the_real_fonts(page: Page) -> None:
    for name, svg in pictures():
        page.evaluate("svg => { document.body.innerHTML = svg }", svg)
        root = page.locator("svg")
        measured = root.evaluate(MEASURE)
        width, height = (float(root.get_attribute(side) or 0) for side in ("width", "height"))
        boxes = [Box(text, *sides) for text, *sides, _ in measured]
        assert boxes, name
        assert overlapping(boxes) == [], name
        assert [one for one in boxes if not one.within(width, height)] == [], name
        assert [
            (box.text, box.right - box.left, counted)
            for box, (text, *_, size) in zip(boxes, measured, strict=True)
            if box.right - box.left > (counted := text_width(text, size)) + ROUNDED
        ] == [], name
