"""The first page of a chain on a phone: what matters this week, and the rest one tap away."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import NARROW, WIDE, Visitor, Visitors

pytestmark = pytest.mark.browser
PAGE = "/ketens/matrassen-opnieuw-voorbeeld/"
FOLDED = ("Schakels en partijen", "Doel en waarom", "Nieuwste in het logboek", "Ketenregisseur")


def come(visit: Visitors, width: int) -> Visitor:
    visitor = visit("ketenregisseur", width)
    visitor.go(PAGE)
    return visitor


def test_on_a_phone_it_is_short_and_begins_with_what_matters_now(visit: Visitors) -> None:
    visitor = come(visit, NARROW)
    assert visitor.page.evaluate("document.documentElement.scrollHeight") < 3500
    now = visitor.main.get_by_role("heading", name="Wat nu telt").bounding_box()
    assert now
    assert now["y"] < 500
    for name in ("Wat nu telt", "Wie een duwtje nodig heeft", "Go/no-go", "In cijfers"):
        expect(visitor.main.get_by_role("heading", name=name)).to_be_visible()


def test_what_can_wait_opens_with_a_tap(visit: Visitors) -> None:
    visitor = come(visit, NARROW)
    link = visitor.main.get_by_role("link", name="Alle partijen, en wie er nog ontbreekt")
    expect(link).to_be_hidden()
    for name in FOLDED:
        expect(visitor.main.get_by_role("heading", name=name, exact=True)).to_have_count(1)
    visitor.main.locator("summary").filter(has_text="Schakels en partijen").click()
    expect(link).to_be_visible()
    assert visitor.axe() == []


def test_where_there_is_room_everything_stands_open(visit: Visitors) -> None:
    visitor = come(visit, WIDE)
    for name in FOLDED:
        expect(visitor.main.get_by_role("heading", name=name, exact=True)).to_have_count(1)
    expect(visitor.main.locator("summary").filter(visible=True)).to_have_count(0)
    expect(visitor.main.get_by_role("link", name="Naar het logboek")).to_be_visible()
