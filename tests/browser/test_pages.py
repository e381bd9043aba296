"""Every page in both sizes: accessible, without errors, in its window, and with a picture of it."""

import pytest
from playwright.sync_api import expect

from tests.browser import atlas, shots, workbooks
from tests.browser.atlas import DIRECTOR, MANAGER, Place
from tests.browser.texts import t
from tests.browser.visitor import NARROW, WIDE, Visitor, Visitors

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    "chains:sign_letter": "sign-letter",
    "chains:gate": "gate",
    "chains:log": "log",
    "chains:hours": "hours",
    "reports:accountability": "report",
    "register:import_preview": "import-preview",
    "codes:list": "codes",
    "programmes:detail": "programme",
}


@pytest.fixture(scope="module")
def places(everyone: Visitors) -> dict[str, Place]:
    """Where every page is, with a draft, an invitation and an import so that all of them exist."""
    chain = _example_chain(everyone(DIRECTOR))
    known = {
        "chains:letter_version": Place(DIRECTOR, f"{chain}commitment/1/"),
        "invitation:show": Place(atlas.STRANGER, _invite_again(everyone(DIRECTOR), chain)),
        "register:import_preview": Place(MANAGER, _stage_import(everyone(MANAGER))),
    }
    _draft_letter(everyone(DIRECTOR), chain)
    return atlas.draw(everyone, known)


def _example_chain(director: Visitor) -> str:
    director.go("/ketens/")
    director.follow("voorbeeld")
    return director.path


def _invite_again(director: Visitor, chain: str) -> str:
    """A new link for the supervisor, the last of the list: nobody there has an account yet."""
    director.go(f"{chain}partijen/")
    director.arrive_by(director.link(t("Send again")).last)
    director.fill(t("E-mail address of the contact"), "nieuw@example.org")
    director.press(t("Send again"))
    return director.main.get_by_role("code").inner_text().removeprefix(director.server)


def _draft_letter(director: Visitor, chain: str) -> None:
    director.go(f"{chain}commitment/")
    director.press(t("Draw up a new version"))


def _stage_import(manager: Visitor) -> str:
    manager.go("/register/importeren/")
    book = workbooks.Edited(manager.download(manager.link(t("The register as it is"))))
    book.set(2, "Wat het is", "Hout uit de stad wordt meubel, vloer en bank in dezelfde stad.")
    book.set(3, "Opdrachtgever", "Voorbeeldprovincie")
    book.add(Kenmerk="proef-met-stoelen", Initiatief="Proef met stoelen")
    manager.field(t("Workbook")).set_input_files(
        {"name": "register-bewerkt.xlsx", "mimeType": XLSX, "buffer": book.content()}
    )
    manager.press(t("Upload and compare"))
    return manager.path


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


# Inside a date field the browser itself marks the part that has the focus.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  if (!at.matches(':focus')) return [at.matches('[type=date]'), at.outerHTML];
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
