"""Every page in both sizes: accessible, without errors, in its window, and with a picture of it."""

import pytest
from playwright.sync_api import expect

from tests.browser import atlas, shots
from tests.browser.atlas import Place
from tests.browser.texts import t
from tests.browser.visitor import NARROW, WIDE, Visitor, Visitors

pytestmark = pytest.mark.browser

SHOTS = {
    "home": "home",
    "register:list": "register",
    "register:detail": "initiative",
    "account_login": "sign-in",
    "work:home": "work",
    "chains:overview": "chain-overview",
    "chains:parties": "parties",
    "chains:complexity": "complexity",
    "chains:letter_version": "letter",
    "chains:gate": "gate",
    "chains:log": "log",
    "chains:hours": "hours",
    "reports:accountability": "report",
    "register:import_preview": "import-preview",
    "codes:list": "codes",
    "programmes:detail": "programme",
}


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("route", atlas.pages())
def test_page(route: str, width: int, places: dict[str, Place], visit: Visitors) -> None:
    assert route in places, "no link leads to this page: link it, or say where it is in UNLINKED"
    place = places[route]
    visitor = visit(place.seen_by, width)
    visitor.go(place.path)
    page = visitor.page
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(visitor.heading).to_have_count(1)
    assert visitor.heading.inner_text().strip()
    assert page.title().removesuffix(" - Schakel").strip()
    assert visitor.axe() == []
    if route in SHOTS:
        shots.take(visitor, SHOTS[route])
    page.reload()
    if visitor.errors():
        expect(visitor.main.get_by_role("alert")).to_be_focused()
    else:
        _skip_link_leads_to_the_content(visitor)
    if width == WIDE:
        focus_shows(visitor)


def _skip_link_leads_to_the_content(visitor: Visitor) -> None:
    page = visitor.page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=t("Skip to the content"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(visitor.main).to_be_focused()


# Inside a date or time field the browser itself marks the part that has the focus.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  if (!at.matches(':focus')) return [at.matches('[type=date], [type=time]'), at.outerHTML];
  const shown = at.matches('[type=radio], [type=checkbox]') ? [at, at.closest('label')] : [at];
  const marked = shown.filter(Boolean).some((one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== 'none';
  });
  const box = at.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [marked && inside, at.outerHTML.slice(0, 120)];
}"""


def focus_shows(visitor: Visitor) -> None:
    """Whoever goes on with the Tab key sees where they are, as far as thirty steps."""
    for _ in range(30):
        visitor.page.keyboard.press("Tab")
        focus = visitor.page.evaluate(FOCUS)
        if focus is None:
            return
        assert focus[0], f"no visible focus on {focus[1]}"


def test_what_is_left_out_is_really_no_page() -> None:
    assert set(atlas.NOT_A_PAGE) <= set(atlas.get_routes())
    assert set(SHOTS) | set(atlas.UNLINKED) | set(atlas.BEST_SEEN_BY) <= set(atlas.pages())
    assert all(atlas.NOT_A_PAGE.values())


@pytest.mark.parametrize(
    "route", ["reports:accountability", "chains:letter_version", "chains:gate", "register:detail"]
)
def test_on_paper_only_the_content_is_left(
    route: str, places: dict[str, Place], visit: Visitors
) -> None:
    visitor = visit(places[route].seen_by)
    visitor.go(places[route].path)
    visitor.page.emulate_media(media="print")
    try:
        expect(visitor.heading).to_be_visible()
        for around in ("banner", "navigation", "contentinfo", "button"):
            expect(visitor.page.get_by_role(around).filter(visible=True)).to_have_count(0)
        assert visitor.main.inner_text().strip()
    finally:
        visitor.page.emulate_media(media="screen")
